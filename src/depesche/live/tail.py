"""The tail follows the logs: it reads what is new once, draws it once, and gives it to the hub.

It is woken by a bell and trusts only the log: whatever woke it, it reads on from the number it
had reached. Reading and drawing happen on a thread, delivery on the event loop. What was read last
stays in memory, so that a wave of readers who come back costs one reading at most. A log that
nobody has listened to for a while sleeps, and is read on from there when somebody comes.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from math import inf
from typing import Final

from depesche.live import recent
from depesche.live.bells import Bell
from depesche.live.channels import Channel
from depesche.live.frames import Frame
from depesche.live.hub import Hub
from depesche.live.once import Once, seen
from depesche.live.recent import Recent
from depesche.store.troubles import AWAY, Outage

log = logging.getLogger(__name__)

SILENCE = 0.5  # seconds after which the tail looks for itself
LINGER = 60.0  # seconds for which a log is awake after its last reader: all may come back at once
LOT: Final = 50  # changes that are read back at once
ASLEEP: Final = 50  # logs that are remembered though nobody listens …
HEAVIEST: Final = 64 * 2**20  # … and the bytes of all of these

Read = Callable[[Channel, int, int], Sequence[Frame]]  # of a log, after a number, at most so many
Latest = Callable[[Channel], int]  # the number of a log's newest line


class Followed:
    """A log, and what it has said last."""

    def __init__(self, channel: Channel, reached: int) -> None:
        self.channel = channel
        self.recent = Recent(reached)
        self.is_fresh = False  # no change can have been missed since it was read
        self.until = inf  # of the loop's time: when it goes to sleep
        self._turns = {"on": asyncio.Lock(), "back": asyncio.Lock()}
        self._waiting: dict[str, asyncio.Task[None]] = {}

    @property
    def reached(self) -> int:
        return self.recent.reached

    @property
    def is_awake(self) -> bool:
        """Whether somebody listens, or did a moment ago."""
        return self.is_fresh or self.until == inf

    async def once(self, way: str, read: Callable[[], Awaitable[None]]) -> None:
        """Read "on" or "back", in a reading that begins from now on: of many who wait for that,
        one does it, and neither way waits for the other.

        Raises what it raises, to all of them.
        """
        if way not in self._waiting:
            task = self._waiting[way] = asyncio.create_task(self._in_turn(way, read))
            task.add_done_callback(seen)
        await asyncio.shield(self._waiting[way])

    async def _in_turn(self, way: str, read: Callable[[], Awaitable[None]]) -> None:
        async with self._turns[way]:
            del self._waiting[way]  # who comes now wants one that has not begun
            await read()


class Tail:
    """Follows every log that somebody listens to."""

    def __init__(self, hub: Hub, bell: Bell, *, read: Read, latest: Latest) -> None:
        self._hub = hub
        self._bell = bell
        self._read = read
        self._latest = latest
        self._logs: dict[Channel, Followed] = {}
        self._following: set[asyncio.Task[None]] = set()
        # Threads of their own: whoever else keeps threads busy does not hold up the news, and
        # neither does whoever asks for what is long past.
        self._threads = ThreadPoolExecutor(4, "tail")
        self._past = ThreadPoolExecutor(1, "tail-back")
        self._opening = Once[int](self._threads)
        self._outage = Outage(log)

    def awake(self, channel: Channel) -> Recent | None:
        """What a log that is followed has said last; None of any other."""
        followed = self._logs.get(channel)
        return followed.recent if followed and followed.is_fresh else None

    async def begin(self, channel: Channel) -> Recent:
        """Follow this log from now on, if it is not followed yet; what it has said last.

        The caller has joined the channel, so that nothing comes between. Raises one of AWAY.
        """
        followed = self._logs.get(channel)
        if followed is None or not followed.is_fresh:
            newest = await self._opening.get(channel, lambda: self._latest(channel))
            followed = self._at_hand(channel, newest)
            if followed.reached < newest:
                await self._look(followed)
            followed.is_fresh = True
        return followed.recent

    async def reach(self, channel: Channel, number: int) -> bool:
        """Whether the log has come that far, also where the tail had not. Raises one of AWAY."""
        followed = self._logs[channel]
        if number > followed.reached:
            await self._look(followed)
        return number <= followed.reached

    async def recall(self, channel: Channel, number: int) -> bool:
        """Have in memory what was said after the number; whether that is possible.

        A thousand who ask are one reading. Raises one of AWAY.
        """
        followed = self._logs[channel]
        begins = inf
        while number < followed.recent.begins < begins and self._may_recall(followed, number):
            begins = followed.recent.begins
            await followed.once("back", lambda: self._read_back(followed))
        return number >= followed.recent.begins

    async def run(self) -> None:
        """Follow until cancelled."""
        self._bell.hang()
        loop = asyncio.get_running_loop()
        look = loop.time() + SILENCE
        try:
            while True:
                heard = await self._bell.heard(patience=look - loop.time())
                listened_to = self._hub.channels
                self._let_sleep(listened_to, loop.time())
                channels: Iterable[Channel] = heard
                if loop.time() >= look:  # however much it rings, it looks for itself
                    channels, look = {*heard, *listened_to}, loop.time() + SILENCE
                for channel in channels:
                    self._begin_to_follow(channel, heard.get(channel))
        finally:
            await self._end()

    def _begin_to_follow(self, channel: Channel, since: float | None) -> None:
        """No log waits for another one."""
        followed = self._logs.get(channel)
        if followed is not None and followed.is_awake:
            task = asyncio.create_task(self._follow(followed, since))
            self._following.add(task)
            task.add_done_callback(self._following.discard)

    async def _end(self) -> None:
        for task in self._following:
            task.cancel()
        with suppress(asyncio.CancelledError):
            for threads in (self._threads, self._past):
                await asyncio.to_thread(threads.shutdown)

    async def _follow(self, followed: Followed, since: float | None) -> None:
        try:
            await self._look(followed, since=since)
            self._outage.is_over()
        except AWAY as error:
            self._outage.goes_on(error)
        except Exception:
            log.exception("could not follow %s; trying again", followed.channel)

    async def _look(self, followed: Followed, *, since: float | None = None) -> None:
        await followed.once("on", lambda: self._read_on(followed, since))

    async def _read_on(self, followed: Followed, since: float | None) -> None:
        loop, channel = asyncio.get_running_loop(), followed.channel
        while frames := await loop.run_in_executor(
            self._threads, self._read, channel, followed.reached, recent.MOST
        ):
            if self._logs.get(channel) is not followed:  # it was begun anew meanwhile
                return
            for frame in frames:
                followed.recent.add(frame)
            self._hub.publish(channel, frames, since=since)

    async def _read_back(self, followed: Followed) -> None:
        """One lot: nobody waits for somebody who was away much longer."""
        begins = followed.recent.begins
        after = max(0, followed.reached - recent.MOST + 1, begins - LOT)
        if after < begins:
            frames = await asyncio.get_running_loop().run_in_executor(
                self._past, self._read, followed.channel, after, begins - after
            )
            followed.recent.put_before(frames)

    @staticmethod
    def _may_recall(followed: Followed, number: int) -> bool:
        return followed.reached - number < recent.MOST and not followed.recent.is_full

    def _at_hand(self, channel: Channel, newest: int) -> Followed:
        """The log; begun anew at its newest line where what is remembered is too far behind."""
        followed = self._logs.get(channel)
        if followed is None or newest - followed.reached >= recent.MOST:
            followed = self._logs[channel] = Followed(channel, newest)
        return followed

    def _let_sleep(self, listened_to: frozenset[Channel], now: float) -> None:
        """Logs that nobody has listened to for a while; and forget those of them that are many."""
        for channel, followed in self._logs.items():
            followed.until = inf if channel in listened_to else min(followed.until, now + LINGER)
            followed.is_fresh = followed.is_fresh and now < followed.until
        silent = [followed for followed in self._logs.values() if followed.until < inf]
        silent.sort(key=lambda followed: followed.until)
        size = sum(followed.recent.size for followed in silent)
        for number, followed in enumerate(silent):
            if len(silent) - number <= ASLEEP and size <= HEAVIEST:
                break
            size -= followed.recent.size
            del self._logs[followed.channel]
