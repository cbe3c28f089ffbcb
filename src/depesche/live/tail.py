"""The tail follows the logs: it reads what is new once, draws it once, and gives it to the hub.

It is woken by a bell and trusts only the log: whatever woke it, it reads on from the number it
had reached. Reading and drawing happen on a thread, delivery on the event loop.
"""

import asyncio
import logging
from collections.abc import Callable, Sequence

from depesche import metrics
from depesche.live.bells import Bell
from depesche.live.channels import Channel
from depesche.live.frames import Frame
from depesche.live.hub import Hub
from depesche.store.troubles import AWAY, Outage

log = logging.getLogger(__name__)

SILENCE = 0.5  # seconds after which the tail looks for itself

Read = Callable[[Channel, int], Sequence[Frame]]  # the frames of a log after a number
Latest = Callable[[Channel], int]  # the number of a log's newest line


class Tail:
    """Follows every log that somebody listens to."""

    def __init__(self, hub: Hub, bell: Bell, *, read: Read, latest: Latest) -> None:
        self._hub = hub
        self._bell = bell
        self._read = read
        self._latest = latest
        self._reached: dict[Channel, int] = {}
        self._outage = Outage(log)

    async def begin(self, channel: Channel) -> int:
        """Follow this log from now on, if it is not followed yet; returns the number reached."""
        if channel not in self._reached:
            newest = await self.newest(channel)
            self._reached.setdefault(channel, newest)
        return self._reached[channel]

    async def newest(self, channel: Channel) -> int:
        """The number of the log's newest line, which the tail may be about to reach."""
        return await asyncio.to_thread(self._latest, channel)

    async def run(self) -> None:
        """Follow until cancelled."""
        self._bell.hang()
        loop = asyncio.get_running_loop()
        look = loop.time() + SILENCE
        while True:
            heard = frozenset(await self._bell.heard(patience=look - loop.time()))
            listened_to = self._hub.channels
            self._reached = {c: n for c, n in self._reached.items() if c in listened_to}
            if loop.time() >= look:  # however much it rings, it looks for itself
                heard, look = listened_to, loop.time() + SILENCE
            for channel in heard & self._reached.keys():
                try:
                    with metrics.FOLLOWING.time():
                        await self._follow(channel)
                    self._outage.is_over()
                except AWAY as error:
                    self._outage.goes_on(error)
                except Exception:
                    log.exception("could not follow %s; trying again", channel)

    async def _follow(self, channel: Channel) -> None:
        while frames := await asyncio.to_thread(self._read, channel, self._reached[channel]):
            for frame in frames:
                self._hub.publish(channel, frame)
            self._reached[channel] = frames[-1].sequence
