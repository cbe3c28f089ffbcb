"""What every test may use: a stopped clock, a database of each kind, a newsroom with its people."""

import os
import shutil
import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from typing import Any
from uuid import uuid4

import psycopg
import pytest
from fastapi import FastAPI
from hypothesis import settings as hypothesis_settings
from psycopg import sql
from starlette.testclient import TestClient

from depesche import clock
from depesche.files.blobs import LocalBlobs
from depesche.settings import Settings
from depesche.store.engine import Store
from depesche.store.migrate import migrate
from drills import LONG, Drills
from learning import Learning
from newsdesk import Newsdesk
from postgresql import PostgreSQL, quick_place, started

EVENING = datetime(2025, 8, 15, 17, 50, tzinfo=UTC)  # 19:50 in Berlin, ten minutes before
TEMPLATE = "depesche_empty"

DATABASES = ("sqlite", "postgresql")
ON_BOTH = (  # rooms and files under tests/; docs/architecture.md says why these
    *("newsroom", "store", "jobs", "live", "test_drills.py", "cli/test_serve.py"),
    *("api/test_retries.py", "demo/test_stage.py", "desk/test_posts.py"),
    *("desk/test_sign_in_limits.py", "reader/test_an_old_page_plus_the_changes.py"),
    "reader/test_streams.py",
)

hypothesis_settings.register_profile("short", deadline=None, derandomize=True, database=None)
hypothesis_settings.register_profile("long", deadline=None, max_examples=2_000, database=None)
hypothesis_settings.load_profile("long" if LONG else "short")


def pytest_configure() -> None:
    """What tests keep in files is in memory, where there is plenty: nobody waits for the disk."""
    if place := quick_place():
        os.environ.setdefault("PYTEST_DEBUG_TEMPROOT", str(place))


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """The core meets both databases, a door one; with --long everything meets both."""
    if "database" in metafunc.fixturenames and not _names_its_database(metafunc):
        room = metafunc.definition.path.relative_to(Path(__file__).parent)
        is_on_both = LONG or any(room.is_relative_to(there) for there in ON_BOTH)
        metafunc.parametrize("database", DATABASES if is_on_both else DATABASES[:1])


def _names_its_database(metafunc: pytest.Metafunc) -> bool:
    given = metafunc.definition.iter_markers("parametrize")
    return any(mark.args[0] == "database" for mark in given)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if not LONG and item.get_closest_marker("long"):
            item.add_marker(pytest.mark.skip(reason="a long drill: bin/test --long"))


@pytest.fixture(scope="session")
def drills() -> Drills:
    """How long the drills are."""
    return Drills.at_length()


