"""Reading and writing: one database, two ways to open it.

SQLite runs with a write-ahead log and is flushed to the disk at every commit; a writer takes its
lock at once (BEGIN IMMEDIATE), so that two writers queue instead of failing half-way. On
PostgreSQL a reader sees one snapshot. Listeners hear of a change only after it is committed.
"""

import os
import sqlite3
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from functools import partial
from threading import BoundedSemaphore
from typing import Any, Literal
from urllib.parse import quote

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import TimeoutError as NoPlace
from sqlalchemy.orm import Session

from depesche import metrics

Log = tuple[int, Literal["reader", "desk"]]  # coverage id, audience: which log has grown
Listener = Callable[[frozenset[Log]], None]
Witness = Callable[[Session, frozenset[Log]], None]

BUSY_SECONDS = 15
CONNECT_SECONDS = 10
CONNECTIONS = 40  # to PostgreSQL, at most, of one process; the intercom has another one
APPLICATION = "depesche"  # as PostgreSQL lists its connections
POOL_SECONDS = 10  # how long to wait for a connection that somebody else uses
WRITERS = 24  # at once, with those that wait; a server has more threads, and readers need some
TURN_SECONDS = 1  # how long to wait for one of these places


class Store:
    """A newsroom's database.

    `url` is SQLAlchemy's: `sqlite:///…` or `postgresql+psycopg://…`. Opened `to_look` it makes and
    changes nothing, not even a file.
    """

    def __init__(self, url: str, *, to_look: bool = False) -> None:
        is_file = url.startswith("sqlite")
        self.engine = _sqlite(url, to_look=to_look) if is_file else _postgresql(url)
        self._listeners: list[Listener] = []
        self._witnesses: list[Witness] = []
        self._writers = BoundedSemaphore(WRITERS)
        self._turn = BoundedSemaphore(1 if is_file else WRITERS)

    def listen(self, listener: Listener) -> None:
        """Call `listener` with the logs that have grown, after each commit that made them grow."""
        self._listeners.append(listener)

    def before_commit(self, witness: Witness) -> None:
        """Call `witness` with the session and the logs that grow, last of all in each transaction
        that makes them grow: what it writes is committed with them, or not at all.
        """
        self._witnesses.append(witness)

    @property
    def is_shared(self) -> bool:
        """Whether other processes may serve the same newsroom: SQLite has one server."""
        return self.engine.dialect.name == "postgresql"

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One consistent look; nothing is written."""
        metrics.READINGS.inc()
        with Session(self.engine.execution_options(**self._reading_options)) as session:
            yield session

    @contextmanager
    def writing(self, *, at_once: bool = False) -> Iterator[Session]:
        """One transaction: when the block ends all of it is durable, or nothing happened.

        Raises one of `troubles.AWAY` where it cannot begin; `at_once`, that is where anybody else
        is writing to the same SQLite.
        """
        engine = self.engine.execution_options(depesche_writing="at once" if at_once else "soon")
        with (
            self._place(self._writers, 0 if at_once else TURN_SECONDS),
            self._place(self._turn, 0 if at_once else BUSY_SECONDS),
            Session(engine, expire_on_commit=False) as session,
        ):
            yield session
            changed = frozenset(session.info.get("changed", ()))
            _tell(changed, (partial(witness, session) for witness in self._witnesses))
            session.commit()
        _tell(changed, self._listeners)

    @contextmanager
    def _place(self, places: BoundedSemaphore, patience: float) -> Iterator[None]:
        """One of those who may write, so that whoever reads finds a thread and a connection.

        SQLite takes one writer at a time, and lets who waits look again now and then: of many, one
        may look in vain until it gives up. So the writers of this process take turns.
        """
        if not places.acquire(timeout=patience):
            raise NoPlace(f"{WRITERS} are writing already")
        try:
            yield
        finally:
            places.release()

    def close(self) -> None:
        self.engine.dispose()

    @property
    def _reading_options(self) -> dict[str, Any]:
        if self.engine.dialect.name == "sqlite":
            return {}
        return {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


def _tell(changed: frozenset[Log], listeners: Iterable[Listener]) -> None:
    if changed:
        for listener in listeners:
            listener(changed)


def _sqlite(address: str, *, to_look: bool) -> Engine:
    url = make_url(address)
    if to_look:
        as_it_is = {"mode": "ro", "uri": "true"}
        url = url.set(database=f"file:{quote(url.database or '')}", query=as_it_is)
    else:
        _keep_private(url.database)
    engine = create_engine(
        url,
        pool_size=20,
        max_overflow=40,
        pool_timeout=POOL_SECONDS,
        hide_parameters=True,
        connect_args={"timeout": BUSY_SECONDS, "check_same_thread": False},
    )

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # BEGIN is ours, below
        cursor = connection.cursor()
        if not to_look:
            cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()
        connection.create_function("lower", 1, _lower, deterministic=True)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("depesche_writing")
        if writing == "at once":
            connection.exec_driver_sql("PRAGMA busy_timeout = 0")
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")
        finally:
            if writing == "at once":
                connection.exec_driver_sql(f"PRAGMA busy_timeout = {BUSY_SECONDS * 1000}")

    return engine


def _keep_private(file: str | None) -> None:
    """Make the file for nobody else to read; SQLite gives its -wal and -shm the same mode."""
    with suppress(OSError):  # whoever opens it will say so
        os.close(os.open(file or os.devnull, os.O_CREAT | os.O_RDONLY, 0o600))


def _lower(value: Any) -> Any:
    """SQLite's own knows no letters but those of ASCII."""
    return value.lower() if isinstance(value, str) else value


def _postgresql(url: str) -> Engine:
    return create_engine(
        url,
        pool_pre_ping=True,
        pool_size=10,
        max_overflow=CONNECTIONS - 10,
        pool_timeout=POOL_SECONDS,
        hide_parameters=True,  # they are what people wrote, and no log may hold it
        connect_args={"connect_timeout": CONNECT_SECONDS, "application_name": APPLICATION},
    )
