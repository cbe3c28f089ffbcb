"""One table of headers for every path, however it is answered. Pure ASGI, so that streams pass."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

EVERYWHERE = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}

# With https only: for two years no browser asks this host without it.
WITH_HTTPS = {"Strict-Transport-Security": "max-age=63072000"}

# How long an answer may be kept, where the route itself does not say.
CACHING: Final = "no-store"


def table(*, https: bool) -> dict[str, str]:
    """What every answer carries."""
    return EVERYWHERE | WITH_HTTPS if https else EVERYWHERE


def lines(status: HTTPStatus, told: Mapping[str, str]) -> bytes:
    """The first line of an answer and its headers, for whoever writes them without an app; the
    empty line is not among them.
    """
    first = f"HTTP/1.1 {status.value} {status.phrase}\r\n"
    return "".join([first, *(f"{n}: {v}\r\n" for n, v in told.items())]).encode("latin-1")


class Headers:
    """Middleware that sets them; what a route has set itself stays."""

    def __init__(self, app: ASGIApp, *, https: bool) -> None:
        self._app = app
        self._table = table(https=https)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                self._complete(MutableHeaders(scope=message))
            await send(message)

        await self._app(scope, receive, send_with_headers)

    def _complete(self, headers: MutableHeaders) -> None:
        for name, value in self._table.items():
            headers.setdefault(name, value)
        headers.setdefault("Cache-Control", CACHING)
