"""The way into a newsroom's data: the directory is there, the tables are in shape."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from alembic.util import CommandError
from sqlalchemy import URL, make_url
from sqlalchemy.exc import ArgumentError, DBAPIError

from depesche import settings as environment
from depesche.errors import NotReady
from depesche.settings import Settings
from depesche.store import lock, migrate
from depesche.store.engine import Store

Data = Annotated[
    Path | None,
    typer.Option(
        help="The directory that holds all state; else DEPESCHE_DATA.",
        metavar="DIR",
        readable=False,  # `prepare` says what to do
    ),
]

_HOW_TO_NAME_IT = (
    "Name it with --data or DEPESCHE_DATA, and with DEPESCHE_DATABASE_URL if that is set."
)


@contextmanager
def newsroom(data: Path | None) -> Iterator[Store]:
    """The database of the newsroom in that directory, or of the one the environment names.

    Raises NotReady where there is none: a command that is given the wrong directory must not make
    another newsroom there, and go on as if all were well.
    """
    settings = environment.load(data=data)
    check_there(settings)
    with opened(settings) as store:
        yield store


@contextmanager
def opened(settings: Settings) -> Iterator[Store]:
    """The database of these settings, migrated; closed at the end. Raises NotReady."""
    prepare(settings)
    store = _store(settings)
    try:
        _migrate(store, settings)
        yield store
    finally:
        store.close()


def is_there(settings: Settings) -> bool:
    """Whether a newsroom has been begun in this directory and database. Raises NotReady."""
    url = _url(settings)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        return False
    with looking(settings) as store, store.reading() as session:
        return migrate.revision(session.connection()) is not None


def check_there(settings: Settings) -> None:
    """Raises NotReady where there is no newsroom yet."""
    if not is_there(settings):
        raise NotReady(reason=f"there is no newsroom in {where(settings)}. {_HOW_TO_NAME_IT}")


def prepare(settings: Settings) -> None:
    """The data directory: made for nobody else to read, or found writable. Raises NotReady."""
    try:
        settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    except FileExistsError as error:
        raise NotReady(reason=_no_directory(settings, "it is a file")) from error
    except OSError as error:
        raise NotReady(reason=_no_directory(settings, str(error.strerror))) from error
    if not os.access(settings.data, os.R_OK | os.W_OK | os.X_OK):
        raise NotReady(reason=_no_directory(settings, "no permission to write there"))


@contextmanager
def alone(settings: Settings) -> Iterator[None]:
    """SQLite has one server; PostgreSQL may have many. Raises NotReady."""
    if not settings.url.startswith("sqlite"):
        yield
        return
    with lock.held(settings.data.absolute()):
        yield


@contextmanager
def looking(settings: Settings) -> Iterator[Store]:
    """The database of these settings, to look at: nothing is made or changed. Raises NotReady."""
    with untouched(settings, to_look=True) as store:
        yield store


@contextmanager
def untouched(settings: Settings, *, to_look: bool = False) -> Iterator[Store]:
    """The database of these settings as it is: no migration is run. Raises NotReady."""
    store = _store(settings, to_look=to_look)
    try:
        yield store
    except DBAPIError as error:
        raise NotReady(reason=_no_database(settings, str(error.orig))) from error
    finally:
        store.close()


def _store(settings: Settings, *, to_look: bool = False) -> Store:
    _url(settings)
    return Store(settings.url, to_look=to_look)


def _url(settings: Settings) -> URL:
    try:
        return make_url(settings.url)
    except (ArgumentError, ValueError) as error:
        raise NotReady(reason="DEPESCHE_DATABASE_URL is no database's address.") from error


def _migrate(store: Store, settings: Settings) -> None:
    try:
        migrate.migrate(store)
    except CommandError as error:
        reason = f"{place(settings)} was written by a newer Depesche. Use that one, or newer."
        raise NotReady(reason=reason) from error
    except DBAPIError as error:
        raise NotReady(reason=_no_database(settings, str(error.orig))) from error


def _no_directory(settings: Settings, reason: str) -> str:
    return (
        f"{settings.data.absolute()} cannot hold its data ({reason}). "
        "Make it writable, or name another directory with --data or DEPESCHE_DATA."
    )


def _no_database(settings: Settings, message: str) -> str:
    return f"{place(settings)} cannot be used ({' '.join(message.split()).rstrip('.')})."


def where(settings: Settings) -> str:
    """The directory, or the database where that is elsewhere, as a sentence may say it."""
    return str(settings.data.absolute()) if settings.database_url is None else place(settings)


def place(settings: Settings) -> str:
    """Which database it is, as a sentence may say it: without the password."""
    if settings.database_url is None:
        return f"the database {settings.sqlite_file.absolute()}"
    shown = make_url(settings.url).set(query={}).render_as_string(hide_password=True)
    return f"the database {shown.replace('+psycopg', '')}"
