"""What must not break on a bad night: the disk is full, the database goes away, nobody may write.

Real servers in processes of their own; the clock is the machine's.
"""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from uuid import uuid4

import httpx2
import psycopg
import pytest
from psycopg import sql
from sqlalchemy.engine import make_url

from cli.conftest import Running, Starting, start  # noqa: F401 - a fixture
from depesche import clock
from depesche.settings import Settings
from depesche.store.engine import Store
from newsdesk import Newsdesk
from pages import Page
from postgresql import PostgreSQL
from serving import Stream, until

ONLY_ROOT = pytest.mark.skipif(os.geteuid() != 0, reason="only root may do this")
SMALL = 12  # MiB


# The interpreter itself may lie where nobody can read: so it is loaded first.
AS_NOBODY = """
import os, pwd
from depesche.cli.main import app
nobody = pwd.getpwnam("nobody")
os.setgroups([])
os.setgid(nobody.pw_gid)
os.setuid(nobody.pw_uid)
app()
"""


@pytest.fixture(autouse=True)
def _running_clock(_stopped_clock: None) -> None:
    clock.reset()


class Agency:
    """A program that posts to a server."""

    def __init__(self, running: Running, token: str) -> None:
        said = running.says("listens on").partition("listens on ")[2]
        self.url = said.split(".\n")[0]
        self.client = httpx2.Client(
            base_url=self.url, headers={"Authorization": f"Bearer {token}"}, timeout=20
        )

    def __enter__(self) -> "Agency":
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def publishes(self, text: str, *, post: object = None) -> httpx2.Response:
        path = f"/api/v1/coverages/gipfel/posts/{post or uuid4()}"
        return self.client.put(path, json={"text": text, "status": "published"})

    def page(self) -> Page:
        return Page(self.client.get("/live/gipfel").text)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk with room for little."""
    place = tmp_path / "small"
    place.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SMALL}m,mode=700", "tmpfs", str(place)], check=False
    )
    if mounted.returncode != 0:
        pytest.skip("no disk can be mounted here")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


def begun(settings: Settings) -> str:
    """A newsroom with a coverage that is live; a program's token."""
    store = Store(settings.url)
    newsdesk = Newsdesk(store)
    newsdesk.opens(slug="gipfel")
    token = newsdesk.issues_token("wire")
    store.close()
    return token


@ONLY_ROOT
def test_a_full_disk_refuses_with_a_sentence_and_goes_on_when_there_is_room(
    small_disk: Path,
    migrated_sqlite: Path,
    start: Starting,  # noqa: F811
) -> None:
    settings = Settings(data=small_disk)
    settings.sqlite_file.write_bytes(migrated_sqlite.read_bytes())
    token = begun(settings)
    running = start("serve", "--port", "0", "--data", str(small_disk))
    with Agency(running, token) as agency, ExitStack() as doors:
        assert agency.publishes("Vorher.").status_code == 201
        before = agency.page()
        url = f"{agency.url}/live/gipfel/stream"
        stream = doors.enter_context(Stream(url, after=before.sequence))
        stream.heartbeat()
        filler = small_disk / "filler"
        with filler.open("wb") as file:
            file.write(b"x" * _free(small_disk))
        post = uuid4()
        refused = agency.publishes("Mitten in der Nacht. " + "x" * 15_000, post=post)
        assert refused.status_code == 507, refused.text
        assert refused.json()["code"] == "disk-full"
        assert "nothing was saved" in refused.json()["detail"]
        assert agency.page().ids("post") == before.ids("post"), "readers keep what they have"
        assert agency.client.get("/healthz?ready").status_code == 200

        filler.unlink()
        again = agency.publishes("Mitten in der Nacht.", post=post)
        assert again.status_code == 201, again.text
        (change,) = stream.changes(until=before.sequence + 1)
        assert change["id"] == str(post)
    assert '"the disk is full"' in running.complains()
    assert "Mitten" not in running.complains()
    assert running.ends(signal.SIGTERM) == 0


