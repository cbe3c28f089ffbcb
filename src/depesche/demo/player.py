"""The evening as it comes: every act at its minute of the newsroom's clock."""

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime

from sqlalchemy.exc import SQLAlchemyError

from depesche import clock
from depesche.demo import stage
from depesche.demo.evening import Act, Evening
from depesche.errors import DepescheError
from depesche.store.engine import Store

log = logging.getLogger(__name__)

LOOK = 0.1  # seconds between two looks at the clock; also how late an act may be


async def play(store: Store, evening: Evening, *, told: Callable[[Act], None]) -> None:
    """Perform every act when its time has come, and tell of it.

    What has become impossible, because a visitor ended the coverage or withdrew the post, is left
    out with a line in the log.
    """
    for act in evening.acts:
        await _until(act.at)
        if await asyncio.to_thread(_performed, store, evening, act):
            told(act)


async def _until(moment: datetime) -> None:
    while clock.now() < moment:  # noqa: ASYNC110 - nobody tells when the clock is moved
        await asyncio.sleep(LOOK)


def _performed(store: Store, evening: Evening, act: Act) -> bool:
    try:
        # At speed, an act comes sooner after the opening than the server's clock looks.
        stage.open_due(store, now=clock.now())
        stage.perform(store, evening, act, now=clock.now())
    except (DepescheError, SQLAlchemyError) as error:
        log.warning("%s of “%s” is left out: %s", act.verb, evening.title(act), error)
        return False
    return True
