"""`depesche serve --workers`: real processes on a real PostgreSQL, and what happens when one dies.

Here the clock runs, and is the machine's.
"""

import json
import os
import re
import signal
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from datetime import timedelta
from pathlib import Path
from urllib.error import URLError
from urllib.request import Request, urlopen
from uuid import uuid4

import pytest
from fastapi import FastAPI
from sqlalchemy import text

from cli.conftest import PATIENCE, Running, Shell, Starting
from depesche import clock, server
from depesche.cli import serve, workers
from depesche.settings import Settings
from depesche.store.engine import CONNECTIONS, Store
from newsdesk import Newsdesk
from serving import Stream

ENOUGH = 3  # streams of which each worker has some
postgresql = pytest.mark.parametrize("database", ["postgresql"])


@pytest.fixture(autouse=True)
def _running_clock(_stopped_clock: None) -> None:
    clock.reset()


@pytest.fixture
def free() -> int:
    """A port that nobody listens on, and neither on the next one."""
    while True:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = int(probe.getsockname()[1])
        with suppress(OSError, OverflowError), socket.create_server(("127.0.0.1", port + 1)):
            return port


class House:
    """Two workers, as an operator and as readers see them."""

    def __init__(self, running: Running, figures: int) -> None:
        self.running, self.figures = running, figures
        found = re.search(r"listens on (http://\S+:\d+)", running.says("Desk"))
        assert found is not None
        self.url = found[1]

    def figure(self, number: int, line: str) -> float:
        """What that worker's figures say, 0.0 for nothing."""
        with urlopen(f"http://127.0.0.1:{self.figures + number}/metrics", timeout=10) as answer:
            told = answer.read().decode()
        found = re.search(rf"^{re.escape(line)} (\S+)$", told, re.MULTILINE)
        return float(found[1]) if found else 0.0

    def readers(self, number: int) -> int:
        return int(self.figure(number, 'depesche_streams{audience="reader"}'))

    def publishes(self, slug: str, token: str, text: str) -> None:
        """Through the API, whichever worker takes it."""
        request = Request(
            f"{self.url}/api/v1/coverages/{slug}/posts/{uuid4()}",
            data=json.dumps({"text": text, "status": "published"}).encode(),
            headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
            method="PUT",
        )
        with urlopen(request, timeout=PATIENCE) as answer:
            assert answer.status == 201

    def logs(self, message: str) -> list[dict[str, object]]:
        """The lines of the log that say this."""
        return [line for line in self._lines if message in str(line["message"])]

    def complaints(self) -> list[dict[str, object]]:
        """The lines of the log that are no mere news."""
        return [line for line in self._lines if line["level"] != "info"]

    @property
    def _lines(self) -> list[dict[str, object]]:
        return [json.loads(line) for line in self.running.complains().splitlines()]


def children(pid: int) -> list[int]:
    """The processes that this one has begun, oldest first."""
    told = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(child) for child in told.split()]


