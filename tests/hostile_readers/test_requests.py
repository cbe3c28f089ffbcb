"""Readers who ask as nobody should: by halves, by bytes, all at once, for other things."""

import threading
from contextlib import ExitStack

import pytest

from depesche.web import connections
from hostile_readers.conftest import Readers
from newsdesk import Newsdesk
from serving import PATIENCE, Stream, until
from strangers import END, IDENTITY, PACKED, Stranger, asking

STREAM = "/live/gipfel/stream"
HEARTBEAT = b"event: heartbeat"

both_encodings = pytest.mark.parametrize("encoding", [IDENTITY, PACKED])


# Half of a request


HALVES = (
    b"GET /live/gip",
    b"GET /live/gipfel/stream HTTP/1.1\r\n",
    b"GET /live/gipfel/stream HTTP/1.1\r\nHost: x\r\nLast-Event-ID: 1\r\n",
)


def test_half_a_request_opens_nothing(
    site: str, readers: Readers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.1)
    for half in HALVES:
        with Stranger(site) as stranger:
            stranger.says(half)
            assert stranger.hears().status == 408
            assert stranger.hears_out() == b""
    assert readers() == 0


def test_a_byte_at_a_time_is_a_request_as_well(site: str) -> None:
    with Stranger(site) as stranger:
        for byte in asking(f"{STREAM}?after=1"):
            stranger.says(bytes([byte]))
        assert stranger.hears().status == 200
        stranger.hears_until(b"id: 3\n")


def test_a_byte_now_and_then_buys_no_time(site: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.3)
    over, said = threading.Event(), 0
    with Stranger(site) as stranger:

        def dribble() -> None:
            nonlocal said
            stranger.says(asking(STREAM).removesuffix(END) + b"\r\nX-Slow: ")
            while not over.wait(0.05):
                stranger.says(b"x")
                said += 1

        dribbling = threading.Thread(target=dribble)
        dribbling.start()
        try:
            heard = stranger.hears_out()
        finally:
            over.set()
            dribbling.join(PATIENCE)
    assert heard.startswith(b"HTTP/1.1 408 ")
    assert said < 100, "it was hung up on in time"


# Several requests at once


@both_encodings
def test_a_page_and_a_stream_in_one_breath_are_answered_in_that_order(
    site: str, encoding: str
) -> None:
    page = asking("/live/gipfel")
    for _ in range(3):  # from the second time on, the page is ready
        with Stranger(site) as stranger:
            stranger.says(page * 2 + asking(f"{STREAM}?after=1", encoding) + page)
            assert b"Nummer 3" in stranger.hears().body
            assert b"Nummer 3" in stranger.hears().body
            opened = stranger.hears()
            assert opened.headers["content-type"].startswith("text/event-stream")
            assert b"<!doctype" not in stranger.hears_until(HEARTBEAT)


AFTERWARDS = {
    "a page": asking("/healthz"),
    "more streams": asking(STREAM) * 64,
    "another method": asking("/live/gipfel", "Content-Length: 9", method="POST") + b"nonsense",
    "an upgrade": asking(
        "/live/gipfel",
        *("Connection: Upgrade", "Upgrade: websocket", "Sec-WebSocket-Version: 13"),
        "Sec-WebSocket-Key: eHh4eHh4eHh4eHh4eHh4eA==",
    ),
    "empty lines": b"\r\n" * 1000,
    "nonsense": b"\x00\xff" * 1000,
}


@both_encodings
@pytest.mark.parametrize("is_known", [False, True], ids=["the first stream", "one of several"])
def test_what_is_said_after_a_stream_was_asked_for_gets_no_answer(
    site: str,
    newsdesk: Newsdesk,
    readers: Readers,
    subtests: pytest.Subtests,
    is_known: bool,
    encoding: str,
) -> None:
    """It may end the stream, or prevent it, but nothing else comes into it."""
    for name, more in AFTERWARDS.items():
        with subtests.test(name), ExitStack() as doors:
            if is_known:
                doors.enter_context(Stream(f"{site}{STREAM}")).heartbeat()
            stranger = doors.enter_context(Stranger(site))
            stranger.says(asking(f"{STREAM}?after=3", encoding) + more)
            if stranger.hears().status == 200:
                stranger.says(more)
                assert readers() <= 2
                newsdesk.publishes("Etwas Neues")
                said = stranger.hears_out(at_most=b"Etwas Neues").decode()
                assert "HTTP/1.1" not in said
                assert set(fields(said)) <= {"retry", "event", "data", "id"}
        until(lambda: readers() == 0)


def fields(said: str) -> list[str]:
    """The names of all fields of a stream's whole lines."""
    lines = said.split("\n")[:-1]
    return [line.partition(":")[0] for line in lines if line]