def _free(disk: Path) -> int:
    there = os.statvfs(disk)
    return there.f_bavail * there.f_frsize


@ONLY_ROOT
def test_a_server_that_may_not_write_says_so_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir(mode=0o700)
    for part in (tmp_path, *tmp_path.parents):
        if "pytest-of-root" in part.parts:
            part.chmod(part.stat().st_mode | 0o011)
    for words in (["serve", "--port", "0"], ["backup", "x.tar"], ["coverages", "list"]):
        for data in (tmp_path / "mine", tmp_path / "mine" / "new"):
            ended = subprocess.run(
                [sys.executable, "-c", AS_NOBODY, *words, "--data", data],
                capture_output=True,
                text=True,
                timeout=60,
                check=False,
                cwd="/",
            )
            assert ended.returncode == 1, ended.stderr
            assert ended.stderr.count("\n") == 1, ended.stderr
            assert str(data) in ended.stderr


@pytest.mark.parametrize("database", ["postgresql"])
def test_a_database_that_goes_away_and_comes_back(
    settings: Settings,
    postgresql_server: str,
    start: Starting,  # noqa: F811
) -> None:
    name = make_url(settings.database_url or "").database or ""
    with psycopg.connect(postgresql_server.format("postgres"), autocommit=True) as operator:
        outlasts(
            start,
            settings,
            goes=lambda: _send_away(operator, name),
            comes=lambda: _let_back(operator, name),
        )


def test_a_postgresql_that_is_stopped_and_started_again(
    mortal_postgresql: PostgreSQL,
    tmp_path: Path,
    start: Starting,  # noqa: F811
) -> None:
    settings = Settings(data=tmp_path, database_url=mortal_postgresql.url.format("postgres"))
    outlasts(start, settings, goes=mortal_postgresql.stops, comes=mortal_postgresql.starts)


def outlasts(
    start: Starting,  # noqa: F811
    settings: Settings,
    *,
    goes: Callable[[], None],
    comes: Callable[[], None],
) -> None:
    """Without its database a server says that it is away; streams stay, and catch up after."""
    token = begun(settings)
    address = {"DEPESCHE_DATABASE_URL": settings.database_url or "", "DEPESCHE_HEARTBEAT": "0.2"}
    running = start("serve", "--port", "0", "--data", str(settings.data), **address)
    with Agency(running, token) as agency, ExitStack() as doors:
        assert agency.publishes("Vorher.").status_code == 201
        before = agency.page()
        url = f"{agency.url}/live/gipfel/stream"
        stream = doors.enter_context(Stream(url, after=before.sequence))
        stream.heartbeat()
        goes()
        until(lambda: agency.client.get("/live/gipfel").status_code != 200)  # what was ready
        for _ in range(3):  # connections that are broken, and such as cannot be made
            page = agency.client.get("/live/gipfel")
            assert page.status_code == 503
            assert int(page.headers["retry-after"]) > 0
        post = uuid4()
        refused = agency.publishes("Währenddessen.", post=post)
        assert (refused.status_code, refused.json()["code"]) == (503, "unavailable")
        assert agency.client.get("/healthz").status_code == 200
        assert agency.client.get("/healthz?ready").status_code == 503
        assert stream.heartbeat()["sequence"] == before.sequence, "the stream stays"
        comes()
        assert agency.publishes("Währenddessen.", post=post).status_code == 201
        (change,) = stream.changes(until=before.sequence + 1)
        assert change["id"] == str(post)
    assert running.complains().count("the database does not answer; trying again") <= 4
    assert running.ends(signal.SIGTERM) == 0


def _send_away(operator: psycopg.Connection, name: str) -> None:
    operator.execute(
        sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS false").format(sql.Identifier(name))
    )
    operator.execute(
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s", [name]
    )


def _let_back(operator: psycopg.Connection, name: str) -> None:
    operator.execute(
        sql.SQL("ALTER DATABASE {} ALLOW_CONNECTIONS true").format(sql.Identifier(name))
    )