def runs(pid: int) -> bool:
    """Whether there is such a process, and it is not just waiting to be buried."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def kill(pid: int) -> None:
    with suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def until(condition: Callable[[], object], patience: float = PATIENCE) -> None:
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, "it did not come about"
        time.sleep(0.05)


@pytest.fixture
def house(start: Starting, settings: Settings, free: int) -> House:
    running = start(
        *("serve", "--workers", "2", "--port", "0", "--data", str(settings.data)),
        DEPESCHE_DATABASE_URL=settings.database_url or "",
        DEPESCHE_METRICS_PORT=str(free),
        DEPESCHE_MAX_STREAMS="200",
        DEPESCHE_HEARTBEAT="0.2",
    )
    return House(running, free)


@pytest.fixture
def doors() -> Iterator[ExitStack]:
    """What is opened here is closed at the end."""
    with ExitStack() as opened:
        yield opened


def come(house: House, doors: ExitStack, url: str) -> list[Stream]:
    """Readers, until each worker has some."""
    streams: list[Stream] = []
    while min(house.readers(0), house.readers(1)) < ENOUGH:
        assert len(streams) < 100, "one worker gets none of them"
        streams.append(doors.enter_context(Stream(url, after=0)))
        streams[-1].heartbeat()
    return streams


def texts(changes: list[dict[str, str]]) -> list[str]:
    return re.findall(r"(?<=<p>)Nummer \d+", " ".join(change.get("html", "") for change in changes))


# They serve together


@postgresql
def test_a_post_reaches_the_readers_of_both_in_order_and_a_worker_that_is_killed_costs_nothing(
    house: House, newsdesk: Newsdesk, doors: ExitStack
) -> None:
    slug, token = newsdesk.opens(slug="gipfel").slug, newsdesk.issues_token("agency")
    url = f"{house.url}/live/{slug}/stream"
    streams = come(house, doors, url)

    numbers = [f"Nummer {n}" for n in range(8)]
    for number in numbers:
        house.publishes(slug, token, number)
    newest = newsdesk.coverage.sequence
    for stream in streams:
        assert texts(stream.changes(until=newest)) == numbers

    first, second = children(house.running.process.pid)
    os.kill(first, signal.SIGKILL)
    house.publishes(slug, token, "Nummer 8")
    newest = newsdesk.coverage.sequence
    came_back = 0
    for stream in streams:
        try:
            told = stream.changes(until=newest)
        except AssertionError:  # hung up on: it comes back as a browser does
            came_back += 1
            again = doors.enter_context(Stream(url, last_event_id=stream.last_event_id))
            told = again.changes(until=newest)
        assert texts(told) == ["Nummer 8"]
    assert ENOUGH <= came_back <= len(streams) - ENOUGH

    until(lambda: len(children(house.running.process.pid)) == 2)
    until(lambda: house.logs("a worker has died"))
    (told_of,) = house.logs("a worker has died")
    assert (told_of["worker"], told_of["exit_code"]) == (0, -signal.SIGKILL)
    assert children(house.running.process.pid)[0] == second, "the other one was left alone"
    until(lambda: _answers(house, 0))
    doors.close()
    doors.enter_context(Stream(url, after=0))
    come(house, doors, url)
    assert house.running.ends(signal.SIGTERM) == 0


def _answers(house: House, number: int) -> bool:
    try:
        house.readers(number)
    except URLError:
        return False
    return True


@postgresql
def test_a_coverage_opens_at_its_minute_and_once(
    house: House, newsdesk: Newsdesk, doors: ExitStack
) -> None:
    """Several, so that one of them would be opened by both."""
    opening = []
    for n in range(8):
        opens_at = clock.wall() + timedelta(seconds=2)
        slug = newsdesk.announces(slug=f"gipfel-{n}", opens_at=opens_at).slug
        newsdesk.publishes("Nummer 0")
        opening.append(doors.enter_context(Stream(f"{house.url}/live/{slug}/stream", after=1)))
    for stream in opening:
        opened, post = stream.changes(until=3)
        assert (opened["kind"], opened["sequence"]) == ("coverage", 2)
        assert texts([post]) == ["Nummer 0"]
    until(lambda: len(house.logs("is published")) == 8)
    assert house.running.ends(signal.SIGTERM) == 0
    opened_by = house.logs("is open")
    assert len({line["message"] for line in opened_by}) == len(opened_by) == 8
    assert {line["worker"] for line in opened_by} <= {0, 1}
    assert not house.logs("could not")


@postgresql
def test_two_hundred_readers_spread_over_both(
    house: House, newsdesk: Newsdesk, doors: ExitStack
) -> None:
    newsdesk.opens(slug="gipfel")
    url = f"{house.url}/live/gipfel/stream"
    for _ in range(200):
        doors.enter_context(Stream(url, after=0)).heartbeat()
    share = [house.readers(number) for number in range(2)]
    print(f"spread {share}")  # noqa: T201 - for whoever measures
    assert sum(share) == 200
    assert min(share) >= 30


# They begin and end together


@postgresql
def test_one_message_says_where_all_of_them_listen_and_the_first_process_has_no_thread(
    house: House,
) -> None:
    said = house.running.says("Desk")
    assert said.count("listens on") == 1
    assert f"Depesche listens on {house.url} (2 workers).\n" in said
    pid = house.running.process.pid
    assert len(children(pid)) == 2
    assert [task.name for task in Path(f"/proc/{pid}/task").iterdir()] == [str(pid)]
    assert house.running.ends(signal.SIGTERM) == 0
    assert house.running.says("has ended").count("Depesche has ended.") == 1


@postgresql
@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_one_signal_ends_all_of_them_within_seconds(
    house: House, newsdesk: Newsdesk, doors: ExitStack, ending: int
) -> None:
    newsdesk.opens(slug="gipfel")
    streams = come(house, doors, f"{house.url}/live/gipfel/stream")
    pids = children(house.running.process.pid)
    begun = time.monotonic()
    assert house.running.ends(ending) == 0
    assert time.monotonic() - begun < 5
    assert not any(map(runs, pids))
    for stream in streams:
        assert {event.name for event in stream.events()} <= {"message", "heartbeat"}
    assert house.complaints() == []


@postgresql
def test_a_signal_to_the_whole_group_ends_them_as_politely(
    house: House, newsdesk: Newsdesk, doors: ExitStack
) -> None:
    """As a terminal and a service manager send it."""
    newsdesk.opens(slug="gipfel")
    come(house, doors, f"{house.url}/live/gipfel/stream")
    pids = children(house.running.process.pid)
    for pid in pids:
        os.kill(pid, signal.SIGTERM)
    assert house.running.ends(signal.SIGTERM) == 0
    assert not any(map(runs, pids))
    assert house.complaints() == []


@postgresql
def test_workers_whose_first_process_was_killed_end_by_themselves(
    house: House, newsdesk: Newsdesk, doors: ExitStack
) -> None:
    newsdesk.opens(slug="gipfel")
    come(house, doors, f"{house.url}/live/gipfel/stream")
    pids = children(house.running.process.pid)
    for pid in pids:
        doors.callback(kill, pid)  # whatever comes of it
    house.running.ends(signal.SIGKILL)
    until(lambda: not any(map(runs, pids)), patience=10)
    with pytest.raises(URLError):
        urlopen(house.url, timeout=5)


@postgresql
def test_a_second_signal_waits_for_nobody(house: House) -> None:
    pids = children(house.running.process.pid)
    os.kill(pids[0], signal.SIGSTOP)  # it would take its time
    house.running.process.send_signal(signal.SIGTERM)
    until(lambda: not runs(pids[1]))
    assert house.running.process.poll() is None, "it waits for the other one"
    begun = time.monotonic()
    assert house.running.ends(signal.SIGTERM) == 0
    assert time.monotonic() - begun < workers.ENDING / 2
    assert not any(map(runs, pids))
    assert [line["workers"] for line in house.logs("did not end by themselves")] == [1]


def test_who_was_let_go_and_then_gets_a_signal_is_in_no_greater_hurry() -> None:
    serving = server.configured(FastAPI(), host="127.0.0.1", port=0)
    serving.end()
    serving.handle_exit(signal.SIGTERM, None)
    assert (serving.should_exit, serving.force_exit) == (True, False)
    serving.handle_exit(signal.SIGTERM, None)
    assert serving.force_exit


# They cannot begin


def test_with_sqlite_there_is_one_process_and_it_says_so(depesche: Shell, data: Path) -> None:
    result = depesche("serve", "--workers", "2", "--port", "0")
    assert result.exit_code == 1
    assert "with SQLite there is one process" in result.stderr
    assert "DEPESCHE_DATABASE_URL" in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize("count", ["0", "65", "many"])
def test_a_number_of_workers_that_cannot_be_is_a_usage_error(depesche: Shell, count: str) -> None:
    assert depesche("serve", "--workers", count).exit_code == 2


def test_figures_of_all_workers_need_ports(
    depesche: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEPESCHE_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none")
    monkeypatch.setenv("DEPESCHE_METRICS_PORT", "65535")
    result = depesche("serve", "--workers", "2", "--port", "0")
    assert result.exit_code == 1
    assert "each of 2 workers has a port for its figures" in result.stderr


@postgresql
def test_a_worker_that_cannot_begin_ends_all_with_its_reason(
    start: Starting, settings: Settings, free: int
) -> None:
    with socket.create_server(("127.0.0.1", free + 1)):
        running = start(
            *("serve", "--workers", "2", "--port", "0", "--data", str(settings.data)),
            DEPESCHE_DATABASE_URL=settings.database_url or "",
            DEPESCHE_METRICS_PORT=str(free),
        )
        until(lambda: "could not begin" in running.complains())
        assert running.process.wait(PATIENCE) == 1
    told = running.complains()
    assert f"DEPESCHE_METRICS_PORT={free} wants port {free + 1}, which cannot be used" in told
    assert "Traceback" not in told
    assert "listens on" not in running.stdout.read_text()
    with pytest.raises(URLError):
        urlopen(f"http://127.0.0.1:{free}/metrics", timeout=5)


# How soon another one begins


class Ended:
    """A process that is over as soon as it has begun."""

    exitcode = 1

    def start(self) -> None:
        pass

    def is_alive(self) -> bool:
        return False


def test_one_after_the_other_that_dies_is_waited_for_longer_and_longer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    now = 1000.0
    monkeypatch.setattr(time, "monotonic", lambda: now)
    worker = workers._Worker(0)

    def pause(after: float) -> float:
        """Between the beginning of one that lives so long, and of the next."""
        nonlocal now
        worker.begins(Ended())  # type: ignore[arg-type]
        begun, now = now, now + after
        assert worker.has_ended() == 1
        assert worker.has_ended() is None, "it is told once"
        pause = max(worker.due, now) - begun
        now = max(worker.due, now)
        return pause

    assert [pause(after=0.1) for _ in range(7)] == [1, 2, 4, 8, 16, 30, 30]
    assert pause(after=59) == 59
    assert pause(after=61) == 61
    assert [pause(after=0.1) for _ in range(2)] == [2, 4]


@postgresql
def test_workers_who_may_want_more_connections_than_there_are_are_told_of(
    store: Store, caplog: pytest.LogCaptureFixture
) -> None:
    with store.reading() as session:
        allowed = int(session.scalar(text("SHOW max_connections")) or 0)
    few = allowed // (CONNECTIONS + 1)
    serve._look_at_connections(store, few)
    assert not caplog.records
    serve._look_at_connections(store, few + 1)
    assert "fewer connections" in caplog.text
