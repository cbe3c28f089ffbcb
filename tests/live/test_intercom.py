"""The intercom: words between processes, by a real PostgreSQL."""

import asyncio
import logging
import threading
import time
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator, Mapping
from contextlib import asynccontextmanager
from typing import Any

import psycopg
import pytest
from fastapi import FastAPI
from sqlalchemy import event

from depesche.live import bells
from depesche.live import intercom as intercoms
from depesche.live import tail as tails
from depesche.live.bells import Bell
from depesche.live.channels import Channel
from depesche.live.intercom import Intercom
from depesche.settings import Settings
from depesche.store.engine import Log, Store
from depesche.web.rooms import Rooms
from newsdesk import Newsdesk
from postgresql import PostgreSQL
from serving import Stream, serving

PATIENCE = 20.0
SHORT = 0.3  # seconds in which a word would have come

postgresql = pytest.mark.parametrize("database", ["postgresql"])


class Process:
    """One process of the newsroom: its own store, intercom and bell."""

    def __init__(self, url: str) -> None:
        self.store = Store(url)
        self.intercom = Intercom(self.store)
        self.outdated: list[frozenset[Log]] = []
        self.bell = bells.connected(self.store, self.intercom, first=self.outdated.append)
        self.heard: asyncio.Queue[tuple[str, Any]] = asyncio.Queue()
        self.intercom.hear("test", lambda name, said: self.heard.put_nowait((name, said)))

    async def says(self, said: Any) -> None:
        await asyncio.to_thread(self.intercom.say, "test", said)

    async def hears(self) -> Any:
        return (await asyncio.wait_for(self.heard.get(), PATIENCE))[1]

    @asynccontextmanager
    async def at_work(self) -> AsyncIterator["Process"]:
        self.bell.hang()
        listening = asyncio.create_task(self.intercom.run())
        try:
            yield self
        finally:
            listening.cancel()
            await asyncio.gather(listening, return_exceptions=True)


Two = tuple[Process, Process]


@pytest.fixture
def two(settings: Settings) -> Iterator[Two]:
    processes = Process(settings.url), Process(settings.url)
    yield processes
    for process in processes:
        process.store.close()


def run(test: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(test, 2 * PATIENCE))


async def until_through(one: Process, other: Process) -> None:
    """Until what `one` says is heard by `other`."""
    deadline = time.monotonic() + PATIENCE
    while other.heard.empty():
        assert time.monotonic() < deadline
        await one.says("are you there?")
        await asyncio.sleep(0.05)
    while not other.heard.empty():
        other.heard.get_nowait()


async def drained(process: Process) -> list[Any]:
    """What is on its way, after a while."""
    await asyncio.sleep(SHORT)
    return [process.heard.get_nowait()[1] for _ in range(process.heard.qsize())]


@postgresql
def test_what_one_process_says_the_other_hears_in_order_and_it_does_not_itself(two: Two) -> None:
    one, other = two

    async def test() -> None:
        async with one.at_work(), other.at_work():
            await until_through(one, other)
            await until_through(other, one)
            for n in range(20):
                await one.says({"n": n, "words": "Größe\u0000"})
            assert [(await other.hears())["n"] for _ in range(20)] == list(range(20))
            await other.says("and me?")
            assert await one.hears() == "and me?"
            assert await drained(one) == []

    run(test())


@postgresql
def test_the_hearer_is_told_who_said_it(two: Two) -> None:
    one, other = two

    async def test() -> None:
        async with other.at_work():
            await until_through(one, other)
            await one.says(7)
            assert await other.heard.get() == (one.intercom.name, 7)

    run(test())