@pytest.fixture(autouse=True)
def _stopped_clock() -> Iterator[None]:
    """No test waits for time: the newsroom's clock stands at EVENING until it is moved."""
    with clock.stopped(EVENING):
        yield


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Settings of the machine are not settings of a test."""
    for name in os.environ:
        if name.startswith("DEPESCHE_") and not name.startswith("DEPESCHE_TEST"):
            monkeypatch.delenv(name)


@pytest.fixture(autouse=True)
def _no_calls_outside(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A test that knocks at the outside world is refused, and fails, whoever caught the refusal."""
    knocked: list[object] = []

    def guarded(name: str) -> Any:
        connect = getattr(socket.socket, name)

        def call(self: socket.socket, address: Any) -> Any:
            if self.family != socket.AF_UNIX and not _is_here(address[0]):
                knocked.append(address)
                raise PermissionError(f"a test wanted to call {address}")
            return connect(self, address)

        return call

    def looked_up(host: Any, *rest: Any, **more: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else host or "localhost"
        if not _is_here(name) and not _is_number(name):
            knocked.append(host)
            raise socket.gaierror(socket.EAI_NONAME, f"a test wanted to find {host}")
        return look_up(host, *rest, **more)

    look_up = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    for name in ("connect", "connect_ex"):
        monkeypatch.setattr(socket.socket, name, guarded(name))
    yield
    assert not knocked, f"called the outside world: {knocked}"


def _is_here(host: str) -> bool:
    return host in {"localhost", "::1", "0.0.0.0", "::"} or host.startswith("127.")


def _is_number(host: str) -> bool:
    """Whether it is an address already: nobody is asked for it."""
    try:
        return bool(ip_address(host))
    except ValueError:
        return False


@pytest.fixture(scope="session")
def migrated_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty newsroom in a file, to be copied."""
    file = tmp_path_factory.mktemp("sqlite") / "empty.sqlite3"
    _migrate(f"sqlite:///{file}")
    return file


@pytest.fixture(scope="session")
def postgresql_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL of this test process alone; its address, without a database."""
    with started(tmp_path_factory) as postgresql:
        yield postgresql.url


@pytest.fixture
def mortal_postgresql(
    postgresql_server: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[PostgreSQL]:
    """Another one, of this test alone, which can be stopped; its database is migrated."""
    with started(tmp_path_factory) as postgresql:
        _migrate(postgresql.url.format("postgres").replace("postgresql", "postgresql+psycopg", 1))
        yield postgresql


@pytest.fixture(scope="session")
def migrated_postgresql(postgresql_server: str) -> str:
    """An empty newsroom to make new databases from."""
    _execute(postgresql_server, "CREATE DATABASE {}", TEMPLATE)
    _migrate(postgresql_server.format(TEMPLATE).replace("postgresql", "postgresql+psycopg", 1))
    return TEMPLATE


@pytest.fixture
def bare_postgresql(postgresql_server: str) -> Iterator[Callable[[], str]]:
    """Makes empty databases, which nobody has migrated; their addresses."""
    made: list[str] = []

    def make() -> str:
        made.append(f"bare_{uuid4().hex}")
        _execute(postgresql_server, "CREATE DATABASE {}", made[-1])
        return postgresql_server.format(made[-1])

    yield make
    for name in made:
        _execute(postgresql_server, "DROP DATABASE {} WITH (FORCE)", name)


@pytest.fixture
def settings(request: pytest.FixtureRequest, database: str, tmp_path: Path) -> Iterator[Settings]:
    """The settings of a newsroom of its own, on that kind of database, migrated and empty."""
    given = Settings(data=tmp_path, public_url="http://testserver")
    if database == "sqlite":
        shutil.copy(request.getfixturevalue("migrated_sqlite"), given.sqlite_file)
        yield given
        return
    server = request.getfixturevalue("postgresql_server")
    template = request.getfixturevalue("migrated_postgresql")
    name = f"test_{uuid4().hex}"
    _execute(server, "CREATE DATABASE {} TEMPLATE {}", name, template)
    yield given.model_copy(update={"database_url": server.format(name)})
    _execute(server, "DROP DATABASE {} WITH (FORCE)", name)


@pytest.fixture(scope="session")
def learning() -> Learning:
    """What the newsrooms of all tests have compiled."""
    return Learning()


@pytest.fixture
def store(settings: Settings, learning: Learning) -> Iterator[Store]:
    """The newsroom's database."""
    store = Store(settings.url)
    learning.statements(store.engine)
    yield store
    store.close()


@pytest.fixture
def newsdesk(settings: Settings, store: Store) -> Newsdesk:
    """Mara, Jonas, Elif and Ada at work."""
    return Newsdesk(store, LocalBlobs(settings.files))


@pytest.fixture
def app(settings: Settings, store: Store, learning: Learning) -> FastAPI:
    """The newsroom as a web app, on the same database as `newsdesk`."""
    from depesche.app import create  # noqa: PLC0415 - a broken door fails its own tests only

    app = create(settings, store)
    learning.routes(app)
    learning.templates(app)
    return app


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    """A visitor at the doors, while tail and clock are running."""
    with TestClient(app, base_url="http://testserver") as client:
        yield client


def _migrate(url: str) -> None:
    store = Store(url)
    migrate(store)
    store.close()


def _execute(server: str, statement: str, *names: str) -> None:
    with psycopg.connect(server.format("postgres"), autocommit=True) as connection:
        connection.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))
