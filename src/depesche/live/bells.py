"""Bells: the hint that a log has grown. A lost one costs latency, never a post.

`ring(channels)` can be called from any thread after a commit, and wakes the tail on its event loop.
Where several processes serve one newsroom, `connected` has each of them ring in all others, too.
"""

import asyncio
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any, Final

from sqlalchemy.orm import Session

from depesche.live import channels
from depesche.live.channels import Channel
from depesche.live.intercom import Intercom
from depesche.store.engine import Listener, Log, Store

TOPIC: Final = "logs"
LOT: Final = 200  # logs in one word on the intercom


class Bell:
    """An in-process bell."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._rung = asyncio.Event()
        self._moments: dict[Channel, float] = {}

    def hang(self) -> None:
        """Hang it up on the running event loop; before that, ringing does nothing."""
        self._loop = asyncio.get_running_loop()

    def ring(self, channels: Iterable[Channel], *, at: float | None = None) -> None:
        """Say that these logs have grown, now or `at` that `time.time()`; from any thread."""
        moment = time.time() if at is None else at
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop has ended, and nobody listens any more
                self._loop.call_soon_threadsafe(self._ring, tuple(channels), moment)

    async def heard(self, *, patience: float) -> Mapping[Channel, float]:
        """The logs that have grown, each with the earliest `time.time()` at which it was rung
        since it was last heard; none of them when `patience` seconds passed in silence.
        """
        try:
            async with asyncio.timeout(patience):
                await self._rung.wait()
        except TimeoutError:
            return {}
        heard, self._moments = self._moments, {}
        self._rung.clear()
        return heard

    def _ring(self, channels: Iterable[Channel], moment: float) -> None:
        for channel in channels:
            self._moments[channel] = min(moment, self._moments.get(channel, moment))
        self._rung.set()


def connected(store: Store, intercom: Intercom, *, first: Listener = lambda _: None) -> Bell:
    """A bell that rings whenever a log has grown, whichever process on this database wrote it.

    `first` is called with the logs before it rings, on whatever thread that is.
    The others are told in the transaction itself: that is when PostgreSQL tells them of it.
    """
    bell = Bell()

    def ring(logs: frozenset[Log], at: float | None = None) -> None:
        first(logs)
        bell.ring(channels.following(logs), at=at)

    def tell(session: Session, told: frozenset[Log]) -> None:
        grown, moment = sorted(told), time.time()
        for begin in range(0, len(grown), LOT):
            intercom.say_with(session, TOPIC, [moment, grown[begin : begin + LOT]])

    def hear(_name: str, said: Any) -> None:
        moment, grown = said
        logs = frozenset((int(coverage_id), audience) for coverage_id, audience in grown)
        # Another machine's clock may be ahead; nothing rang after it was heard.
        ring(logs, at=min(float(moment), time.time()))

    store.before_commit(tell)
    store.listen(ring)
    intercom.hear(TOPIC, hear)
    return bell


def logs(said: Any) -> list[Log]:
    """The logs that have grown, as another process says it on TOPIC."""
    return [(int(coverage_id), audience) for coverage_id, audience in said[1]]