@postgresql
def test_a_bell_that_one_process_rings_is_heard_in_the_other_at_once(
    two: Two, newsdesk: Newsdesk
) -> None:
    one, other = two
    coverage = newsdesk.opens(slug="gipfel")
    newsdesk.store = one.store

    async def heard(bell: Bell) -> Mapping[Channel, float]:
        return await bell.heard(patience=PATIENCE)

    async def test() -> None:
        async with one.at_work(), other.at_work():
            await until_through(one, other)
            await until_through(other, one)
            before = time.time()
            await asyncio.to_thread(newsdesk.publishes, "Überall")
            for bell in (other.bell, one.bell):
                rung = await heard(bell)
                assert rung.keys() == {
                    (coverage.id, "reader"),
                    (coverage.id, "desk", "de"),
                    (coverage.id, "desk", "en"),
                }
                assert all(before <= moment <= time.time() for moment in rung.values())
            logs = {(coverage.id, "reader"), (coverage.id, "desk")}
            assert one.outdated == other.outdated == [logs]
            assert await one.bell.heard(patience=SHORT) == {}, "its own it heard once"
            assert await other.bell.heard(patience=SHORT) == {}

    run(test())


@postgresql
def test_readers_of_one_process_are_told_by_the_bell_of_what_another_wrote(
    app: FastAPI, two: Two, newsdesk: Newsdesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tails, "SILENCE", 3600.0)
    other, heard = two[0], threading.Event()
    rooms: Rooms = app.state.rooms
    rooms.intercom.hear("test", lambda _name, _said: heard.set())
    newsdesk.opens(slug="gipfel")

    with serving(app) as url, Stream(f"{url}/live/gipfel/stream", after=1) as stream:
        stream.heartbeat()
        while not heard.wait(0.05):
            other.intercom.say("test", "are you there?")
        newsdesk.store = other.store
        newsdesk.publishes("Nebenan")
        (change,) = stream.changes(until=2)
        assert "Nebenan" in change["html"]


@postgresql
def test_nobody_is_told_of_what_did_not_happen(two: Two, newsdesk: Newsdesk) -> None:
    one, other = two
    newsdesk.opens(slug="gipfel")
    newsdesk.store = one.store

    def refuse(_connection: object) -> None:
        raise psycopg.OperationalError("the line is cut")

    def fail() -> None:
        event.listen(one.store.engine, "commit", refuse)
        with pytest.raises(psycopg.OperationalError):
            newsdesk.publishes("Nie geschehen")
        event.remove(one.store.engine, "commit", refuse)

    async def test() -> None:
        async with other.at_work():
            await until_through(one, other)
            await asyncio.to_thread(fail)
            assert await other.bell.heard(patience=SHORT) == {}

    run(test())


@postgresql
def test_a_clock_that_is_ahead_rings_no_bell_in_the_future(two: Two) -> None:
    one, other = two

    async def test() -> None:
        async with other.at_work():
            await until_through(one, other)
            ahead = time.time() + 3600
            await asyncio.to_thread(one.intercom.say, bells.TOPIC, [ahead, [[7, "reader"]]])
            rung = await other.bell.heard(patience=PATIENCE)
            assert rung.keys() == {(7, "reader")}
            assert rung[(7, "reader")] <= time.time()

    run(test())


@postgresql
def test_many_logs_at_once_are_told_in_several_words(two: Two) -> None:
    one, other = two
    many = {(n, "reader") for n in range(1_000_000, 1_000_450)}

    def write() -> None:
        with one.store.writing() as session:
            session.info["changed"] = many

    async def test() -> None:
        async with other.at_work():
            await until_through(one, other)
            await asyncio.to_thread(write)
            found: set[Channel] = set()
            while len(found) < len(many):
                rung = await other.bell.heard(patience=PATIENCE)
                assert rung, "nothing more came"
                found |= rung.keys()
            assert found == many

    run(test())


@postgresql
def test_a_word_that_is_too_long_is_refused(two: Two) -> None:
    one, other = two
    longest = intercoms.LIMIT - 1 - len('["12345678","test",""]')

    async def test() -> None:
        async with other.at_work():
            await until_through(one, other)
            await one.says("x" * longest)
            assert await other.hears() == "x" * longest
            with pytest.raises(ValueError, match="too long"):
                await one.says("x" * (longest + 1))

    run(test())