def test_who_talks_without_end_is_hung_up_on(
    site: str, readers: Readers, newsdesk: Newsdesk
) -> None:
    with Stranger(site) as stranger, Stream(f"{site}{STREAM}") as other:
        stranger.asks(STREAM)
        assert stranger.hears().status == 200
        for _ in range(64):
            stranger.says(b"x" * 2**16)
        newsdesk.publishes("Nummer 4")
        assert [change["sequence"] for change in other.changes(until=4)] == [4]
        assert b"HTTP/1.1" not in stranger.hears_out()


def test_a_body_that_nobody_wants_is_no_next_request(site: str) -> None:
    for announced, body in (
        ("Content-Length: 40", asking("/healthz")[:40].ljust(40)),
        ("Transfer-Encoding: chunked", b"5\r\nhello\r\n0\r\n\r\n"),
        ("Expect: 100-continue", b""),
    ):
        with Stranger(site) as stranger:
            stranger.says(asking(f"{STREAM}?after=1", announced) + body)
            assert stranger.hears().status == 200, announced
            assert b"HTTP/1.1" not in stranger.hears_until(HEARTBEAT)


# Other methods, other wishes


METHODS = ("HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")

WISHES = (
    "Range: bytes=0-10",
    "Range: bytes=-1",
    "Range: items=7",
    "If-None-Match: *",
    "If-Modified-Since: Fri, 15 Aug 2099 18:00:00 GMT",
    "Accept: text/html",
    "Accept-Encoding: br;q=1, gzip;q=0, *;q=0.1",
    "Accept-Encoding: gzip;q=viel",
    "Accept-Encoding: " + "x" * 10_000,
    "Connection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABk",
    "Connection: close",
)


def test_a_stream_is_got_and_nothing_else(
    site: str, readers: Readers, subtests: pytest.Subtests
) -> None:
    for method in METHODS:
        with subtests.test(method), Stranger(site) as stranger:
            stranger.asks(STREAM, method=method)
            answer = stranger.hears(of_head=method == "HEAD")
            assert (answer.status, answer.headers["allow"]) == (405, "GET")
            assert answer.headers["cache-control"] == "no-store"
            assert "content-security-policy" in answer.headers
            assert readers() == 0
            stranger.asks(f"{STREAM}?after=2")
            assert stranger.hears().status == 200
            stranger.hears_until(b"id: 3\n")
        until(lambda: readers() == 0)


def test_a_stream_is_whole_whatever_else_is_wished_for(
    site: str, subtests: pytest.Subtests
) -> None:
    for wish in WISHES:
        with subtests.test(wish[:40]), Stranger(site) as stranger:
            stranger.asks(f"{STREAM}?after=0", wish)
            answer = stranger.hears()
            assert answer.status == 200
            assert not {"content-range", "accept-ranges", "etag"} & set(answer.headers)
            for number in (1, 2, 3):
                stranger.hears_until(b"id: %d\n" % number)


# HTTP/1.0, and heads that are too large


@both_encodings
def test_http_1_0_gets_a_stream_without_chunks_or_is_told_that_there_is_none(
    site: str, delivery: str, encoding: str
) -> None:
    for asked in ("after=1", "after=99"):
        for keep in ("X-Nothing: 1", "Connection: keep-alive"):
            with Stranger(site) as stranger:
                stranger.asks(f"{STREAM}?{asked}", keep, encoding, version="1.0")
                answer = stranger.hears()
                assert answer.headers["connection"] == "close"
                assert "transfer-encoding" not in answer.headers
                if answer.status == 200:
                    said = stranger.hears_until(b"data: ").decode()
                    assert set(fields(said)) <= {"retry", "event", "id"}
                else:
                    assert (answer.status, delivery == "hook" and asked == "after=1") == (
                        505,
                        False,
                    )
                    assert stranger.hears_out() == b""


def test_a_head_that_is_too_large_opens_nothing(site: str, readers: Readers) -> None:
    for lines in ([70_000], [1000] * 70, [1] * 20_000):
        with Stranger(site) as stranger:
            stranger.asks(STREAM, *(f"X-{n}: {'x' * size}" for n, size in enumerate(lines)))
            heard = stranger.hears_out()
        assert heard == b"" or heard.startswith(b"HTTP/1.1 431 ")
    assert readers() == 0


def test_a_head_may_be_large(site: str) -> None:
    with Stranger(site) as stranger:
        stranger.asks(f"{STREAM}?after=2", f"Cookie: {'x' * 60_000}")
        assert stranger.hears().status == 200
        stranger.hears_until(b"id: 3\n")
