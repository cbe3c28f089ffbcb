"""Drills: the server is killed while a client publishes, and backed up while many do.

Short at every push; at full length with `bin/test --long`.
"""

import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import httpx2
import pytest
from starlette.testclient import TestClient

from depesche import clock
from depesche.app import create
from depesche.newsroom import changes
from depesche.settings import Settings
from depesche.store import archive, backups
from depesche.store.engine import Store
from drills import Drills
from newsdesk import Newsdesk
from pages import Page, assert_same
from serving import Stream

DEPESCHE = Path(sys.executable).with_name("depesche")
PATIENCE = 60.0


@pytest.fixture(autouse=True)
def _running_clock(_stopped_clock: None) -> None:
    clock.reset()


class Unlucky:
    """A server that is killed again and again, and started again at once."""

    def __init__(self, settings: Settings) -> None:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self._port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self._port}"
        self._environment = {"DEPESCHE_DATABASE_URL": settings.database_url or ""}
        self._data = settings.data
        self._process: subprocess.Popen[bytes] | None = None
        self.kills = 0

    def start(self) -> None:
        self._process = subprocess.Popen(
            [DEPESCHE, "serve", "--port", str(self._port), "--data", self._data],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, **self._environment},
        )

    def kill(self) -> None:
        assert self._process is not None
        self._process.send_signal(signal.SIGKILL)
        self._process.wait(PATIENCE)
        self.kills += 1

    def wait(self) -> None:
        """Until it answers."""
        deadline = time.monotonic() + PATIENCE
        while not self.answers():
            assert time.monotonic() < deadline
            time.sleep(0.05)

    def answers(self) -> bool:
        try:
            return httpx2.get(f"{self.url}/healthz", timeout=2).status_code == 200
        except httpx2.HTTPError:
            return False


@contextmanager
def killed_at_random(server: Unlucky, chance: random.Random, *, times: int) -> Iterator[None]:
    """While the block runs, that often, whenever it has come up for a moment."""
    over = threading.Event()

    def strike() -> None:
        for _ in range(times):
            server.wait()
            over.wait(chance.uniform(0.05, 0.9))
            server.kill()
            server.start()

    with ThreadPoolExecutor(1) as executioner:
        striking = executioner.submit(strike)
        try:
            yield
        finally:
            over.set()
            striking.result(PATIENCE * times)


class Persistent:
    """A client that sends a post until it is answered."""

    def __init__(self, url: str, token: str) -> None:
        self.client = httpx2.Client(
            base_url=url, headers={"Authorization": f"Bearer {token}"}, timeout=5
        )
        self.answered: dict[UUID, str] = {}

    def __enter__(self) -> "Persistent":
        return self

    def __exit__(self, *_: object) -> None:
        self.client.close()

    def publishes(self, text: str) -> None:
        post, deadline = uuid4(), time.monotonic() + PATIENCE
        while time.monotonic() < deadline:
            try:
                answer = self.client.put(
                    f"/api/v1/coverages/gipfel/posts/{post}",
                    json={"text": text, "status": "published"},
                )
            except httpx2.HTTPError:
                time.sleep(0.02)
                continue
            if answer.status_code in {200, 201}:
                self.answered[post] = text
                return
            assert answer.status_code == 503, answer.text
            time.sleep(0.02)
        raise AssertionError("no answer")


class Follower:
    """An open page: its stream comes back with the last number it saw, however often it breaks."""

    def __init__(self, url: str) -> None:
        self._url = url
        self.page = Page(httpx2.get(f"{url}/live/gipfel").text)
        self.seen = self.page.sequence
        self._goal = threading.Event()
        self._until = sys.maxsize
        self._thread = threading.Thread(target=self._follow)
        self._thread.start()

    def converges(self, sequence: int) -> Page:
        """The page once it has seen that number."""
        self._until = sequence
        self._thread.join(PATIENCE)
        assert not self._thread.is_alive(), f"at {self.seen} instead of {sequence}"
        return self.page

    def _follow(self) -> None:
        deadline = time.monotonic() + 5 * PATIENCE
        while self.seen < self._until and time.monotonic() < deadline:
            try:
                self._read()
            except (OSError, httpx2.HTTPError, ValueError):
                time.sleep(0.05)

    def _read(self) -> None:
        url = f"{self._url}/live/gipfel/stream"
        with Stream(url, last_event_id=self.seen, patience=5) as stream:
            if stream.status != 200:
                return
            for event in stream.events():
                assert event.name != "reset", "it came back with a number the log does not know"
                if event.name == "message":
                    assert event.content["sequence"] == self.seen + 1, "without a gap"
                    self.page.apply(event.content)
                    self.seen = event.content["sequence"]
                if self.seen >= self._until:
                    return


