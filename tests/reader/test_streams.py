"""Streams: from where they start, what they carry, and whom they hang up on."""

import json
import re
import socket
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from datetime import timedelta
from typing import Any
from unittest.mock import Mock

import httpx2
import pytest

from depesche import clock
from depesche.live import backlog, recent
from depesche.live import tail as tails
from depesche.live.frames import frame
from depesche.newsroom.models import Coverage
from depesche.rendering.fragments import Fragments
from depesche.settings import Settings
from depesche.store.engine import Store
from depesche.web.rooms import Rooms
from newsdesk import Newsdesk
from serving import PATIENCE, Stream, serving, unread

MALFORMED = [
    "",
    "abc",
    "-1",
    "1.5",
    "+1",
    "0x1",
    "²",
    "1e3",
    " 1",
    "1;2",
    "\0",
    "9" * 10,
    "9" * 400,
]


@pytest.fixture(params=["hook", "plain"], autouse=True)
def delivery(request: pytest.FixtureRequest) -> str:
    """Both ways in which a stream is written promise the same."""
    return str(request.param)


@pytest.fixture
def settings(settings: Settings, delivery: str) -> Settings:
    return settings.model_copy(update={"delivery": delivery})


@pytest.fixture
def summit(newsdesk: Newsdesk) -> Coverage:
    """A live coverage whose log begins with its opening, number 1."""
    return newsdesk.opens("Der Gipfel", slug="gipfel")


@pytest.fixture
def url(site: str, summit: Coverage) -> str:
    return f"{site}/live/{summit.slug}/stream"


def sequences(changes: list[dict[str, Any]]) -> list[int]:
    return [change["sequence"] for change in changes]


# Where it starts


def test_a_stream_starts_after_the_number_it_is_asked_for(url: str, newsdesk: Newsdesk) -> None:
    for n in range(4):
        newsdesk.publishes(f"Beitrag {n}")

    with Stream(url, after=2) as stream:
        assert sequences(stream.changes(until=5)) == [3, 4, 5]
        newsdesk.publishes("Noch einer")
        assert sequences(stream.changes(until=6)) == [6]


def test_the_last_event_id_wins_over_after(url: str, newsdesk: Newsdesk) -> None:
    for n in range(4):
        newsdesk.publishes(f"Beitrag {n}")

    with Stream(url, after=1, last_event_id=4) as stream:
        assert sequences(stream.changes(until=5)) == [5]


def test_with_neither_a_stream_starts_from_now_on(url: str, newsdesk: Newsdesk) -> None:
    newsdesk.publishes("Vorher")

    with Stream(url) as stream:
        assert stream.heartbeat()["sequence"] == 2
        newsdesk.publishes("Nachher")
        assert sequences(stream.changes(until=3)) == [3]


def test_after_zero_everything_is_told(url: str, newsdesk: Newsdesk) -> None:
    newsdesk.publishes("Der erste")

    with Stream(url, after=0) as stream:
        assert [change["kind"] for change in stream.changes(until=2)] == ["coverage", "post"]


def test_a_page_that_is_up_to_date_is_told_nothing_until_something_happens(
    url: str, newsdesk: Newsdesk
) -> None:
    newsdesk.publishes("Da war die Seite schon da")

    with Stream(url, after=2) as stream:
        assert stream.changes(until=2) == []
        newsdesk.publishes("Danach")
        assert sequences(stream.changes(until=3)) == [3]


def test_a_malformed_number_is_answered_with_one_reset(url: str, newsdesk: Newsdesk) -> None:
    newsdesk.publishes("Etwas")

    for number in MALFORMED:
        with Stream(url, after=number) as stream:
            assert stream.status == 200
            events = [(event.name, event.data) for event in stream.events()]
            assert events == [("reset", "0")], number


def test_a_malformed_or_future_last_event_id_is_answered_with_one_reset(url: str) -> None:
    for number in ("abc", "-1", "9" * 10, "9" * 19, "999"):
        with Stream(url, after=1, last_event_id=number) as stream:
            assert stream.status == 200
            assert [event.name for event in stream.events()] == ["reset"], number


