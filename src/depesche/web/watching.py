"""Every answer is counted and timed; the ones an engineer asks about get a line in the log.

The line says which route, never which address, person, slug or text. Readers' visits that went
well leave no line at all: the figures at /metrics count them.
"""

import logging
import time
from collections.abc import Mapping
from typing import Any

from fastapi.routing import iter_route_contexts
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from depesche import metrics

log = logging.getLogger(__name__)

SLOW = 1.0  # seconds

_METHODS = {"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"}
_STREAM = (b"content-type", b"text/event-stream; charset=utf-8")


class Watching:
    """Middleware around everything else."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._routes: Mapping[Any, str] | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        began, status, is_stream = time.perf_counter(), 0, False

        async def send_and_note(message: Message) -> None:
            nonlocal status, is_stream
            if message["type"] == "http.response.start":
                status, is_stream = message["status"], _STREAM in message["headers"]
            await send(message)

        try:
            await self._app(scope, receive, send_and_note)
        finally:
            if status and not is_stream:
                self._note(scope, status, time.perf_counter() - began)

    def _note(self, scope: Scope, status: int, took: float) -> None:
        method = scope["method"] if scope["method"] in _METHODS else "other"
        route = self._route(scope)
        metrics.ANSWERS.labels(method, route, str(status)).observe(took)
        facts = {"method": method, "route": route, "status": status, "ms": round(took * 1000)}
        if status >= 500 and not route.endswith("/stream"):  # where the house is full, many come
            log.warning("failed", extra=facts)
        elif took >= SLOW:
            log.warning("slow", extra=facts)
        elif method not in {"GET", "HEAD"}:
            log.info("answered", extra=facts)

    def _route(self, scope: Scope) -> str:
        """The address as the code declares it."""
        if self._routes is None:
            routes = iter_route_contexts(scope["app"].routes)
            self._routes = {r.endpoint: str(r.path) for r in routes if r.endpoint}
        if scope.get("root_path"):
            return f"{scope['root_path']}/{{file}}"
        return self._routes.get(scope.get("endpoint"), "none")