def test_killed_at_random_every_answered_post_is_there_exactly_once(
    settings: Settings, newsdesk: Newsdesk, drills: Drills
) -> None:
    newsdesk.opens(slug="gipfel")
    token = newsdesk.issues_token("wire")
    server = Unlucky(settings)
    server.start()
    try:
        server.wait()
        followers = [Follower(server.url) for _ in range(3)]
        striking = killed_at_random(server, random.Random(3), times=drills.kills)
        with striking, Persistent(server.url, token) as client:
            for n in range(drills.published):
                client.publishes(f"Nr. {n}")
        server.wait()

        told = newsdesk.readers_see()
        assert sorted(told) == sorted(client.answered.values()), "each is there once, and no other"
        assert len(told) == drills.published
        log = newsdesk.reader_log()
        assert [line.sequence for line in log] == list(range(1, len(log) + 1))
        fresh = Page(httpx2.get(f"{server.url}/live/gipfel").text)
        for follower in followers:
            page = follower.converges(len(log))
            assert [p.id for p in page.posts][: len(fresh.posts)] == [p.id for p in fresh.posts]
        assert server.kills == drills.kills
    finally:
        server.kill()


def test_a_backup_under_load_restores_to_the_same_pages(
    settings: Settings,
    store: Store,
    newsdesk: Newsdesk,
    drills: Drills,
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    newsdesk.opens(slug="gipfel")
    for n in range(drills.posts):
        newsdesk.publishes(f"Vorher {n}")
    saved = tmp_path_factory.mktemp("safe") / "evening.tar"
    over = threading.Event()

    def write(who: int) -> int:
        """All verbs at once, each a transaction; how many."""
        done = 0
        while not over.is_set() and done < 20 * drills.posts:
            post = newsdesk.publishes(f"Von {who}, Nr. {done}")
            if done % 3 == 0:
                newsdesk.corrects(post, f"Richtig von {who}, Nr. {done}")
            if done % 5 == 0:
                newsdesk.pins(post)
            done += 1
        return done

    with ThreadPoolExecutor(3) as writers:
        writing = [writers.submit(write, who) for who in range(3)]
        try:
            backups.write(store, settings.files, saved, now=clock.wall(), progress=_in_silence)
        finally:
            over.set()
        for done in writing:
            assert done.result(PATIENCE)

    there = _restored(saved, tmp_path_factory.mktemp("elsewhere"))
    with (
        _visited(settings, store) as original,
        _visited(Settings(data=saved.parent), there) as copy,
    ):
        page, fresh = Page(copy.get("/live/gipfel").text), Page(original.get("/live/gipfel").text)
        assert page.sequence >= drills.posts
        told = _changes(original, after=0)
        copied = _changes(copy, after=0)
        assert [_who(line) for line in copied] == [_who(line) for line in told[: len(copied)]]
        page.apply_all(told[page.sequence :])
        assert_same(page, fresh)
    there.close()


@contextmanager
def _visited(settings: Settings, store: Store) -> Iterator[TestClient]:
    given = settings.model_copy(update={"public_url": "http://testserver"})
    with TestClient(create(given, store), base_url="http://testserver") as client:
        yield client


def _changes(client: TestClient, *, after: int) -> list[dict[str, Any]]:
    """All of them, page by page."""
    found: list[dict[str, Any]] = []
    more = True
    while more:
        told = client.get(f"/live/gipfel/changes?after={after}").json()
        found += told["changes"]
        after, more = told["sequence"], told["more"]
    return found


def _who(line: dict[str, Any]) -> tuple[Any, ...]:
    return line["sequence"], line["at"], line["kind"], line["id"]


def _in_silence(_what: str, _done: int, _total: int) -> None:
    pass


def _restored(saved: Path, data: Path) -> Store:
    there = Store(Settings(data=data).url)
    with (
        archive.opened(saved) as whole,
        backups.restored(whole, there, data / "files", progress=_in_silence) as session,
    ):
        changes.begin_editions(session)
    return there
