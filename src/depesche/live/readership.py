"""The readership: how many read a coverage now, and how soon each post was on their open pages.

Counted are streams: whoever has none and asks now and then is not among them. Once a second the
desks are told what differs. These are figures and no news (docs/decisions/0022): they stand in
memory, and end with the process.
"""

import asyncio
import json
import logging
import math
import time
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any, Final

from depesche.live import frames
from depesche.live.elsewhere import Elsewhere
from depesche.live.frames import Sign
from depesche.live.hub import Delivery, Hub
from depesche.live.intercom import Intercom
from depesche.live.reaches import Put, Reach, Reaches

log = logging.getLogger(__name__)

EVERY: Final = 1.0  # seconds
NEWEST: Final = 100  # posts of which a page is told when it comes


@dataclass(frozen=True)
class Figures:
    """How many read a coverage now; and by the ids of posts, what was told last at the end."""

    readers: int = 0
    posts: Mapping[str, Reach] = field(default_factory=dict)

    def newest(self) -> dict[str, Any]:
        """What a page is told when it comes: `{readers, posts: {id: [pages, seconds]}}`."""
        return self._told(islice(reversed([*self.posts.items()]), NEWEST))

    def since(self, former: "Figures") -> dict[str, Any]:
        """What a page is told that knows the former ones."""
        return self._told(self.posts.items() - former.posts.items())

    def _told(self, posts: Iterable[tuple[str, Reach]]) -> dict[str, Any]:
        said = {post_id: (reach.pages, reach.seconds) for post_id, reach in posts}
        return {"readers": self.readers, "posts": said}


class Readership:
    """What the desks are told of those who read, here and in the newsroom's other processes."""

    def __init__(
        self, hub: Hub, intercom: Intercom, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._hub = hub
        self._reaches = Reaches()
        self._elsewhere = Elsewhere(intercom, self._reaches, monotonic=monotonic)
        self._figures: Mapping[int, Figures] = {}  # not changed but replaced: threads look at it
        hub.listen(self._delivered)

    def of(self, coverage_id: int) -> Figures:
        """The figures of a coverage, at most about a second old; from any thread."""
        return self._figures.get(coverage_id, Figures())

    def sign(self, coverage_id: int) -> Sign:
        """What a page at the desk is told when it comes."""
        return _sign(self.of(coverage_id).newest())

    async def run(self) -> None:
        """Tell desks and processes, until cancelled."""
        await asyncio.gather(_go_on(self.tell_desks), _go_on(self.tell_others))

    async def tell_desks(self) -> None:
        """Take stock, and tell every desk what differs from what it was told before."""
        former, self._figures = self._figures, self._summed_up()
        for channel in self._hub.channels:
            coverage_id = channel[0]
            before, now = former.get(coverage_id, Figures()), self.of(coverage_id)
            if channel[1] == "desk" and now != before:
                self._hub.tell(channel, _sign(now.since(before)))

    async def tell_others(self) -> None:
        """Tell the other processes what they do not know yet."""
        await self._elsewhere.tell(self._here())

    def _summed_up(self) -> Mapping[int, Figures]:
        readers = self._here() + self._elsewhere.readers()
        coverages = {*readers, *self._reaches.coverages}
        return {one: Figures(readers[one], self._reaches.of(one)) for one in coverages}

    def _here(self) -> Counter[int]:
        channels = [channel for channel in self._hub.channels if channel[1] == "reader"]
        return Counter({channel[0]: self._hub.readers(channel) for channel in channels})

    def _delivered(self, delivery: Delivery, seconds: float) -> None:
        coverage_id, audience = delivery.channel[:2]
        if audience != "reader" or not delivery.streams:
            return
        reach = Reach(delivery.streams, _hundredths(seconds) if delivery.is_timed else None)
        for frame in delivery.frames:
            kind, post_id = frame.about
            if kind == "post":
                self._elsewhere.note(Put(coverage_id, post_id, frame.sequence, reach))


def _hundredths(seconds: float) -> float:
    """Rounded up: no post was sooner there than it says."""
    return math.ceil(round(seconds * 100, 6)) / 100


def _sign(told: dict[str, Any]) -> Sign:
    data = json.dumps(told, separators=(",", ":"))
    return Sign(frames.forms(f"event: readership\ndata: {data}\n\n".encode()))


async def _go_on(telling: Callable[[], Awaitable[None]]) -> None:
    while True:
        await asyncio.sleep(EVERY)
        try:
            await telling()
        except Exception:
            log.exception("could not tell of the readers; trying again")
