"""The tail follows the logs: it reads what is new once, draws it once, and gives it to the hub.

It is woken by a bell and trusts only the log: whatever woke it, it reads on from the number it
had reached. Reading and drawing happen on a thread, delivery on the event loop. What was read last
stays in memory, so that a wave of readers who come back costs one reading at most. A log that
nobody has listened to for a while sleeps, and is read on from there when somebody comes.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable, Sequence
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
LINGER = (
    60.0  # seconds for which a log is followed once its last reader has gone: all may come back
)
BACK: Final = 50  # changes that are read back at least
ASLEEP: Final = 50  # logs that are remembered though nobody listens

Read = Callable[[Channel, int, int], Sequence[Frame]]  # of a log, after a number, at most so many
Latest = Callable[[Channel], int]  # the number of a log's newest line


class Followed:
    """A log, and what it has said last. Whoever reads it waits for their turn."""

    def __init__(self, channel: Channel, reached: int) -> None:
        self.channel = channel
        self.recent = Recent(reached)
        self.is_fresh = False  # no change can have been missed since it was read
        self.until = inf  # of the loop's time: when it goes to sleep
        self._turn = asyncio.Lock()
        self._waiting: dict[str, asyncio.Task[None]] = {}

    @property
    def reached(self) -> int:
        return self.recent.reached

    @property
    def is_awake(self) -> bool:
        """Whether somebody listens, or did a moment ago."""
        return self.is_fresh or self.until == inf

    async def once(self, what: str, read: Callable[[], Awaitable[None]]) -> None:
        """Read, in a reading that begins from now on: of many who wait for that, one does it.

        Raises what it raises, to all of them.
        """
        if what not in self._waiting:
            task = self._waiting[what] = asyncio.create_task(self._in_turn(what, read))
            task.add_done_callback(seen)
        await asyncio.shield(self._waiting[what])

    async def _in_turn(self, what: str, read: Callable[[], Awaitable[None]]) -> None:
        async with self._turn:
            del self._waiting[what]  # who comes now wants one that has not begun
            await read()


class Tail:
    """Follows every log that somebody listens to."""

    def __init__(self, hub: Hub, bell: Bell, *, read: Read, latest: Latest) -> None:
        self._hub = hub
        self._bell = bell
        self._read = read
        self._latest = latest
        self._logs: dict[Channel, Followed] = {}
        self._opening = Once[int]()
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
            await followed.once("back", lambda: self._read_back(followed, number))
        return number >= followed.recent.begins

    async def run(self) -> None:
        """Follow until cancelled."""
        self._bell.hang()
        loop = asyncio.get_running_loop()
        look = loop.time() + SILENCE
        while True:
            heard = await self._bell.heard(patience=look - loop.time())
            since = dict(heard)
            self._let_sleep(loop.time())
            awake = [channel for channel, followed in self._logs.items() if followed.is_awake]
            channels: Iterable[Channel] = heard
            if loop.time() >= look:  # however much it rings, it looks for itself
                channels, look = awake, loop.time() + SILENCE
            for channel in [channel for channel in channels if channel in awake]:
                await self._follow(self._logs[channel], since.get(channel))

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
        channel = followed.channel
        while frames := await asyncio.to_thread(self._read, channel, followed.reached, recent.MOST):
            for frame in frames:
                followed.recent.add(frame)
            self._hub.publish(channel, frames, since=since)

    async def _read_back(self, followed: Followed, number: int) -> None:
        """To that number, and a little further: others come who were away a little longer."""
        begins = followed.recent.begins
        farthest = max(0, followed.reached - recent.MOST + 1)
        after = max(farthest, min(number, begins - BACK))
        if number < begins:
            read, channel = self._read, followed.channel
            frames = await asyncio.to_thread(read, channel, after, begins - after)
            followed.recent.put_before(frames)

    @staticmethod
    def _may_recall(followed: Followed, number: int) -> bool:
        return followed.reached - number < recent.MOST

    def _at_hand(self, channel: Channel, newest: int) -> Followed:
        """The log; begun anew at its newest line where what is remembered is too far behind."""
        followed = self._logs.get(channel)
        if followed is None or newest - followed.reached >= recent.MOST:
            followed = self._logs[channel] = Followed(channel, newest)
        return followed

    def _let_sleep(self, now: float) -> None:
        """Logs that nobody has listened to for a while."""
        listened_to = self._hub.channels
        for channel, followed in self._logs.items():
            followed.until = inf if channel in listened_to else min(followed.until, now + LINGER)
            followed.is_fresh = followed.is_fresh and now < followed.until
        asleep = [channel for channel, followed in self._logs.items() if followed.until < inf]
        for channel in asleep[: max(0, len(asleep) - ASLEEP)]:
            del self._logs[channel]
