"""The database: whether it answers, is in shape and whole, and has our time."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, text

from depesche import clock
from depesche.cli.doctor.findings import Finding
from depesche.cli.newsroom import looking, place
from depesche.errors import NotReady
from depesche.settings import Settings
from depesche.store import migrate
from depesche.store.engine import Store

APART: Final = 2.0  # seconds that two clocks may differ


def look(settings: Settings) -> Iterator[Finding]:
    """Whether it answers, and what is found inside. Makes none."""
    if settings.database_url is None and not settings.sqlite_file.is_file():
        todo = "Start the server: it makes the database. Or restore a backup."
        yield Finding("database", "beware", f"{settings.sqlite_file} is not there yet", todo)
        return
    try:
        with looking(settings) as store:
            yield from _inside(store, settings)
    except NotReady as error:
        todo = "Start the database, or look at DEPESCHE_DATABASE_URL and at the account's rights."
        yield Finding("database", "ill", str(error.facts["reason"]), todo)


def _inside(store: Store, settings: Settings) -> Iterator[Finding]:
    with store.reading() as session:
        connection = session.connection()
        yield Finding("database", "well", f"{place(settings)} answers, {_server(connection)}")
        there, newest = migrate.revision(connection), migrate.newest()
        yield _migrations(there, newest)
        if there == newest:
            yield _schema(migrate.deviations(connection))
        if connection.dialect.name == "postgresql":
            theirs = connection.scalar(text("SELECT clock_timestamp()"))
            yield _clocks(theirs)
        else:
            yield from _sqlite(connection)


def _server(connection: Connection) -> str:
    dialect = connection.dialect
    numbers = ".".join(map(str, dialect.server_version_info or ()))
    return f"{'SQLite' if dialect.name == 'sqlite' else 'PostgreSQL'} {numbers}"


def _migrations(there: str | None, newest: str | None) -> Finding:
    if there == newest:
        return Finding("migrations", "well", f"up to date ({there})")
    if there is None:
        return Finding("migrations", "beware", "none has run", "Start the server: it runs them.")
    todo = "Restart the server with this version: it runs them. Make a backup with the old one."
    return Finding("migrations", "beware", f"at {there}, this version wants {newest}", todo)


def _schema(deviations: list[str]) -> Finding:
    if not deviations:
        return Finding("tables", "well", "as this version makes them")
    found = f"not as this version makes them: {', '.join(sorted(set(deviations)))}"
    todo = "Somebody changed them by hand. Make a backup, and restore it into an empty place."
    return Finding("tables", "ill", found, todo)


def _clocks(theirs: datetime | None) -> Finding:
    apart = abs((clock.wall() - (theirs or clock.wall())).total_seconds())
    found = f"{apart:.1f} s from the database's clock"
    if apart <= APART:
        return Finding("clock", "well", found)
    return Finding("clock", "ill", found, "Run chrony or systemd-timesyncd on both machines.")


def _sqlite(connection: Connection) -> Iterator[Finding]:
    found = str(connection.scalar(text("PRAGMA quick_check(1)")))
    mode = connection.scalar(text("PRAGMA journal_mode"))
    if found == "ok":
        yield Finding("integrity", "well", "quick_check finds nothing")
    else:
        todo = "Stop the server, keep a copy of the directory, and restore the newest backup."
        yield Finding("integrity", "ill", found.splitlines()[0], todo)
    if mode != "wal":
        todo = "Start the server once; if it stays so, the disk does not allow it. Use a local one."
        yield Finding("write-ahead log", "beware", f"the journal mode is {mode}", todo)
