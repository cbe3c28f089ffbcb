"""The clock as a door: what was published before there was a search is found soon after a start."""

import asyncio
import logging
from typing import Final

from depesche.newsroom import search
from depesche.store.engine import Store
from depesche.store.troubles import AWAY, Outage

log = logging.getLogger(__name__)

PAUSE: Final = 0.2  # seconds between two portions, so that nobody who publishes waits for them
LATER: Final = 10.0  # seconds, after something went wrong


def catch_up(store: Store) -> bool:
    """Keep the words of a portion of the posts that wait for it; whether there were any."""
    with store.reading() as session:
        if not search.is_behind(session):
            return False
    with store.writing() as session:
        return search.catch_up(session) > 0


async def run(store: Store) -> None:
    """Go on until no post waits any more."""
    outage, is_behind = Outage(log), True
    while is_behind:
        pause = PAUSE
        try:
            is_behind = await asyncio.to_thread(catch_up, store)
            outage.is_over()
        except AWAY as error:
            outage.goes_on(error)
            pause = LATER
        except Exception:
            log.exception("posts could not be made ready for the search; trying again")
            pause = LATER
        await asyncio.sleep(pause)
