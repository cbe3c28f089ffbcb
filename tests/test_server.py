"""The server as an operator runs it: a process of its own, ended and started again.

Here the clock runs, and is the machine's.
"""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from statistics import median

import httpx2
import pytest

from depesche import clock
from depesche.newsroom import coverages, posts
from depesche.settings import Settings
from depesche.store.engine import Store
from newsdesk import Newsdesk
from pages import Page, assert_same
from serving import PATIENCE, Stream, unread

pytestmark = pytest.mark.parametrize("settings", ["sqlite"], indirect=True)  # one is enough

DEPESCHE = Path(sys.executable).with_name("depesche")
STARTING = 30.0  # seconds; a busy machine starts slowly
STREAMS = 200


class Server:
    """`depesche serve` on one port and one directory, however often it is started."""

    def __init__(self, data: Path) -> None:
        self._data = data
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self._port = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self._port}"

    @contextmanager
    def running(self) -> Iterator[subprocess.Popen[str]]:
        """It listens when the block begins, and does not outlive it."""
        words = [DEPESCHE, "serve", "--port", str(self._port), "--data", self._data]
        process = subprocess.Popen(
            words, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, env=_environment()
        )
        with process:
            overdue = threading.Timer(STARTING, process.kill)  # then it has nothing more to say
            try:
                overdue.start()
                self._wait_for(process)
                overdue.cancel()
                yield process
            finally:
                overdue.cancel()
                process.kill()

    def _wait_for(self, process: subprocess.Popen[str]) -> None:
        assert process.stdout is not None
        said = ""
        while "listens on" not in said:
            line = process.stdout.readline()
            assert line, said
            said += line


def _environment() -> dict[str, str]:
    return {**os.environ, "DEPESCHE_HEARTBEAT": "0.2", "PYTHONUNBUFFERED": "1"}


def seconds_to_end(process: subprocess.Popen[str]) -> float:
    """From SIGTERM to the end of the process."""
    told = time.monotonic()
    process.send_signal(signal.SIGTERM)
    code = process.wait(STARTING)
    took = time.monotonic() - told
    print(f"ended {took:.2f} s after SIGTERM")  # noqa: T201 - for whoever measures
    assert code == 0
    return took


@pytest.fixture(autouse=True)
def _running_clock(_stopped_clock: None) -> None:
    clock.reset()


@pytest.fixture
def server(settings: Settings, store: Store) -> Server:
    """A server on the newsdesk's database; not started yet."""
    return Server(settings.data)


def test_it_ends_within_two_seconds_and_two_hundred_readers_come_back(
    server: Server, newsdesk: Newsdesk
) -> None:
    newsdesk.opens(slug="gipfel")
    url = f"{server.url}/live/gipfel/stream"
    seen, took = ["1"] * STREAMS, list[float]()

    while len(took) < 2 or (min(took) > 2 and len(took) < 5):  # a busy machine may have more turns
        newsdesk.publishes(f"Vor Neustart {len(took)}")  # while it is down, if it has been up
        newest = newsdesk.coverage.sequence
        with server.running() as process, ExitStack() as doors:
            come = [doors.enter_context(Stream(url, after=0, last_event_id=last)) for last in seen]
            for stream in come:
                (change,) = stream.changes(until=newest)
                assert f"Vor Neustart {len(took)}" in change["html"]
            took.append(seconds_to_end(process))
            for stream in come:
                assert all(event.name == "heartbeat" for event in stream.events()), "then it ended"
            seen = [stream.last_event_id for stream in come]

    assert seen == [str(newest)] * STREAMS
    assert min(took) <= 2


def test_it_does_not_wait_for_a_reader_who_does_not_read(
    server: Server, newsdesk: Newsdesk
) -> None:
    newsdesk.opens(slug="gipfel")
    with newsdesk.store.writing() as session:
        coverage = coverages.find(session, "gipfel", to_write=True)
        for n in range(250):  # more than what lies between a server and a client on their way
            text = f"{n} " + "x" * 19_000
            posts.publish(session, coverage, text=text, by=newsdesk.jonas, now=clock.now())
    url = f"{server.url}/live/gipfel/stream"

    with server.running() as process, unread(f"{url}?after=0"), Stream(url, after=0) as stream:
        stream.changes(until=251)
        assert seconds_to_end(process) <= 3  # it is given half of one
        assert process.stdout is not None
        said = process.stdout.read()
        assert '"level"' not in said, said


def test_it_opens_on_the_minute(server: Server, newsdesk: Newsdesk) -> None:
    """Three coverages, so that a busy machine does not decide alone."""
    with server.running(), ExitStack() as doors:
        opening = {}
        for half_seconds in (6, 7, 8):
            opens_at = clock.wall() + timedelta(seconds=half_seconds / 2)
            slug = newsdesk.announces(opens_at=opens_at).slug
            newsdesk.publishes(f"Zur Eröffnung von {slug}")
            url = f"{server.url}/live/{slug}/stream"
            opening[opens_at] = doors.enter_context(Stream(url, after=1))

        late = []
        for opens_at, stream in opening.items():
            opened = next(event for event in stream.events() if event.name == "message")
            late.append((clock.wall() - opens_at).total_seconds())
            assert (opened.content["kind"], opened.content["sequence"]) == ("coverage", 2)
            assert 'data-status="live"' in opened.content["html"]
            (post,) = stream.changes(until=3)
            assert "Zur Eröffnung" in post["html"]

    print(f"opened {late} s after the minute")  # noqa: T201
    assert min(late) >= 0
    assert median(late) <= 1


def test_it_makes_good_what_fell_due_while_it_was_down(server: Server, newsdesk: Newsdesk) -> None:
    newsdesk.announces(slug="gipfel", opens_at=clock.wall() + timedelta(hours=1))
    at_once = newsdesk.publishes("Zur Eröffnung")
    with server.running() as process:
        page = Page(httpx2.get(f"{server.url}/live/gipfel").text)
        seconds_to_end(process)
    opens_at = clock.wall() + timedelta(seconds=0.5)
    newsdesk.edits(opens_at=opens_at)
    later = newsdesk.schedules("Geplant", at=opens_at + timedelta(seconds=0.2))
    held = newsdesk.publishes("Gesperrt", embargoed_until=opens_at + timedelta(seconds=0.1))
    far = newsdesk.schedules("Noch lange nicht", at=opens_at + timedelta(hours=1))
    assert newsdesk.coverage.status == "announced", "it was stopped before the minute"
    _wait_until_after(opens_at + timedelta(seconds=0.2))

    with server.running(), Stream(f"{server.url}/live/gipfel/stream", after=1) as stream:
        edited, opened, *published = stream.changes(until=6)
        fresh = Page(httpx2.get(f"{server.url}/live/gipfel").text)

    assert (edited["verb"], opened["kind"]) == ("superseded", "coverage")
    assert [post["id"] for post in published] == [str(p.id) for p in (at_once, held, later)]
    page.apply_all((edited, opened, *published))
    assert_same(page, fresh)
    assert newsdesk.again(far).status == "scheduled"
    opened_at = newsdesk.coverage.opened_at
    assert opened_at is not None
    assert opened_at >= opens_at


def _wait_until_after(moment: datetime) -> None:
    deadline = time.monotonic() + PATIENCE
    while clock.wall() <= moment:
        assert time.monotonic() < deadline
        time.sleep(0.02)
