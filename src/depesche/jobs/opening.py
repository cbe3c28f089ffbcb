"""The clock as a door: coverages open and posts go out at their minute, unattended, and whoever
gave no sign of life for a minute is no longer at work on a post.

The clock has no hands in the rules: it calls the same verbs as everybody. After a restart it does
at once what fell due in the meantime.
"""

import asyncio
import logging
import time
from datetime import datetime

from depesche import clock, metrics
from depesche.newsroom import coverages, marks, presence, releases
from depesche.newsroom.models import Post
from depesche.store.engine import Store
from depesche.store.troubles import AWAY, Outage

log = logging.getLogger(__name__)

LOOK = 0.25  # seconds between two looks; also how late an opening may be
JUMP = 2.0  # seconds by which a clock that nobody sets never goes wrong between two looks


def tick(store: Store, now: datetime) -> None:
    """Do what is due."""
    if not _is_anything_due(store, now):
        return
    with store.writing() as session:
        for coverage in coverages.open_due(session, now=now):
            log.info("coverage %s is open", coverage.id)
    while post := _released(store, now):
        log.info("post %s is published", post.id)
    while post := _unmarked(store, now):
        log.info("a mark of post %s has ended", post.id)
    with store.writing() as session:
        presence.end_due(session, now=now, wall=clock.wall())


async def run(store: Store) -> None:
    """Tick until cancelled."""
    outage, hands = Outage(log), Hands()
    while True:
        hands.look()
        try:
            await asyncio.to_thread(tick, store, clock.now())
            outage.is_over()
        except AWAY as error:
            outage.goes_on(error)
        except Exception:
            log.exception("the clock could not do what is due; trying again")
        await asyncio.sleep(LOOK)


class Hands:
    """The machine's clock beside its steady counter: they part when somebody sets the clock.

    Nothing waits for that: what is due by the new time is done, and what was done stays done.
    """

    def __init__(self) -> None:
        self._apart = self._difference()

    def look(self) -> None:
        """Write it down if the clock was set since the last look."""
        before, self._apart = self._apart, self._difference()
        jump = self._apart - before
        if abs(jump) >= JUMP:
            metrics.CLOCK_JUMPS.inc()
            log.warning("the machine's clock was set", extra={"seconds": round(jump, 1)})

    @staticmethod
    def _difference() -> float:
        return clock.wall().timestamp() - time.monotonic()


def _released(store: Store, now: datetime) -> Post | None:
    with store.writing() as session:
        return releases.release_next(session, now=now)


def _unmarked(store: Store, now: datetime) -> Post | None:
    with store.writing() as session:
        return marks.take_next_off(session, now=now)


def _is_anything_due(store: Store, now: datetime) -> bool:
    with store.reading() as session:
        moments = (
            coverages.next_opening(session),
            releases.next_due(session),
            marks.next_end(session),
        )
        somebody_left = presence.is_due(session, wall=clock.wall())
    due = [moment for moment in moments if moment is not None and moment <= now]
    if minutes := [moment for moment in due if moment != releases.AT_ONCE]:
        metrics.LATENESS.observe((now - min(minutes)).total_seconds())
    return somebody_left or bool(due)
