"""Readers who go without a word, and such as vanish altogether."""

from contextlib import ExitStack

import pytest
from fastapi import FastAPI

from depesche.live import channels
from depesche.web import connections, streams
from depesche.web.rooms import Rooms
from depesche.web.streams import OpenStream
from hostile_readers.conftest import Readers
from newsdesk import Newsdesk
from serving import Stream, serving, unread, until
from strangers import IDENTITY, PACKED, Stranger

STREAM = "/live/gipfel/stream"
HEARTBEAT = b"event: heartbeat"


def test_who_is_killed_has_left(site: str, readers: Readers, newsdesk: Newsdesk) -> None:
    strangers = [Stranger(site) for _ in range(20)]
    for stranger in strangers:
        stranger.asks(STREAM)
        assert stranger.hears().status == 200
    until(lambda: readers() == 20)
    for stranger in strangers:
        stranger.breaks_off()
    until(lambda: readers() == 0)


def test_who_goes_before_the_answer_has_left_as_well(
    site: str, readers: Readers, newsdesk: Newsdesk
) -> None:
    for n in range(100):
        stranger = Stranger(site)
        stranger.asks(f"{STREAM}?after={n % 4}")
        stranger.breaks_off() if n % 2 else stranger.socket.close()
    with Stream(f"{site}{STREAM}") as last:
        last.heartbeat()
        until(lambda: readers() == 1)


@pytest.mark.parametrize("encoding", [IDENTITY, PACKED])
def test_who_goes_in_the_middle_of_what_was_missed_has_left(
    site: str, readers: Readers, newsdesk: Newsdesk, encoding: str
) -> None:
    for _ in range(40):
        newsdesk.publishes("x" * 18_000)
    for n in range(6):
        stranger = Stranger(site)
        stranger.asks(f"{STREAM}?after=0", encoding)
        stranger.hears_until(b"text/event-stream")
        stranger.breaks_off() if n % 2 else stranger.socket.close()
    until(lambda: readers() == 0)
    with Stream(f"{site}{STREAM}", after=0) as patient:
        assert len(patient.changes(until=43)) == 43


def test_who_takes_nothing_of_what_was_missed_is_hung_up_on_after_a_while(
    app: FastAPI, newsdesk: Newsdesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "STALLED", 0.3)
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.3)
    monkeypatch.setattr(connections, "SLOWEST", 2**30)
    newsdesk.opens(slug="gipfel")
    for _ in range(40):
        newsdesk.publishes("x" * 18_000)
    rooms: Rooms = app.state.rooms
    channel = channels.reader(newsdesk.coverage.id)
    with serving(app, send_buffer=4096) as site, Stream(f"{site}{STREAM}") as other:
        other.heartbeat()
        with unread(f"{site}{STREAM}?after=0"):
            until(lambda: rooms.hub.readers(channel) == 2)
            until(lambda: rooms.hub.readers(channel) == 1)
        newsdesk.publishes("Für den anderen")
        assert len(other.changes(until=42)) == 1


def test_who_only_listens_any_more_leaves_nothing_behind(
    site: str, readers: Readers, newsdesk: Newsdesk
) -> None:
    """Half of the connection is closed: the stream may go on or end, but not stay for ever."""
    with Stranger(site) as stranger:
        stranger.asks(STREAM)
        assert stranger.hears().status == 200
        stranger.hears_until(HEARTBEAT)
        stranger.goes_silent()
    until(lambda: readers() == 0)


@pytest.mark.parametrize("encoding", [IDENTITY, PACKED])
def test_who_vanishes_without_a_word_has_left_after_a_while(
    site: str,
    readers: Readers,
    newsdesk: Newsdesk,
    monkeypatch: pytest.MonkeyPatch,
    encoding: str,
) -> None:
    """A machine without power or network says neither FIN nor RST; the others lose nothing."""
    monkeypatch.setattr(connections, "SILENT", 300)
    with ExitStack() as doors:
        other = doors.enter_context(Stream(f"{site}{STREAM}"))
        strangers = [doors.enter_context(Stranger(site)) for _ in range(10)]
        for stranger in strangers:
            stranger.asks(STREAM, encoding)
            stranger.hears_until(b"text/event-stream")
        until(lambda: readers() == 11)
        for stranger in strangers:
            stranger.goes_deaf()
        newsdesk.publishes("Nummer 4")
        assert [change["sequence"] for change in other.changes(until=4)] == [4]
        until(lambda: readers() == 1)
        newsdesk.publishes("Nummer 5")
        assert [change["sequence"] for change in other.changes(until=5)] == [5]


def test_a_connection_on_which_a_page_waits_to_be_taken_is_not_handed_over(
    app: FastAPI, newsdesk: Newsdesk
) -> None:
    """A stream would not hear that its connection takes nothing, and heap up what is published."""
    newsdesk.opens(slug="gipfel")
    for _ in range(30):
        newsdesk.publishes("x" * 18_000)
    rooms: Rooms = app.state.rooms
    channel = channels.reader(newsdesk.coverage.id)
    with serving(app, send_buffer=4096) as site, Stream(f"{site}{STREAM}") as other:
        other.heartbeat()
        while not rooms.ready.find(b"/live/gipfel"):
            with Stranger(site) as first:
                first.asks("/live/gipfel", "Connection: close")
                assert first.hears().status == 200
        with unread(f"{site}/healthz") as slow:
            assert slow.recv(4096).startswith(b"HTTP/1.1 200 OK")
            slow.sendall(b"GET /live/gipfel HTTP/1.1\r\nHost: x\r\n\r\n")
            slow.sendall(f"GET {STREAM}?after=0 HTTP/1.1\r\nHost: x\r\n\r\n".encode())
            for number in range(32, 36):
                newsdesk.publishes("Für den anderen")
                assert len(other.changes(until=number)) == 1
            until(lambda: rooms.hub.readers(channel) == 2)
            (room,) = rooms.hub._rooms.values()
            assert sum(isinstance(stream, OpenStream) for stream in room) <= 1, "the other's"
