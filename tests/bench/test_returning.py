"""Readers of the benchmark who were cut off come back with what they have seen, and count on."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from answering import answering
from bench.compiling import built
from bench.readers import Readers, readers

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n\r\n"
HELLO = b"retry: 2000\n\n"
FULL = b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n\r\n"


@pytest.fixture
def crowds(tmp_path: Path) -> Iterator[Readers]:
    with readers(built(tmp_path, "crowd.c")) as crowds:
        yield crowds


def stream(*numbers: int) -> bytes:
    return HEAD + HELLO + b"".join(b"id: %d\ndata: {}\n\n" % number for number in numbers)


def test_each_goes_on_after_what_it_has_seen(crowds: Readers) -> None:
    with answering(lambda number: stream(1, 2) if number < 20 else stream(3, 4)) as heard:
        crowds.open("all", port=heard.port, path="/", count=20)
        crowds.expect("all", 2, since=time.monotonic())
        assert crowds.arrived("all", 2).readers == 20
        crowds.cut_off("all")
        crowds.expect("all", 4, since=time.monotonic())
        assert crowds.come_back("all", port=heard.port, path="/back") == (0, 0)
        assert crowds.arrived("all", 4).readers == 20
        assert crowds.close("all").verdict == {}
    assert all(r.startswith("GET /back HTTP/1.1\r\n") for r in heard.requests[20:])
    assert all("\r\nLast-Event-ID: 2\r\n" in request for request in heard.requests[20:])


@pytest.mark.parametrize(
    ("again", "verdict"),
    [((2, 3, 4), {"doubled": 1}), ((4,), {"lost": 1}), ((4, 3), {"reordered": 1})],
)
def test_what_goes_wrong_meanwhile_is_counted(
    crowds: Readers, again: tuple[int, ...], verdict: dict[str, int]
) -> None:
    with answering(lambda number: stream(*again) if number else stream(1, 2)) as heard:
        crowds.open("all", port=heard.port, path="/", count=1)
        crowds.expect("all", 2, since=time.monotonic())
        crowds.arrived("all", 2)
        crowds.cut_off("all")
        crowds.expect("all", 4, since=time.monotonic())
        crowds.come_back("all", port=heard.port, path="/")
        assert crowds.close("all").verdict == verdict


def test_who_is_turned_away_comes_again(crowds: Readers) -> None:
    answers = [stream(1), FULL, b"", stream(2)]
    with answering(answers.__getitem__) as heard:
        crowds.open("all", port=heard.port, path="/", count=1)
        crowds.expect("all", 2, since=time.monotonic())
        crowds.cut_off("all")
        assert crowds.come_back("all", port=heard.port, path="/") == (0, 2)
        assert crowds.arrived("all", 2).readers == 1


def test_who_is_not_back_in_time_is_missing(crowds: Readers) -> None:
    with answering(lambda _: stream(1)) as heard:
        crowds.open("all", port=heard.port, path="/", count=3)
        crowds.cut_off("all")
    missing, turned_away = crowds.come_back("all", port=heard.port, path="/", patience=0.7)
    assert missing == 3
    assert turned_away >= 3
