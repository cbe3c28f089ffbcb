"""Whoever asks for pages counts every answer, and takes none for another."""

import pytest

from answering import answering
from bench.asking import Answers, Asker
from bench.servers import Server

PAGE = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nHello"
CHUNKED = (
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nHello\r\n3\r\nyou\r\n0\r\n\r\n"
)
KNOWN = b"HTTP/1.1 304 Not Modified\r\nETag: x\r\n\r\n"
EMPTY = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
LAST = b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 5\r\n\r\nHello"


@pytest.fixture(scope="module")
def asker(tmp_path_factory: pytest.TempPathFactory) -> Asker:
    return Asker(tmp_path_factory.mktemp("asking"))


def asked(asker: Asker, *answers: bytes, headers: tuple[str, ...] = ()) -> tuple[Answers, str]:
    """What came of asking a server that gives these answers in turn, and the first request."""
    with answering(lambda number: answers[number % len(answers)]) as heard:
        answered = asker.ask(Server(0, heard.port), "/page", headers, seconds=0.1)
    assert answered.requests == len(heard.requests)
    return answered, heard.requests[0]


@pytest.mark.parametrize(
    ("answer", "status", "size"),
    [(PAGE, "200", 5), (CHUNKED, "200", 8), (KNOWN, "304", 0), (EMPTY, "404", 0)],
)
def test_every_answer_is_counted_with_its_body(
    asker: Asker, answer: bytes, status: str, size: int
) -> None:
    answered, _ = asked(asker, answer)
    assert answered.statuses == {status: answered.requests}
    assert answered.bytes == size * answered.requests
    assert answered.anew == 0
    assert 0 < answered.p50 <= answered.p99 <= answered.longest <= answered.seconds


def test_statuses_are_told_apart(asker: Asker) -> None:
    answered, _ = asked(asker, PAGE, KNOWN)
    assert sum(answered.statuses.values()) == answered.requests
    assert abs(answered.statuses["200"] - answered.statuses["304"]) <= 1


def test_headers_are_sent_along(asker: Asker) -> None:
    _, request = asked(asker, PAGE, headers=("Accept-Encoding: gzip",))
    assert request.startswith("GET /page HTTP/1.1\r\nHost: 127.0.0.1:")
    assert request.endswith("\r\nAccept-Encoding: gzip\r\n\r\n")


def test_a_connection_that_is_ended_after_an_answer_is_made_anew(asker: Asker) -> None:
    answered, _ = asked(asker, LAST)
    assert answered.anew == answered.requests


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (b"", "the server hung up in an answer"),
        (LAST[:-1], "the server hung up in an answer"),
        (PAGE + b"more", "bytes after an answer"),
        (b"nonsense\r\n\r\n", "an answer's first line"),
        (b"HTTP/1.1 200 OK\r\n\r\n", "an answer without a length"),
    ],
)
def test_what_is_no_answer_is_no_figure(asker: Asker, wrong: bytes, why: str) -> None:
    with (
        answering(lambda _: wrong) as heard,
        pytest.raises(RuntimeError, match=f"asking for / failed: {why}"),
    ):
        asker.ask(Server(0, heard.port), "/", seconds=0.1)
