"""The readers of the benchmark notice what goes wrong on the way to them."""

import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pytest

from bench.readers import Crowd, Follower, Parser, Verdict

HEAD = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
HELLO = b'event: heartbeat\ndata: {"sequence": 0}\n\n'
PATIENCE = 10.0


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


def change(sequence: int) -> bytes:
    return chunk(b"id: %d\ndata: {}\n\n" % sequence)


@contextmanager
def telling(sequences: Sequence[int]) -> Iterator[int]:
    """A server that tells its only reader these numbers, one at a time, and hangs up; its port."""

    def tell() -> None:
        with server.accept()[0] as reader:
            reader.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            reader.settimeout(PATIENCE)
            reader.recv(4096)
            reader.sendall(HEAD + chunk(b"retry: 2000\n\n") + chunk(HELLO))
            for sequence in sequences:
                reader.sendall(change(sequence))

    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(PATIENCE)
        thread = threading.Thread(target=tell)
        thread.start()
        yield server.getsockname()[1]
        thread.join(PATIENCE)
        assert not thread.is_alive()


@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        ([1, 2, 3], {}),
        ([1, 3], {"lost": 1}),
        ([1, 2], {"lost": 1}),
        ([1, 2, 2, 3], {"doubled": 1}),
        ([2, 1, 3], {"reordered": 1}),
        ([2, 1, 1, 3], {"reordered": 1, "doubled": 1}),
    ],
)
def test_a_follower_counts_what_is_lost_doubled_or_reordered(
    told: list[int], verdict: dict[str, int]
) -> None:
    follower = Follower(0)
    for sequence in told:
        follower.sees(sequence)
    assert follower.verdict(3) == verdict


@pytest.mark.parametrize("size", range(1, 12))
def test_a_parser_reads_whole_events_however_the_bytes_are_cut(size: int) -> None:
    told = HEAD + chunk(HELLO) + change(1) + chunk(b"id: 2\ndata: {}\n") + chunk(b"\n")
    parser = Parser()
    events = [e for i in range(0, len(told), size) for e in parser.events(told[i : i + size])]
    assert events == [HELLO[:-2], b"id: 1\ndata: {}", b"id: 2\ndata: {}"]
    assert parser.is_between_events


def test_a_parser_refuses_what_is_no_stream() -> None:
    with pytest.raises(RuntimeError, match="429"):
        Parser().events(b"HTTP/1.1 429 Too Many Requests\r\n\r\n")


@pytest.mark.parametrize(
    ("told", "verdict"),
    [
        ([1, 2, 3], Verdict()),
        ([1, 3], Verdict(lost=1)),
        ([1, 1, 2, 3], Verdict(doubled=1)),
        ([2, 1, 3], Verdict(reordered=1)),
    ],
)
def test_a_crowd_tells_what_went_wrong_with_a_reader(told: list[int], verdict: Verdict) -> None:
    with telling(told) as port:
        crowd = Crowd(port, "/")
        crowd.open(1, 0)
        assert crowd.wait_for(3).readers == 1
    assert crowd.close() == verdict + Verdict(hung_up=1)
