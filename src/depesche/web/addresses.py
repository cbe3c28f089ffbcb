"""Who asks: the address of the client, also behind proxies that are trusted to say it.

A proxy adds the address it was asked from at the right end of X-Forwarded-For (or of Forwarded,
RFC 7239). Whatever stands further left came from the one before, who may have made it up. So the
client is the right-most hop that is no trusted proxy. Nobody else's word is taken: without
DEPESCHE_TRUSTED_PROXIES the client is whoever holds the connection.
"""

import re
from collections.abc import Iterable, Sequence
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

_HOPS = 32  # more than anybody has; what is beyond is not looked at
_FORWARDED_FOR = re.compile(r'(?:^|;)\s*for=(?:"([^"]*)"|([^;,"\s]*))', re.IGNORECASE)
_WITH_PORT = re.compile(r"(?:\[([^]]*)\]|([\d.]+))(?::\w+)?")


class Proxies:
    """Middleware that puts the client and the scheme in the place of the proxy's."""

    def __init__(self, app: ASGIApp, *, trusted: Sequence[Network]) -> None:
        self._app = app
        self._trusted = trusted

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            look_behind(scope, self._trusted)
        await self._app(scope, receive, send)


def is_proxy(address: str, trusted: Sequence[Network]) -> bool:
    """Whether that is the address of a trusted one."""
    found = _address(address) if trusted else None
    return found is not None and _is_trusted(found, trusted)


def look_behind(scope: Scope, trusted: Sequence[Network]) -> None:
    """Put the client and the scheme in the place of a trusted proxy's."""
    peer = _address(scope["client"][0]) if trusted and scope.get("client") else None
    if peer is None or not _is_trusted(peer, trusted):
        return
    headers = Headers(scope=scope)
    scope["client"] = (str(_client(peer, headers, trusted)), 0)
    proto = headers.getlist("x-forwarded-proto")
    said = proto[-1].rpartition(",")[2].strip().lower() if proto else ""
    if said in {"http", "https"}:
        scope["scheme"] = said


def _client(peer: Address, headers: Headers, trusted: Sequence[Network]) -> Address:
    """Where both headers are there, one may be the client's own: then they must agree."""
    told = [
        _behind(peer, hops, trusted)
        for hops in (_x_forwarded_for(headers), _forwarded(headers))
        if hops
    ]
    return told[0] if told and all(client == told[0] for client in told) else peer


def _behind(peer: Address, hops: Iterable[str], trusted: Sequence[Network]) -> Address:
    """The first from the right that is no trusted proxy; what cannot be read ends the way."""
    seen = peer
    for hop in hops:
        address = _address(hop)
        if address is None:
            return seen
        seen = address
        if not _is_trusted(address, trusted):
            return seen
    return seen


def _is_trusted(address: Address, trusted: Sequence[Network]) -> bool:
    return any(address in network for network in trusted)


def _x_forwarded_for(headers: Headers) -> list[str]:
    """The hops, the nearest first."""
    return _split(headers.getlist("x-forwarded-for"))


def _forwarded(headers: Headers) -> list[str]:
    """The hops, the nearest first; one that says nothing of a client is an empty word."""
    found = (_FORWARDED_FOR.search(hop) for hop in _split(headers.getlist("forwarded")))
    return [(match[1] or match[2] or "") if match else "" for match in found]


def _split(lines: Sequence[str]) -> list[str]:
    joined = ",".join(lines)
    return [hop.strip() for hop in joined.rsplit(",", _HOPS)[::-1][:_HOPS]] if lines else []


def _address(hop: str) -> Address | None:
    """The address without port, brackets or zone; None for what is none."""
    match = _WITH_PORT.fullmatch(hop)
    try:
        found = ip_address((match[1] or match[2]) if match else hop.partition("%")[0])
    except ValueError:
        return None
    mapped = found.ipv4_mapped if isinstance(found, IPv6Address) else None
    return mapped or found
