"""Where all streams meet: one room per channel, and the same bytes to everybody in it.

Nobody waits for a reader, and no reader for another: what is published is handed out in slices, a
few thousand streams in one turn of the event loop, so that between two of them whoever knocks is
heard. What is much goes out in portions, one in a turn, so that the kernel can take each before the
next one comes. Everything here runs on the event loop's thread.
"""

import asyncio
import logging
import time
from collections import defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, Protocol

from depesche import metrics
from depesche.live.channels import Channel
from depesche.live.frames import PACKED, PLAIN, Frame, Sign, together

log = logging.getLogger(__name__)

SLICE: Final = 2000  # streams in one turn
PORTION: Final = 64 * 1024  # bytes to one stream in one turn, unless a single frame has more

WHOLE: Final = 2  # the form of a stream that wants to know which frame it is

Said = Frame | Sign
Take = Callable[[Any], object]  # how a stream is handed something: bytes, or what they are made of


class Stream(Protocol):
    """What the hub has to know of a reader's open connection."""

    form: int  # PLAIN, PACKED or WHOLE

    def hang_up(self) -> None:
        """End it."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """Changes on their way to the streams of a channel, and how many these are."""

    channel: Channel
    frames: Sequence[Frame]
    streams: int
    began: float  # by time.time(): when the first of them was committed
    is_timed: bool = True  # else nobody knows when that was


Listener = Callable[[Delivery, float], None]  # and the seconds from the commit to the last stream


class Room:
    """Who listens to one log: by the form they want, and how each is handed something."""

    def __init__(self) -> None:
        self._takes: tuple[dict[Stream, Take], ...] = ({}, {}, {})
        self._arriving: set[Stream] = set()  # and being told what they missed

    def __len__(self) -> int:
        return sum(map(len, self._takes)) + len(self._arriving)

    def __iter__(self) -> Iterator[Stream]:
        groups = (self._arriving, *self._takes)
        return (stream for group in groups for stream in tuple(group))

    def let_in(self, stream: Stream) -> None:
        self._arriving.add(stream)

    def seat(self, stream: Stream, take: Take) -> None:
        self._arriving.discard(stream)
        self._takes[stream.form][stream] = take

    def let_out(self, stream: Stream) -> None:
        self._arriving.discard(stream)
        self._takes[stream.form].pop(stream, None)

    def hang_up_on(self, take: Take) -> None:
        """Whoever is handed things that way."""
        for takes in self._takes:
            for stream in [stream for stream, known in takes.items() if known is take]:
                stream.hang_up()

    def handing(self, said: Sequence[Said]) -> "Handing":
        """Those who are here now will be handed that, whoever comes or goes meanwhile."""
        plain, packed, whole = (tuple(takes.values()) for takes in self._takes)
        groups: list[tuple[tuple[Take, ...], Any]] = [(whole, said)] if whole else []
        for form, takes in ((PLAIN, plain), (PACKED, packed)):
            if takes:
                groups.append((takes, together(said, form)))
        return Handing(groups, self.hang_up_on)


class Handing:
    """Something that is being handed to everybody in a room, slice by slice."""

    __slots__ = ("_begin", "_groups", "_hang_up_on", "count")

    def __init__(
        self, groups: list[tuple[tuple[Take, ...], Any]], hang_up_on: Callable[[Take], None]
    ) -> None:
        self._groups = groups
        self._hang_up_on = hang_up_on
        self._begin = 0
        self.count = sum(len(takes) for takes, _ in groups)  # of all who are handed it

    @property
    def is_done(self) -> bool:
        return not self._groups

    def go_on(self) -> None:
        """Hand it to the next slice."""
        left = SLICE
        while left > 0 and self._groups:
            takes, what = self._groups[0]
            some = takes[self._begin : self._begin + left]
            self._hand(some, what)
            left -= len(some)
            self._begin += len(some)
            if self._begin >= len(takes):
                del self._groups[0]
                self._begin = 0

    def _hand(self, takes: Sequence[Take], what: Any) -> None:
        for take in takes:
            try:
                take(what)
            except RuntimeError:  # that connection has ended since
                continue
            except Exception:
                log.exception("a stream could not be handed a change, and is hung up on")
                self._hang_up_on(take)


class Hub:
    """All open streams, by channel."""

    def __init__(self) -> None:
        self._rooms: defaultdict[Channel, Room] = defaultdict(Room)
        self._handings: deque[tuple[Handing, Delivery | None]] = deque()
        self._listeners: list[Listener] = []
        self.is_closed = False

    @property
    def channels(self) -> frozenset[Channel]:
        """The channels somebody listens to."""
        return frozenset(self._rooms)

    def readers(self, channel: Channel) -> int:
        """How many streams are open on this channel."""
        return len(self._rooms[channel]) if channel in self._rooms else 0

    def listen(self, listener: Listener) -> None:
        """Call `listener` whenever changes have reached the last stream."""
        self._listeners.append(listener)

    def join(self, channel: Channel, stream: Stream) -> None:
        """The stream is there, and is told what it missed; of a closed hub it is hung up on."""
        self._rooms[channel].let_in(stream)
        _count(channel, 1)
        if self.is_closed:
            stream.hang_up()

    def go_live(self, channel: Channel, stream: Stream, take: Take) -> None:
        """From now on the stream, which has joined, is handed what is told on the channel."""
        self._rooms[channel].seat(stream, take)

    def leave(self, channel: Channel, stream: Stream) -> None:
        """The stream has ended."""
        room = self._rooms[channel]
        room.let_out(stream)
        _count(channel, -1)
        if not room:
            del self._rooms[channel]
            if channel[1] == "reader":
                metrics.READERS.remove(str(channel[0]))

    def publish(
        self, channel: Channel, frames: Sequence[Frame], *, since: float | None = None
    ) -> None:
        """Hand the frames to every stream of the channel.

        The first of them was committed at `since`, by time.time(); None: nobody knows when.
        """
        metrics.CHANGES.labels(channel[1]).inc(len(frames))
        began = time.time() if since is None else since
        if channel in self._rooms:
            timed = since is not None
            said = [(self._rooms[channel].handing(one), one) for one in _portions(frames)]
            self._hand(
                (one, Delivery(channel, what, one.count, began, timed)) for one, what in said
            )

    def tell(self, channel: Channel, sign: Sign) -> None:
        """Hand a sign of life to every stream of the channel, after what was published before."""
        if channel in self._rooms:
            self._hand([(self._rooms[channel].handing([sign]), None)])

    def close(self) -> None:
        """Hang up on everybody; from now on nobody joins."""
        self.is_closed = True
        for room in tuple(self._rooms.values()):
            for stream in room:
                stream.hang_up()

    def _hand(self, handings: Iterable[tuple[Handing, Delivery | None]]) -> None:
        is_idle = not self._handings
        self._handings.extend(handings)
        if is_idle and self._handings:
            self._go_on()

    def _go_on(self) -> None:
        """One slice in this turn; what was written leaves at the end of it."""
        handing, delivery = self._handings[0]
        handing.go_on()
        loop = asyncio.get_running_loop()
        if handing.is_done:
            self._handings.popleft()
            if delivery is not None:
                loop.call_soon(self._delivered, delivery)
        if self._handings:
            loop.call_soon(self._go_on)

    def _delivered(self, delivery: Delivery) -> None:
        metrics.DELIVERIES.inc(delivery.streams * len(delivery.frames))
        seconds = max(0.0, time.time() - delivery.began)
        if delivery.is_timed:
            metrics.LAG.observe(seconds)
        else:
            metrics.UNHEARD.inc(len(delivery.frames))
        for listener in self._listeners:
            listener(delivery, seconds)


def _count(channel: Channel, by: int) -> None:
    metrics.STREAMS.labels(channel[1]).inc(by)
    if channel[1] == "reader":
        metrics.READERS.labels(str(channel[0])).inc(by)


def _portions(frames: Sequence[Frame]) -> Iterator[Sequence[Frame]]:
    portion: list[Frame] = []
    size = 0
    for frame in frames:
        size += len(frame.forms[PLAIN])
        if portion and size > PORTION:
            yield portion
            portion, size = [], len(frame.forms[PLAIN])
        portion.append(frame)
    if portion:
        yield portion
