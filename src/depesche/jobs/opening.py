"""The clock as a door: coverages open and posts go out at their minute, unattended.

The clock has no hands in the rules: it calls the same verbs as everybody. After a restart it does
at once what fell due in the meantime.
"""

import asyncio
import logging
from datetime import datetime

from depesche import clock
from depesche.newsroom import coverages, releases
from depesche.store.engine import Store

log = logging.getLogger(__name__)

LOOK = 0.25  # seconds between two looks; also how late an opening may be


def tick(store: Store, now: datetime) -> None:
    """Do what is due."""
    if not _is_anything_due(store, now):
        return
    with store.writing() as session:
        for coverage in coverages.open_due(session, now=now):
            log.info("%s is open", coverage.slug)
    with store.writing() as session:
        for post in releases.release_due(session, now=now):
            log.info("post %s is published", post.id)


async def run(store: Store) -> None:
    """Tick until cancelled."""
    while True:
        try:
            await asyncio.to_thread(tick, store, clock.now())
        except Exception:
            log.exception("the clock could not do what is due; trying again")
        await asyncio.sleep(LOOK)


def _is_anything_due(store: Store, now: datetime) -> bool:
    with store.reading() as session:
        moments = (coverages.next_opening(session), releases.next_due(session))
    return any(moment is not None and moment <= now for moment in moments)
