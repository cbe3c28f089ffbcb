"""Reading and writing: one database, two ways to open it.

SQLite runs with a write-ahead log and is flushed to the disk at every commit; a writer takes its
lock at once (BEGIN IMMEDIATE), so that two writers queue instead of failing half-way. On
PostgreSQL a reader sees one snapshot. Listeners hear of a change only after it is committed.
"""

import os
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Literal

from sqlalchemy import Connection, Engine, create_engine, event, make_url
from sqlalchemy.orm import Session

Log = tuple[int, Literal["reader", "desk"]]  # coverage id, audience: which log has grown
Listener = Callable[[frozenset[Log]], None]

BUSY_SECONDS = 15
CONNECT_SECONDS = 10
APPLICATION = "depesche"  # as PostgreSQL lists its connections
POOL_SECONDS = 10  # how long to wait for a connection that somebody else uses


class Store:
    """A newsroom's database.

    `url` is SQLAlchemy's: `sqlite:///…` or `postgresql+psycopg://…`.
    """

    def __init__(self, url: str) -> None:
        self.engine = _sqlite(url) if url.startswith("sqlite") else _postgresql(url)
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> None:
        """Call `listener` with the logs that have grown, after each commit that made them grow."""
        self._listeners.append(listener)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """One consistent look; nothing is written."""
        with Session(self.engine.execution_options(**self._reading_options)) as session:
            yield session

    @contextmanager
    def writing(self) -> Iterator[Session]:
        """One transaction: when the block ends all of it is durable, or nothing happened."""
        engine = self.engine.execution_options(depesche_writing=True)
        with Session(engine, expire_on_commit=False) as session:
            yield session
            session.commit()
            changed = frozenset(session.info.get("changed", ()))
        if changed:
            for listener in self._listeners:
                listener(changed)

    def close(self) -> None:
        self.engine.dispose()

    @property
    def _reading_options(self) -> dict[str, Any]:
        if self.engine.dialect.name == "sqlite":
            return {}
        return {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


def _sqlite(url: str) -> Engine:
    _keep_private(make_url(url).database)
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
        cursor.execute("PRAGMA journal_mode = WAL")
        cursor.execute("PRAGMA synchronous = FULL")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.close()
        connection.create_function("lower", 1, _lower, deterministic=True)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        writing = connection.get_execution_options().get("depesche_writing")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

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
        max_overflow=30,
        pool_timeout=POOL_SECONDS,
        hide_parameters=True,  # they are what people wrote, and no log may hold it
        connect_args={"connect_timeout": CONNECT_SECONDS, "application_name": APPLICATION},
    )
