"""The clock as a door: uploads that no post has shown for a day are thrown away."""

import asyncio
import logging
from datetime import datetime
from typing import Final

from depesche import clock
from depesche.files.blobs import Blobs
from depesche.newsroom import uploads
from depesche.store.engine import Store

log = logging.getLogger(__name__)

LOOK: Final = 600  # seconds between two looks


def sweep(store: Store, files: Blobs, now: datetime, wall: datetime) -> None:
    """Throw away what is unused."""
    if count := uploads.sweep(store, files, now=now):
        log.info("%d unused pictures were thrown away", count)
    if count := uploads.sweep_files(store, files, wall=wall):
        log.info("%d folders that no picture names were thrown away", count)


async def run(store: Store, files: Blobs) -> None:
    """Sweep until cancelled."""
    while True:
        try:
            await asyncio.to_thread(sweep, store, files, clock.now(), clock.wall())
        except Exception:
            log.exception("unused pictures could not be thrown away; trying again")
        await asyncio.sleep(LOOK)
