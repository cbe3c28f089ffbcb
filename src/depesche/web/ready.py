"""The answers that are ready: drawn once for each state of what they show, whoever asks.

They are found by the address as it was asked for, before any route is. A change puts away what it
has outdated before whoever made it has the receipt; changes made elsewhere are told by the bell,
and where that is lost, `run` sees within a second that the log has grown.
"""

import asyncio
import logging
import time
from collections.abc import Callable, Hashable, Iterable
from contextlib import suppress
from threading import Lock
from typing import Final

from depesche.newsroom import changes
from depesche.rendering.kept import Kept
from depesche.store.engine import Log, Store
from depesche.store.troubles import AWAY
from depesche.web import headers
from depesche.web.answers import Answer, Content

log = logging.getLogger(__name__)

NO_LOG: Final = -1  # instead of a coverage: no change in the newsroom makes it another one

MOST: Final = 64 * 2**20  # bytes of memory, about
LIGHTEST: Final = 8 * 2**10  # bytes that any answer counts for
COPIES: Final = 3  # of what it says: as it was drawn, and put together in two ways
LOOK: Final = 1.0  # seconds between two looks at the logs
PATIENCE: Final = 5.0  # seconds without a look, after which nothing is ready


class Ready:
    """The answers that any reader may have at once."""

    def __init__(self, *, https: bool, most: int = MOST) -> None:
        self._house = headers.table(https=https)
        self._kept = Kept[Answer](most, weigh=_weight)
        self._news = 0  # how often something became outdated
        self._outdated: dict[int | None, int] = {}  # when it did, in that count
        self._lock = Lock()
        self._looked = time.monotonic()

    def find(self, target: bytes) -> Answer | None:
        """What is ready for this path with its query, as it was sent."""
        answer = self._kept.look(target)
        if answer is None or time.monotonic() > self._looked + PATIENCE:
            return None
        return answer

    def seen(self) -> int:
        """To be asked before the database is read, and handed to `answer`."""
        return self._news

    def answer(
        self,
        target: str | None,
        draw: Callable[[], Content],
        *,
        of: int | None,
        state: Hashable,
        seen: int,
        route: str,
    ) -> Answer:
        """The answer at that address, drawn unless it is ready for that state.

        `target` is the address as our own pages write it: other ways to write it are answered,
        but not found; None: it is not kept. `of` is the coverage whose readers' log, and nothing
        else, makes it another one; None: any of them; NO_LOG: none. `state` is what `changes`
        says of it in the transaction that draws.
        """
        if target is None:
            return self.loose(draw(), of=of, route=route)
        return self._kept.get(
            target.encode(),
            state,
            lambda: self.loose(draw(), of=of, route=route),
            may_stay=lambda: self._outdated.get(of, 0) <= seen,
        )

    def loose(self, content: Content, *, of: int | None, route: str) -> Answer:
        """An answer that is not kept."""
        return Answer(content, of=of, route=route, house=self._house)

    def outdate(self, logs: Iterable[Log]) -> None:
        """These logs have grown: what was drawn from them before is ready no more."""
        grown = {coverage_id for coverage_id, audience in logs if audience == "reader"}
        if not grown:
            return
        with self._lock:
            self._news += 1
            self._outdated |= dict.fromkeys((*grown, None), self._news)
        self._kept.drop(lambda answer, _: answer.of is None or answer.of in grown)

    def look(self, store: Store) -> None:
        """Keep only what is of the present state, whoever has changed it."""
        began = time.monotonic()
        kept = {answer.of for answer in self._kept.every()} - {NO_LOG}
        if kept:
            with store.reading() as session:
                present = {of: changes.state(session, of) for of in kept}
            self._kept.drop(lambda answer, state: present.get(answer.of, state) != state)
        self._looked = began

    async def run(self, store: Store) -> None:
        """Look until cancelled. A database that is away is told of by others."""
        while True:
            await asyncio.sleep(LOOK)
            try:
                with suppress(*AWAY):
                    await asyncio.to_thread(self.look, store)
            except Exception:
                log.exception("what is ready could not be compared with the logs; trying again")


def _weight(answer: Answer) -> int:
    return LIGHTEST + COPIES * len(answer)
