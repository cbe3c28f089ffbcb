"""The intercom: what the processes of one newsroom say to each other, by PostgreSQL's NOTIFY
(https://www.postgresql.org/docs/current/sql-notify.html).

Nothing is kept: who does not listen at that moment has missed it. So a word is a hint, or it is
said again now and then. On SQLite the newsroom is one process, and there is nobody to talk to.
"""

import asyncio
import json
import logging
from collections import defaultdict
from collections.abc import Callable
from secrets import token_hex
from typing import Any, Final

import psycopg
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from depesche.store.engine import APPLICATION, Store
from depesche.store.troubles import Outage

log = logging.getLogger(__name__)

LINE: Final = "depesche"  # PostgreSQL's name of it; each database has one of its own
LIMIT: Final = 8000  # bytes of a word with its envelope, which PostgreSQL wants to be fewer
SILENCE: Final = 15.0  # seconds after which the line is tried: a dead one is silent, too
PATIENCE: Final = 10.0  # seconds for an answer
AGAIN: Final = 1.0  # seconds between two attempts to get through

Hearer = Callable[[str, Any], None]  # who has said it, and what


class Intercom:
    """One process's place on the line. `name` is what the others know it by."""

    def __init__(self, store: Store) -> None:
        self.name = token_hex(4)
        self._store = store
        self._hearers: defaultdict[str, list[Hearer]] = defaultdict(list)
        self._outage = Outage(log)

    def hear(self, topic: str, hearer: Hearer) -> None:
        """Call `hearer` on the event loop with what another process says on that topic."""
        self._hearers[topic].append(hearer)

    def say(self, topic: str, said: Any) -> None:
        """Tell the others now; `said` is JSON, and short. Waits for the database, so from a thread.

        Raises ValueError for what is too long, and one of `troubles.AWAY`.
        """
        if self._store.is_shared:
            with self._store.engine.begin() as connection:
                connection.execute(self._word(topic, said))

    def say_with(self, session: Session, topic: str, said: Any) -> None:
        """Tell the others in the moment in which this transaction is committed, and only then."""
        if self._store.is_shared:
            session.execute(self._word(topic, said))

    async def run(self) -> None:
        """Listen until cancelled; a line that breaks is mended."""
        while self._store.is_shared:
            try:
                async with await self._line() as line:
                    await self._listen(line)
            except (psycopg.Error, OSError) as error:  # TimeoutError is an OSError
                self._outage.goes_on(error)
            except Exception:
                log.exception("could not listen to the other processes; trying again")
            await asyncio.sleep(AGAIN)

    async def _line(self) -> psycopg.AsyncConnection[Any]:
        """A connection of its own, made as the store makes its own."""
        url, dialect = self._store.engine.url, self._store.engine.dialect
        words, options = dialect.create_connect_args(url)
        async with asyncio.timeout(PATIENCE):
            return await psycopg.AsyncConnection.connect(
                *words, **{"application_name": APPLICATION, **options}, autocommit=True
            )

    async def _listen(self, line: psycopg.AsyncConnection[Any]) -> None:
        await line.execute(f"LISTEN {LINE}")
        while True:
            self._outage.is_over()
            async for word in line.notifies(timeout=SILENCE):
                self._take(word.payload)
            async with asyncio.timeout(PATIENCE):
                await line.execute("SELECT 1")

    def _word(self, topic: str, said: Any) -> Select[Any]:
        word = json.dumps([self.name, topic, said], separators=(",", ":"))
        if len(word) >= LIMIT:
            raise ValueError(f"{len(word)} bytes are too long for the intercom")
        return select(func.pg_notify(LINE, word))

    def _take(self, word: str) -> None:
        try:
            name, topic, said = json.loads(word)
            if name != self.name:
                for hearer in self._hearers.get(topic, ()):
                    hearer(name, said)
        except Exception:  # of another version, or of somebody else's making
            log.exception("could not understand what another process said")
