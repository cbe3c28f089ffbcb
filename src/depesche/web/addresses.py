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
        if scope["type"] == "http" and self._trusted and scope.get("client"):
            self._look_behind(scope)
        await self._app(scope, receive, send)

    def _look_behind(self, scope: Scope) -> None:
        peer = _address(scope["client"][0])
        if peer is None or not self._is_trusted(peer):
            return
        headers = Headers(scope=scope)
        scope["client"] = (str(self._client(peer, headers)), 0)
        proto = headers.getlist("x-forwarded-proto")
        said = proto[-1].rpartition(",")[2].strip().lower() if proto else ""
        if said in {"http", "https"}:
            scope["scheme"] = said

    def _client(self, peer: Address, headers: Headers) -> Address:
        """Where both headers are there, one may be the client's own: then they must agree."""
        told = [
            self._behind(peer, hops)
            for hops in (_x_forwarded_for(headers), _forwarded(headers))
            if hops
        ]
        return told[0] if told and all(client == told[0] for client in told) else peer

    def _behind(self, peer: Address, hops: Iterable[str]) -> Address:
        """The first from the right that is no trusted proxy; what cannot be read ends the way."""
        seen = peer
        for hop in hops:
            address = _address(hop)
            if address is None:
                return seen
            seen = address
            if not self._is_trusted(address):
                return seen
        return seen

    def _is_trusted(self, address: Address) -> bool:
        return any(address in network for network in self._trusted)


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