@postgresql
def test_what_cannot_be_understood_is_logged_and_the_next_word_is_heard(
    two: Two, caplog: pytest.LogCaptureFixture
) -> None:
    one, other = two
    other.intercom.hear("bad", lambda _name, said: int(said))

    async def test() -> None:
        async with other.at_work():
            await until_through(one, other)
            with one.store.engine.begin() as connection:
                connection.exec_driver_sql("NOTIFY depesche, 'no json'")
            await asyncio.to_thread(one.intercom.say, "bad", "no number")
            await one.says("still here")
            assert await other.hears() == "still here"

    run(test())
    assert caplog.text.count("could not understand") == 2


@postgresql
def test_no_word_is_lost_while_the_line_is_tried(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intercoms, "SILENCE", 0.001)
    one, other = two

    async def test() -> None:
        async with other.at_work():
            await until_through(one, other)
            for n in range(300):
                await one.says(n)
            assert [await other.hears() for _ in range(300)] == list(range(300))

    run(test())


@pytest.fixture
def mortal(
    mortal_postgresql: PostgreSQL,
) -> Iterator[tuple[PostgreSQL, Process, Process]]:
    url = mortal_postgresql.url.format("postgres").replace("postgresql", "postgresql+psycopg", 1)
    one, other = Process(url), Process(url)
    yield mortal_postgresql, one, other
    one.store.close()
    other.store.close()


def test_a_line_that_breaks_is_mended_and_told_of_once(
    mortal: tuple[PostgreSQL, Process, Process],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO)
    monkeypatch.setattr(intercoms, "AGAIN", 0.05)
    server, one, other = mortal

    async def test() -> None:
        async with other.at_work():
            await until_through(one, other)
            await asyncio.to_thread(server.stops)
            await asyncio.sleep(0.5)  # ten times, and it is said once
            await asyncio.to_thread(server.starts)
            await _until(lambda: "answers again" in caplog.text)
            await until_through(one, other)

    run(test())
    told = [record for record in caplog.records if record.name == intercoms.__name__]
    assert [record.levelno for record in told] == [logging.ERROR, logging.INFO]


async def _until(happens: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not happens():
        assert time.monotonic() < deadline
        await asyncio.sleep(0.02)


@postgresql
def test_a_line_that_hangs_is_found_out(two: Two, monkeypatch: pytest.MonkeyPatch) -> None:
    """As behind a firewall that forgets: nothing comes, and nothing says so."""
    monkeypatch.setattr(intercoms, "SILENCE", 0.1)
    monkeypatch.setattr(intercoms, "PATIENCE", 0.3)
    monkeypatch.setattr(intercoms, "AGAIN", 0.05)
    one, other = two
    hung: list[int] = []
    execute = psycopg.AsyncConnection.execute

    async def hang(line: Any, query: Any, *rest: Any, **more: Any) -> Any:
        if query == "SELECT 1" and len(hung) < 2:
            hung.append(id(line))
            await asyncio.sleep(PATIENCE)
        return await execute(line, query, *rest, **more)

    monkeypatch.setattr(psycopg.AsyncConnection, "execute", hang)

    async def test() -> None:
        async with other.at_work():
            await _until(lambda: len(hung) == 2)
            await until_through(one, other)

    run(test())


def test_listening_ends_at_once(two: Two) -> None:
    """Also where there is nobody to listen to."""
    one, other = two

    async def test() -> None:
        async with one.at_work() as here:
            await asyncio.sleep(SHORT)
            begun = time.monotonic()
        assert here is one
        assert time.monotonic() - begun < 1.0

    run(test())
    assert other.intercom.name != one.intercom.name


@pytest.mark.parametrize("database", ["sqlite"])
def test_on_sqlite_there_is_nobody_to_talk_to(two: Two, newsdesk: Newsdesk) -> None:
    one, other = two
    coverage = newsdesk.opens(slug="gipfel")
    newsdesk.store = one.store

    async def test() -> None:
        async with one.at_work(), other.at_work():
            await one.says("x")
            await asyncio.to_thread(newsdesk.publishes, "Hier")
            rung = await one.bell.heard(patience=PATIENCE)
            assert (coverage.id, "reader") in rung
            assert await other.bell.heard(patience=0.05) == {}
            assert other.heard.empty()

    run(test())
