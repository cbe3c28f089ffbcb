"""The readers of the benchmark notice what goes wrong on the way to them."""

import gzip
import socket
import threading
import time
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from bench.compiling import built
from bench.readers import Readers, Verdict, readers

CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
WHOLE = b"HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n"
PACKED = b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nConnection: close\r\n\r\n"
HELLO = b'retry: 2000\n\nevent: heartbeat\ndata: {"sequence": 7}\n\n'
PATIENCE = 10.0


@pytest.fixture(scope="module")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return built(tmp_path_factory.mktemp("crowd"), "crowd.c")


@pytest.fixture
def crowds(program: Path) -> Iterator[Readers]:
    with readers(program) as crowds:
        yield crowds


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


def change(number: int, text: str = "Die Türen sind zu.") -> bytes:
    return b'id: %d\ndata: {"sequence":%d,"html":"%b"}\n\n' % (number, number, text.encode())


@contextmanager
def telling(*answers: Sequence[bytes]) -> Iterator[int]:
    """A server that gives each reader in turn one of these answers, piece by piece; its port.

    It hangs up when the block ends.
    """

    def tell() -> None:
        for pieces in answers:
            reader = server.accept()[0]
            told.append(reader)
            reader.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            reader.settimeout(PATIENCE)
            reader.recv(4096)
            for piece in pieces:
                reader.sendall(piece)
                time.sleep(0.001)  # so that it arrives alone

    told: list[socket.socket] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(PATIENCE)
        thread = threading.Thread(target=tell)
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            thread.join(PATIENCE)
            for reader in told:
                reader.close()
    assert not thread.is_alive()


@pytest.mark.parametrize(
    ("numbers", "verdict"),
    [
        ([1, 2, 3], {}),
        ([1, 3], {"lost": 1}),
        ([1], {"lost": 2}),
        ([], {"lost": 3}),
        ([1, 2, 2, 3], {"doubled": 1}),
        ([2, 1, 3], {"reordered": 1}),
        ([2, 1, 1, 3], {"reordered": 1, "doubled": 1}),
        ([0, 1, 2, 3], {"doubled": 1}),
    ],
)
def test_what_is_lost_doubled_or_reordered_is_counted(
    crowds: Readers, numbers: list[int], verdict: dict[str, int]
) -> None:
    told = [CHUNKED, chunk(HELLO), *(chunk(change(number)) for number in numbers)]
    with telling(told) as port:
        crowds.open("all", port=port, path="/", count=1)
        crowds.expect("all", 3, since=time.monotonic())
        assert crowds.close("all").verdict == verdict


def test_a_reader_that_is_hung_up_on_has_lost_what_it_did_not_see(crowds: Readers) -> None:
    with telling([CHUNKED, chunk(HELLO), chunk(change(1))]) as port:
        crowds.open("all", port=port, path="/", count=1)
        crowds.expect("all", 1, since=time.monotonic())
        assert crowds.arrived("all", 1).readers == 1
    crowds.expect("all", 2, since=time.monotonic())
    assert crowds.close("all").verdict == {"hung_up": 1, "lost": 1}


def test_the_end_of_an_answer_is_hanging_up(crowds: Readers) -> None:
    with telling([CHUNKED, chunk(HELLO), chunk(change(1)) + b"0\r\n\r\n"]) as port:
        crowds.open("all", port=port, path="/", count=1)
        assert crowds.close("all").verdict == {"hung_up": 1}


def test_readers_that_are_told_different_things_are_noticed(crowds: Readers) -> None:
    answers = [[WHOLE, HELLO, change(1, text)] for text in ("Auf.", "Zu.", "Auf.")]
    with telling(*answers) as port:
        crowds.open("all", port=port, path="/", count=3)
        assert crowds.close("all").verdict == {"garbled": 1}


@pytest.mark.parametrize("size", [1, 2, 3, 5, 7, 11, 1000])
@pytest.mark.parametrize("framing", ["chunked", "whole", "gzip", "gzip chunked"])
def test_changes_are_read_however_the_bytes_are_cut(
    crowds: Readers, framing: str, size: int
) -> None:
    parts = [HELLO, change(1), change(2)[:30], change(2)[30:] + change(3)]
    if framing.startswith("gzip"):
        packing = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
        parts = [packing.compress(part) + packing.flush(zlib.Z_FULL_FLUSH) for part in parts]
    head = PACKED if framing.startswith("gzip") else WHOLE
    if framing.endswith("chunked"):
        parts = [chunk(part) for part in parts]
        head = head.replace(b"Connection: close", b"transfer-Encoding: chunked")
    told = head + b"".join(parts)
    with telling([told[i : i + size] for i in range(0, len(told), size)]) as port:
        crowds.open("all", port=port, path="/", count=1, packed=framing.startswith("gzip"))
        arrived = [crowds.arrived("all", number, patience=PATIENCE) for number in (1, 2, 3)]
        report = crowds.close("all")
    checksums = [zlib.crc32(change(number)) for number in (1, 2, 3)]
    assert [arrival.checksum for arrival in arrived] == checksums
    assert report.read == len(told)
    assert report.content == sum(len(change(number)) for number in (1, 2, 3))
    assert report.verdict == {}