def test_a_number_from_the_future_is_answered_with_one_reset(url: str, newsdesk: Newsdesk) -> None:
    newsdesk.publishes("Die Nummer 2")

    with Stream(url, after=3) as stream:
        assert stream.status == 200
        assert [event.name for event in stream.events()] == ["reset"]


def test_a_number_too_old_to_replay_is_answered_with_one_reset(
    url: str, newsdesk: Newsdesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recent, "MOST", 3)
    for n in range(4):
        newsdesk.publishes(f"Beitrag {n}")

    with Stream(url, after=2) as old:
        assert [event.name for event in old.events()] == ["reset"]
    with Stream(url, after=3) as young:
        assert sequences(young.changes(until=5)) == [4, 5]


def test_a_page_that_is_newer_than_what_the_tail_has_read_is_no_page_from_the_future(
    url: str, newsdesk: Newsdesk, rooms: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when another process published, or a bell was lost: the page has read the log itself."""
    monkeypatch.setattr(tails, "SILENCE", 3600.0)
    bell = rooms.tail._bell
    with Stream(url, after=1) as first:
        first.heartbeat()
        with monkeypatch.context() as deaf:
            deaf.setattr(bell, "_ring", lambda *_: None)
            newsdesk.publishes("Nummer 2")
            with Stream(url, after=2) as second:
                assert second.heartbeat()["sequence"] == 2
                deaf.undo()
                newsdesk.publishes("Nummer 3")
                assert sequences(second.changes(until=3)) == [3]
        assert sequences(first.changes(until=3)) == [2, 3]


# What it carries


def test_the_id_of_an_event_is_the_sequence(url: str, newsdesk: Newsdesk) -> None:
    for n in range(3):
        newsdesk.publishes(f"Beitrag {n}")

    with Stream(url, after=0) as stream:
        for n in range(1, 5):
            event = stream.event()
            assert event is not None
            assert (event.name, event.id, event.content["sequence"]) == ("message", str(n), n)
        assert "id" not in stream.heartbeat()
        assert stream.last_event_id == "4"


def test_a_change_has_exactly_the_fields_of_the_contract(url: str, newsdesk: Newsdesk) -> None:
    post = newsdesk.publishes("Ein Beitrag")
    newsdesk.pins(post)
    newsdesk.unpins(post)
    common = {"sequence", "at", "kind", "id", "verb"}

    with Stream(url, after=0) as stream:
        opened, put, pinned, unpinned = stream.changes(until=4)

    assert opened.keys() == put.keys() == common | {"position", "html"}
    assert (opened["kind"], opened["id"], opened["position"]) == ("coverage", "gipfel", "")
    assert (put["kind"], put["id"], put["verb"]) == ("post", str(post.id), "put")
    assert put["position"] == newsdesk.again(post).position
    assert put["at"] == clock.now().isoformat(timespec="milliseconds")
    assert put["html"].startswith('<li class="post"')
    assert put["html"].endswith("</li>")
    assert pinned.keys() == unpinned.keys() == common
    assert (pinned["kind"], pinned["verb"]) == ("pin", "superseded")
    assert (unpinned["kind"], unpinned["verb"]) == ("pin", "remove")


def test_a_heartbeat_carries_the_number_reached_and_the_newsrooms_time_and_rate(
    url: str, newsdesk: Newsdesk
) -> None:
    newsdesk.publishes("Nummer 2")

    with Stream(url) as stream:
        assert stream.heartbeat() == {"sequence": 2, "now": clock.now().isoformat(), "rate": 0.0}
        clock.move(timedelta(minutes=3))
        newsdesk.publishes("Nummer 3")
        stream.changes(until=3)
        assert stream.heartbeat() == {"sequence": 3, "now": clock.now().isoformat(), "rate": 0.0}


def test_readers_are_told_to_come_back_at_different_times(url: str) -> None:
    waits = set()
    for _ in range(8):
        with Stream(url) as stream:
            stream.heartbeat()
            assert stream.retry is not None
            assert 500 <= stream.retry <= 10_000
            waits.add(stream.retry)

    assert len(waits) > 1


def test_a_stream_is_neither_kept_nor_held_back_on_its_way(url: str) -> None:
    with Stream(url) as stream:
        assert stream.status == 200
        assert stream.headers["content-type"].partition(";")[0] == "text/event-stream"
        assert stream.headers["cache-control"] == "no-store"
        assert stream.headers["x-accel-buffering"] == "no"
        assert "content-length" not in stream.headers
        assert "set-cookie" not in stream.headers


def test_a_change_is_drawn_once_however_many_streams_there_are(
    url: str, newsdesk: Newsdesk, rooms: Rooms, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawing = Mock(side_effect=rooms.fragments.of_change)
    monkeypatch.setattr(Fragments, "of_change", drawing)
    with ExitStack() as doors:
        streams = [doors.enter_context(Stream(url)) for _ in range(20)]
        for stream in streams:
            stream.heartbeat()
        drawing.reset_mock()
        newsdesk.publishes("Für alle")

        received = [stream.changes(until=2) for stream in streams]

    assert drawing.call_count == 1
    assert all(changes == received[0] for changes in received)
    assert "Für alle" in received[0][0]["html"]


# Who gets none


def test_a_draft_has_no_stream(site: str, newsdesk: Newsdesk) -> None:
    newsdesk.makes("Noch geheim", slug="geheim")

    with Stream(f"{site}/live/geheim/stream") as stream:
        assert stream.status == 404
        assert "geheim" not in stream.body()


def test_a_coverage_that_does_not_exist_has_no_stream(url: str) -> None:
    for slug in ("gibt-es-nicht", "GIPFEL", "%00", "a%2Fb", "%F0%9F%98%80", "x" * 1000):
        with Stream(url.replace("gipfel", slug)) as stream:
            assert stream.status == 404, slug


def test_a_full_hub_says_when_to_try_again(
    settings: Settings, newsdesk: Newsdesk, store: Store
) -> None:
    from depesche.app import create  # noqa: PLC0415 - as in conftest

    newsdesk.opens(slug="gipfel")
    full = create(settings.model_copy(update={"max_streams": 2}), store)
    with serving(full) as site, Stream(f"{site}/live/gipfel/stream") as first:
        first.heartbeat()
        with Stream(f"{site}/live/gipfel/stream") as second:
            second.heartbeat()
            with Stream(f"{site}/live/gipfel/stream") as refused:
                assert refused.status == 503
                assert int(refused.headers["retry-after"]) > 0
                assert refused.headers["cache-control"] == "no-store"
            assert httpx2.get(f"{site}/live/gipfel/changes").status_code == 200
        _until_left(full.state.rooms, 1)
        with Stream(f"{site}/live/gipfel/stream") as again:
            assert again.status == 200


def test_who_leaves_has_left(url: str, newsdesk: Newsdesk, rooms: Rooms, summit: Coverage) -> None:
    with ExitStack() as doors:
        for _ in range(5):
            doors.enter_context(Stream(url)).heartbeat()
        assert rooms.hub.readers((summit.id, "reader")) == 5
    _until_left(rooms, 0)
    newsdesk.publishes("Niemand da")
    assert rooms.hub.channels == frozenset()


# Nobody waits for a reader


def test_a_slow_reader_is_hung_up_on_and_the_others_lose_nothing(
    url: str,
    rooms: Rooms,
    summit: Coverage,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(backlog, "BACKLOG", 8)
    channel = (summit.id, "reader")
    loop = rooms.tail._bell._loop
    assert loop is not None
    large = "x" * 100_000

    with Stream(url) as quick, unread(url) as slow:
        quick.heartbeat()
        _until(lambda: rooms.hub.readers(channel) == 2)
        for n in range(2, 32):  # three megabytes in all
            told = {"sequence": n, "at": "", "kind": "post", "id": str(n), "html": large}
            loop.call_soon_threadsafe(rooms.hub.publish, channel, [frame(told)])
            assert sequences(quick.changes(until=n)) == [n]
        _until(lambda: rooms.hub.readers(channel) == 1)  # it is gone before it reads, or never does
        received = _all_of(slow)

    numbers = [int(n) for n in re.findall(rb"id: (\d+)", received)]
    assert numbers == list(range(2, 2 + len(numbers))), (
        "what came, came in order and without a hole"
    )
    assert len(numbers) < 30, "it was hung up on"
    assert not [record for record in caplog.records if record.name.startswith("uvicorn")]


# Join first, catch up second, skip what was seen


def test_joining_while_others_publish_leaves_no_gap_and_nothing_comes_twice(
    url: str, newsdesk: Newsdesk
) -> None:
    writers, each, readers = 3, 12, 8
    last = 1 + writers * each

    def write(name: str) -> None:
        for n in range(each):
            newsdesk.publishes(f"{name} {n}")

    def read() -> list[int]:
        newest = httpx2.get(url.replace("stream", "changes"), params={"after": 10**6}).json()
        with Stream(url, after=newest["sequence"]) as stream:
            return [newest["sequence"], *sequences(stream.changes(until=last))]

    with ThreadPoolExecutor(writers + 2) as people:
        writing = [people.submit(write, f"Schreiber {n}") for n in range(writers)]
        reading = [people.submit(read) for _ in range(readers)]
        for work in (*writing, *reading):
            work.result(3 * PATIENCE)

    for numbers in (work.result() for work in reading):
        assert numbers == list(range(numbers[0], last + 1))
    assert newsdesk.coverage.sequence == last


def test_a_reader_who_is_cut_off_again_and_again_misses_nothing(
    url: str, newsdesk: Newsdesk
) -> None:
    seen, last_event_id = [], 1
    for n in range(2, 14):
        newsdesk.publishes(f"Nummer {n}")
        if n % 3:
            continue
        with Stream(url, after=1, last_event_id=last_event_id) as stream:
            seen += sequences(stream.changes(until=n))
            last_event_id = int(stream.last_event_id)

    assert seen == list(range(2, 13))


# Words that were taken back


def test_corrected_and_withdrawn_words_are_in_no_replay(url: str, newsdesk: Newsdesk) -> None:
    wrong = newsdesk.publishes("Wrongword eins", headline="Wrongword zwei")
    taken = newsdesk.publishes("Takenword drei", headline="Takenword vier", byline="Takenword fünf")
    typo = newsdesk.publishes("Typoword sechs")
    newsdesk.pins(taken)
    newsdesk.marks(taken, "key_event")
    newsdesk.marks(taken, "summary")
    before = newsdesk.coverage.sequence
    newsdesk.corrects(wrong, "Richtig", headline="Richtig", note="Falsch war die Zahl.")
    newsdesk.withdraws(taken, notice="Das stimmt nicht.")
    newsdesk.amends(typo, "Ohne Tippfehler")
    last = newsdesk.coverage.sequence

    for after in range(0, last, 4):
        with Stream(url, after=after) as stream:
            told = json.dumps(stream.changes(until=last), ensure_ascii=False)
        polled = httpx2.get(url.replace("stream", "changes"), params={"after": after}).text
        for answer in (told, polled):
            assert "Wrongword" not in answer
            assert "Takenword" not in answer
            assert "Typoword" not in answer
            if after < before:
                assert "Falsch war die Zahl." in answer
                assert "Das stimmt nicht." in answer


# Behind the doors


def _all_of(connection: socket.socket) -> bytes:
    """What still comes until the connection ends, however it does."""
    received = bytearray()
    with suppress(ConnectionError):
        while piece := connection.recv(1 << 20):
            received += piece
    return bytes(received)


def _until_left(rooms: Rooms, count: int) -> None:
    """Wait for the server to notice who is gone."""
    _until(lambda: rooms.gate._count == count)


def _until(condition: Any) -> None:
    looking = threading.Event()
    for _ in range(int(PATIENCE / 0.01)):
        if condition():
            return
        looking.wait(0.01)
    raise AssertionError("it did not come about")
