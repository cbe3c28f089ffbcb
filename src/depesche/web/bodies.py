"""What is sent to us: not too much of it, and not too slowly. Pure ASGI, for every path.

A body is counted and timed as it comes, whoever reads it. Once it is refused, what the route makes
of half a body is thrown away.
"""

import asyncio
import re
import time
from typing import Final, NoReturn

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from depesche.errors import DepescheError, TooLarge, TooSlow

KIB: Final = 1024  # bytes

LIMIT: Final = 1024  # KiB
# A picture may be larger; its route counts what it stores: see `web.uploads`.
_PICTURE: Final = re.compile(r"(/desk|/api/v1)/coverages/[^/]+/pictures/[^/]+")

PATIENCE: Final = 20.0  # seconds, and one more for every SLOWEST bytes that have come
SLOWEST: Final = 2000
LONGEST: Final = 600.0  # seconds for all of it: a large picture where the network is bad


class Bodies:
    """Middleware that raises TooLarge and TooSlow."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = None if _PICTURE.fullmatch(scope["path"]) else LIMIT * KIB
        body = _Body(receive, limit=limit, announced=_announced(scope))

        async def send_unless_refused(message: Message) -> None:
            if body.refusal is None:
                await send(message)

        try:
            await self._app(scope, body.receive, send_unless_refused)
        except Exception:
            if body.refusal is None:
                raise
        if body.refusal is not None:
            raise body.refusal


class _Body:
    """What has come of a body so far, and why no more of it is taken."""

    def __init__(self, receive: Receive, *, limit: int | None, announced: int) -> None:
        self._receive = receive
        self._limit = limit  # bytes
        self._announced = announced
        self._size = 0
        self._begun = time.monotonic()
        self._is_complete = False
        self.refusal: DepescheError | None = None

    async def receive(self) -> Message:
        """The next part of the body; after its end, whether the other side has hung up."""
        if self.refusal is not None:
            raise self.refusal
        if self._is_beyond(self._announced):  # then it need not come first
            self._refuse(TooLarge(limit=LIMIT))
        if self._is_complete:
            return await self._receive()
        message = await self._in_time()
        self._size += len(message.get("body", b""))
        self._is_complete = not message.get("more_body", False)
        if self._is_beyond(self._size):
            self._refuse(TooLarge(limit=LIMIT))
        return message

    def _is_beyond(self, size: int) -> bool:
        return self._limit is not None and size > self._limit

    async def _in_time(self) -> Message:
        allowed = min(PATIENCE + self._size / SLOWEST, LONGEST)
        left = self._begun + allowed - time.monotonic()
        try:
            return await asyncio.wait_for(self._receive(), max(left, 0))
        except TimeoutError:
            self._refuse(TooSlow())

    def _refuse(self, error: DepescheError) -> NoReturn:
        self.refusal = error
        raise error


def _announced(scope: Scope) -> int:
    """How many bytes are to come, as far as that was said."""
    length = dict(scope["headers"]).get(b"content-length", b"")
    return int(length[:20]) if length.isdigit() else 0
