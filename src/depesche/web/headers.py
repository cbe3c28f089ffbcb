"""One table of headers for every path, however it is answered. Pure ASGI, so that streams pass."""

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

# How long an answer may be kept, where the route itself does not say. First match wins.
CACHING = (
    ("/static/", "no-cache"),  # with its fingerprint: for good, see below
    ("/", "no-store"),
)
FOR_GOOD = "public, max-age=31536000, immutable"


class Headers:
    """Middleware that sets them; what a route has set itself stays."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                _complete(MutableHeaders(scope=message), scope, message["status"])
            await send(message)

        await self._app(scope, receive, send_with_headers)


def _complete(headers: MutableHeaders, scope: Scope, status: int) -> None:
    for name, value in EVERYWHERE.items():
        headers.setdefault(name, value)
    headers.setdefault("Cache-Control", _caching(scope, status))


def _caching(scope: Scope, status: int) -> str:
    path = scope["path"]
    if path.startswith("/static/") and status == 200 and scope["query_string"].startswith(b"v="):
        return FOR_GOOD
    return next(value for prefix, value in CACHING if path.startswith(prefix))
