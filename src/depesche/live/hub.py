"""Where all streams meet: one channel per coverage and audience, the same bytes to everybody.

Nobody waits for a reader. One that cannot keep up is hung up on and comes back with the last
number it saw. Everything here runs on the event loop's thread.
"""

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager

from depesche import metrics
from depesche.live.channels import Channel
from depesche.live.frames import Frame

BACKLOG = 1000  # frames a reader may be behind


class Stream:
    """One reader's open connection: frames that wait for it."""

    def __init__(self) -> None:
        self._frames: asyncio.Queue[Frame | None] = asyncio.Queue(BACKLOG)
        self._closed = asyncio.Event()

    @property
    def is_open(self) -> bool:
        return not self._closed.is_set()

    async def closed(self) -> None:
        """Wait until this stream has been hung up on."""
        await self._closed.wait()

    def offer(self, frame: Frame) -> None:
        """Queue a frame, or hang up on a reader that is too far behind."""
        if not self.is_open:
            return
        try:
            self._frames.put_nowait(frame)
        except asyncio.QueueFull:
            metrics.HANG_UPS.inc()
            self.hang_up()

    def hang_up(self) -> None:
        """End the stream; what still waits is dropped, the reader will ask for it again."""
        self._closed.set()
        while not self._frames.empty():
            self._frames.get_nowait()
        self._frames.put_nowait(None)

    async def frames(self, *, patience: float) -> AsyncIterator[Frame | None]:
        """Frames as they come; None when none came for `patience` seconds. Ends on hanging up."""
        while self.is_open:
            try:
                async with asyncio.timeout(patience):
                    frame = await self._frames.get()
            except TimeoutError:
                yield None
                continue
            if frame is None:
                return
            yield frame


class Hub:
    """All open streams, by channel."""

    def __init__(self, *, limit: int) -> None:
        self._limit = limit
        self._streams: defaultdict[Channel, set[Stream]] = defaultdict(set)
        self._count = 0
        self.is_closed = False

    @property
    def is_full(self) -> bool:
        return self.is_closed or self._count >= self._limit

    @property
    def channels(self) -> frozenset[Channel]:
        """The channels somebody listens to."""
        return frozenset(self._streams)

    def readers(self, channel: Channel) -> int:
        """How many streams are open on this channel."""
        return len(self._streams.get(channel, ()))

    @contextmanager
    def joined(self, channel: Channel) -> Iterator[Stream]:
        """A stream that is in the channel for as long as the block runs.

        Of a closed hub it is one that has been hung up on.
        """
        stream = Stream()
        self._streams[channel].add(stream)
        self._count += 1
        metrics.STREAMS.labels(channel[1]).inc()
        if self.is_closed:
            stream.hang_up()
        try:
            yield stream
        finally:
            self._count -= 1
            metrics.STREAMS.labels(channel[1]).dec()
            self._streams[channel].discard(stream)
            if not self._streams[channel]:
                del self._streams[channel]

    def publish(self, channel: Channel, frame: Frame) -> None:
        """Hand the frame to every stream of the channel."""
        streams = tuple(self._streams.get(channel, ()))
        for stream in streams:
            stream.offer(frame)
        metrics.CHANGES.labels(channel[1]).inc()
        metrics.DELIVERIES.inc(len(streams))

    def close(self) -> None:
        """Hang up on everybody; from now on nobody joins."""
        self.is_closed = True
        for streams in self._streams.values():
            for stream in streams:
                stream.hang_up()
