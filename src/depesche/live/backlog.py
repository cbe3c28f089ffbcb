"""A stream as a queue: for whoever takes from it in its own time, such as a plain ASGI response."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import contextmanager
from typing import Final

from depesche import metrics
from depesche.live.channels import Channel
from depesche.live.hub import WHOLE, Hub, Said

BACKLOG: Final = 1000  # frames a reader may be behind


class Backlog:
    """Frames that wait for one reader. A reader too far behind is hung up on."""

    form = WHOLE

    def __init__(self) -> None:
        self._waiting: asyncio.Queue[Said | None] = asyncio.Queue()
        self._closed = asyncio.Event()

    @property
    def is_open(self) -> bool:
        return not self._closed.is_set()

    async def closed(self) -> None:
        """Wait until this stream has been hung up on."""
        await self._closed.wait()

    def offer(self, said: Sequence[Said]) -> None:
        """Queue it, or hang up on a reader that is too far behind."""
        if self.is_open and self._waiting.qsize() + len(said) > BACKLOG:
            metrics.HANG_UPS.inc()
            self.hang_up()
        elif self.is_open:
            for one in said:
                self._waiting.put_nowait(one)

    def hang_up(self) -> None:
        """End the stream; what still waits is dropped, the reader will ask for it again."""
        self._closed.set()
        while not self._waiting.empty():
            self._waiting.get_nowait()
        self._waiting.put_nowait(None)

    async def said(self) -> AsyncIterator[Said]:
        """Whatever comes, as it comes. Ends on hanging up."""
        while self.is_open and (one := await self._waiting.get()) is not None:
            yield one


@contextmanager
def joined(hub: Hub, channel: Channel) -> Iterator[Backlog]:
    """A backlog that is handed what is told on the channel for as long as the block runs."""
    backlog = Backlog()
    hub.join(channel, backlog)
    hub.go_live(channel, backlog, backlog.offer)
    try:
        yield backlog
    finally:
        hub.leave(channel, backlog)
