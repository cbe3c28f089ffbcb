"""A stream as a plain ASGI response: join first, catch up second, skip what was seen."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import suppress

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from depesche import clock
from depesche.live import frames
from depesche.live.channels import Channel
from depesche.live.frames import Frame
from depesche.live.hub import Stream
from depesche.store.troubles import AWAY
from depesche.web.rooms import Rooms

REPLAY = 1000  # changes; a page that is further behind had better fetch itself anew

UNREADABLE = -1

ASSURED = 1.0  # seconds for which a welcome holds

GRACE = 0.5  # seconds in which a reader may take what is already on its way
ABORT = "depesche.abort"  # the server's way to end a connection at once, where it has one

CatchUp = Callable[[int], Sequence[Frame]]


class EventStream(Response):
    """Everything after `after` on this channel, until somebody hangs up.

    `after` is None for "from now on", UNREADABLE for what is no number. `catch_up(n)` reads up to
    REPLAY frames after n from the log. A number that is unreadable, from the future or too old to
    replay is answered with one reset. Before anything is told, `is_welcome` is asked, on a thread,
    whether the stream may go on; its answer holds for ASSURED.
    """

    media_type = "text/event-stream"

    def __init__(
        self,
        channel: Channel,
        after: int | None,
        house: Rooms,
        catch_up: CatchUp,
        *,
        is_welcome: Callable[[], bool] | None = None,
    ) -> None:
        super().__init__(headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        del self.headers["content-length"]
        self._channel = channel
        self._after = after
        self._house = house
        self._catch_up = catch_up
        self._is_welcome = is_welcome
        self._asked = 0.0

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        with self._house.hub.joined(self._channel) as stream:
            tasks = [
                asyncio.create_task(self._write(stream, send)),
                asyncio.create_task(_disconnected(receive)),
                asyncio.create_task(_cut_off(stream, scope)),
            ]
            try:
                done, _ = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for task in tasks:
                    task.cancel()
                await asyncio.gather(*tasks, return_exceptions=True)
            for task in done:
                task.result()

    async def _write(self, stream: Stream, send: Send) -> None:
        with suppress(*AWAY):  # while it opens; the reader comes back, and is told as much
            async for data in self._data(stream):
                await send({"type": "http.response.body", "body": data, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _data(self, stream: Stream) -> AsyncIterator[bytes]:
        yield frames.retry()
        self._asked = asyncio.get_running_loop().time()
        seen = await self._house.tail.begin(self._channel)
        if self._after is not None:
            missed = await self._missed(self._after)
            if len(missed) >= REPLAY or not await self._is_known(self._after, seen):
                yield frames.RESET
                return
            yield b"".join(frame.data for frame in missed)
            seen = missed[-1].sequence if missed else self._after
        yield _heartbeat(seen)
        async for frame in stream.frames(patience=self._house.settings.heartbeat):
            if not await self._may_stay():
                return
            if frame is None:
                yield _heartbeat(seen)
            elif frame.sequence > seen:
                seen = frame.sequence
                yield frame.data

    async def _may_stay(self) -> bool:
        """Asked about once a second at most, however much there is to tell."""
        now = asyncio.get_running_loop().time()
        if self._is_welcome is None or now < self._asked + ASSURED:
            return True
        self._asked = now
        try:
            return await asyncio.to_thread(self._is_welcome)
        except AWAY:  # then there is nothing to tell either
            return True

    async def _is_known(self, after: int, reached: int) -> bool:
        """Whether the log has come that far, even where the tail has not yet."""
        if after <= reached:
            return after >= 0
        return after <= await self._house.tail.newest(self._channel)

    async def _missed(self, after: int) -> Sequence[Frame]:
        return await asyncio.to_thread(self._catch_up, after) if after >= 0 else ()


def asked_for(request: Request, edition: str) -> int | None:
    """The number a reader asks to go on from: Last-Event-ID wins over `after`.

    A number of another edition means nothing in this one.
    """
    if is_of_another(request, edition):
        return UNREADABLE
    asked = request.headers.get("last-event-id") or request.query_params.get("after")
    return None if asked is None else number(asked)


def is_of_another(request: Request, edition: str) -> bool:
    """Whether the page that asks has seen another run of this log's numbers."""
    return request.query_params.get("edition", edition) != edition


def number(asked: str) -> int:
    """The sequence that was sent, else UNREADABLE. No log needs more than nine digits."""
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 10 else UNREADABLE


def _heartbeat(sequence: int) -> bytes:
    return frames.heartbeat(sequence, now=clock.now(), rate=clock.rate())


async def _cut_off(stream: Stream, scope: Scope) -> None:
    """End the connection of a reader that was hung up on and takes nothing any more."""
    await stream.closed()
    await asyncio.sleep(GRACE)
    connection = scope.get("extensions", {}).get(ABORT)
    if connection:
        connection["abort"]()
        await asyncio.sleep(GRACE)  # that the other side has gone is heard before


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
