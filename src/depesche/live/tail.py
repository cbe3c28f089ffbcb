"""The tail follows the logs: it reads what is new once, draws it once, and gives it to the hub.

It is woken by a bell and trusts only the log: whatever woke it, it reads on from the number it
had reached. Reading and drawing happen on a thread, delivery on the event loop. What was read last
stays in memory, so that a wave of readers who come back costs one reading at most; a log that
nobody listens to any more sleeps, and is read on from there when somebody comes.
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from depesche.live import recent
from depesche.live.bells import Bell
from depesche.live.channels import Channel
from depesche.live.frames import Frame
from depesche.live.hub import Hub
from depesche.live.once import Once
from depesche.live.recent import Recent
from depesche.store.troubles import AWAY, Outage

log = logging.getLogger(__name__)

SILENCE = 0.5  # seconds after which the tail looks for itself
ASLEEP: Final = 50  # logs that are remembered though nobody listens

Read = Callable[[Channel, int, int], Sequence[Frame]]  # of a log, after a number, at most so many
Latest = Callable[[Channel], int]  # the number of a log's newest line


class Followed:
    """A log, what it has said last, and how often it was read on."""

    def __init__(self, channel: Channel, reached: int) -> None:
        self.channel = channel
        self.recent = Recent(reached)
        self.readings = 0  # that have ended
        self.is_being_read = asyncio.Lock()
        self.is_fresh = True  # no change can have been missed since it was read

    @property
    def reached(self) -> int:
        return self.recent.reached


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
        """What a log that is listened to has said last; None of any other."""
        followed = self._logs.get(channel)
        return followed.recent if followed and followed.is_fresh else None

    async def begin(self, channel: Channel) -> Recent:
        """Follow this log from now on, if it is not followed yet; what it has said last.

        The caller has joined the channel, so that nothing comes between. Raises one of AWAY.
        """
        followed = self._logs.get(channel) or await self._opened(channel)
        if not followed.is_fresh:
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
        async with followed.is_being_read:
            missing = followed.recent.begins - number
            if missing > 0 and followed.reached - number < recent.MOST:
                read = self._read
                frames = await asyncio.to_thread(read, channel, number, missing)
                followed.recent.put_before(frames)
        return number >= followed.recent.begins

    async def run(self) -> None:
        """Follow until cancelled."""
        self._bell.hang()
        loop = asyncio.get_running_loop()
        look = loop.time() + SILENCE
        while True:
            heard = await self._bell.heard(patience=look - loop.time())
            since = dict(heard)
            listened_to = self._hub.channels
            self._let_sleep(listened_to)
            channels: Iterable[Channel] = heard
            if loop.time() >= look:  # however much it rings, it looks for itself
                channels, look = listened_to, loop.time() + SILENCE
            for channel in [c for c in channels if c in self._logs and c in listened_to]:
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
        """Read on; of many who want that at the same time, one does it."""
        wanted = followed.readings + (2 if followed.is_being_read.locked() else 1)
        async with followed.is_being_read:
            if followed.readings < wanted:
                await self._read_on(followed, since)
                followed.readings += 1

    async def _read_on(self, followed: Followed, since: float | None) -> None:
        channel = followed.channel
        while frames := await asyncio.to_thread(self._read, channel, followed.reached, recent.MOST):
            for frame in frames:
                followed.recent.add(frame)
            self._hub.publish(channel, frames, since=since)

    async def _opened(self, channel: Channel) -> Followed:
        """Begun to be followed at its newest line."""
        newest = await self._opening.get(channel, lambda: self._latest(channel))
        return self._logs.setdefault(channel, Followed(channel, newest))

    def _let_sleep(self, listened_to: frozenset[Channel]) -> None:
        asleep = [channel for channel in self._logs if channel not in listened_to]
        for channel in asleep:
            self._logs[channel].is_fresh = False
        for channel in asleep[: max(0, len(asleep) - ASLEEP)]:
            del self._logs[channel]