@pytest.mark.parametrize("flush", [zlib.Z_SYNC_FLUSH, zlib.Z_FULL_FLUSH])
def test_every_reader_of_packed_changes_reads_them_itself(crowds: Readers, flush: int) -> None:
    packing = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
    told = [change(number) for number in range(1, 6)]  # alike, so that one may refer to another
    hello = b": hello\n\n"  # to which nothing refers
    pieces = [packing.compress(part) + packing.flush(flush) for part in (hello, *told)]
    whole = [PACKED, *pieces]
    halves = [PACKED, pieces[0], b"".join(pieces[1:])[:70], b"".join(pieces[1:])[70:]]
    with telling(whole, halves, whole, [PACKED, *pieces[:3]]) as port:
        crowds.open("all", port=port, path="/", count=4, packed=True)
        crowds.expect("all", 5, since=time.monotonic())
        time.sleep(0.3)
        assert [crowds.arrived("all", n, patience=0.2).readers for n in range(1, 6)] == [
            4,
            4,
            3,
            3,
            3,
        ]
        report = crowds.close("all")
    assert report.verdict == {"lost": 3}
    assert report.content == sum(len(part) for part in told[:2]) * 4 + sum(map(len, told[2:])) * 3


def test_a_packed_reader_that_is_told_something_else_is_noticed(crowds: Readers) -> None:
    answers = []
    for text in ("Auf.", "Zu.", "Auf."):
        packing = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
        parts = (HELLO, change(1), change(2, text), change(3))
        told = [packing.compress(part) + packing.flush(zlib.Z_FULL_FLUSH) for part in parts]
        answers.append([PACKED, *told])
    with telling(*answers) as port:
        crowds.open("all", port=port, path="/", count=3, packed=True)
        assert crowds.close("all").verdict == {"garbled": 1}


def test_what_is_no_gzip_is_no_stream(crowds: Readers) -> None:
    packed = gzip.compress(HELLO + change(1))
    broken = packed[:10] + bytes([packed[10] | 6]) + packed[11:]  # there is no such kind of block
    with telling([PACKED, broken]) as port, pytest.raises(RuntimeError, match="hung up"):
        crowds.open("all", port=port, path="/", count=1, packed=True)


def test_gzip_that_was_not_asked_for_is_refused_and_so_is_its_want(crowds: Readers) -> None:
    packed = gzip.compress(HELLO)
    with telling([PACKED, packed]) as port, pytest.raises(RuntimeError, match="packed"):
        crowds.open("one", port=port, path="/", count=1)
    with telling([WHOLE, HELLO]) as port, pytest.raises(RuntimeError, match="packed"):
        crowds.open("other", port=port, path="/", count=1, packed=True)


def test_what_is_no_stream_is_refused(crowds: Readers) -> None:
    refusal = [b"HTTP/1.1 429 Too Many Requests\r\n\r\n"]
    with telling(refusal) as port, pytest.raises(RuntimeError, match="hung up"):
        crowds.open("all", port=port, path="/", count=1)
    with pytest.raises(RuntimeError, match="Connection refused"):
        crowds.open("nobody", port=port, path="/", count=1)


def test_a_number_may_be_in_the_data(crowds: Readers) -> None:
    told = [b'id: 1700000000:0\ndata: {"kind":"post","sequence":%d}\n\n' % n for n in (1, 2)]
    with telling([WHOLE, b": hi\n\n", *told]) as port:
        crowds.open("all", port=port, path="/", count=1, numbered_by="data")
        assert crowds.arrived("all", 2).checksum == zlib.crc32(told[1])
        assert crowds.close("all").verdict == Verdict()


def test_times_are_told_by_rank_since_the_order_to_publish(crowds: Readers) -> None:
    answers = [[WHOLE, HELLO, change(1)]] * 3
    begun = time.monotonic()
    with telling(*answers) as port:
        crowds.open("all", port=port, path="/", count=3)
        crowds.expect("all", 1, since=begun - 100)
        arrival = crowds.arrived("all", 1)
    ended = time.monotonic()
    assert arrival.readers == 3
    assert 100 <= arrival.first < arrival.middle < arrival.most == arrival.last
    assert arrival.last <= 100 + ended - begun


def test_a_change_that_comes_to_nobody_is_no_arrival(crowds: Readers) -> None:
    with telling([WHOLE, HELLO]) as port:
        crowds.open("all", port=port, path="/", count=1)
        with pytest.raises(RuntimeError, match="nobody"):
            crowds.arrived("all", 1, patience=0.1)
