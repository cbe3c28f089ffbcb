"""A stream as a plain ASGI response: join first, catch up second, skip what was seen."""

import asyncio
from collections.abc import AsyncIterator, Callable, Sequence

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from depesche.live import frames
from depesche.live.frames import Frame
from depesche.live.hub import Hub
from depesche.live.tail import Tail
from depesche.store.engine import Channel

REPLAY = 1000  # changes; a page that is further behind had better fetch itself anew

CatchUp = Callable[[int], Sequence[Frame]]


class EventStream(Response):
    """Everything after `after` on this channel, until somebody hangs up.

    `after` is None for "from now on". `catch_up(n)` reads up to REPLAY frames after n from the
    log. A number from the future, or one too old to replay, is answered with one reset.
    """

    media_type = "text/event-stream"

    def __init__(
        self,
        channel: Channel,
        after: int | None,
        *,
        hub: Hub,
        tail: Tail,
        catch_up: CatchUp,
        patience: float,
    ) -> None:
        super().__init__(headers={"Cache-Control": "no-store", "X-Accel-Buffering": "no"})
        del self.headers["content-length"]
        self._channel = channel
        self._after = after
        self._hub = hub
        self._tail = tail
        self._catch_up = catch_up
        self._patience = patience

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": self.raw_headers})
        body = asyncio.create_task(self._write(send))
        gone = asyncio.create_task(_disconnected(receive))
        done, waiting = await asyncio.wait({body, gone}, return_when=asyncio.FIRST_COMPLETED)
        for task in waiting:
            task.cancel()
        await asyncio.gather(*waiting, return_exceptions=True)
        for task in done:
            task.result()

    async def _write(self, send: Send) -> None:
        async for data in self._data():
            await send({"type": "http.response.body", "body": data, "more_body": True})
        await send({"type": "http.response.body", "body": b"", "more_body": False})

    async def _data(self) -> AsyncIterator[bytes]:
        yield frames.retry()
        with self._hub.joined(self._channel) as stream:
            seen = await self._tail.begin(self._channel)
            if self._after is not None:
                missed = await asyncio.to_thread(self._catch_up, self._after)
                newest = missed[-1].sequence if missed else seen
                if self._after > newest or len(missed) >= REPLAY:
                    yield frames.RESET
                    return
                yield b"".join(frame.data for frame in missed)
                seen = max(self._after, newest)
            async for frame in stream.frames(patience=self._patience):
                if frame is None:
                    yield frames.heartbeat(max(seen, self._tail.reached(self._channel)))
                elif frame.sequence > seen:
                    seen = frame.sequence
                    yield frame.data


async def _disconnected(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
