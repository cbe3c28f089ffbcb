"""A reader's stream on a connection that takes as much as a test says."""

import asyncio
import json
import socket
import struct
import zlib
from collections import Counter
from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from depesche import metrics
from depesche.live import frames
from depesche.live import recent as memory
from depesche.live.channels import Channel
from depesche.live.frames import Frame
from depesche.live.hub import Hub
from depesche.live.recent import Recent
from depesche.web import headers, streams
from depesche.web.gate import Gate
from depesche.web.streams import OpenStream

SUMMIT: Channel = (1, "reader")
HEAD = b"HTTP/1.1 200 OK\r\n\r\n"
HOME = "192.0.2.1"
WORDS = "x" * 1000


class Socket:
    """Remembers what it was set to."""

    family = socket.AF_INET

    def __init__(self) -> None:
        self.options: dict[tuple[int, int], Any] = {}

    def setsockopt(self, level: int, option: int, value: Any) -> None:
        self.options[level, option] = value


class Connection:
    """A transport whose other end takes so many bytes, and then no more until it is let."""

    def __init__(self, *, takes: int = 10**9, bare: bool = True) -> None:
        self.protocol: OpenStream | None = None
        self.writes: list[bytes] = []
        self.ended = ""  # how
        self.limit = 0
        self.socket = Socket() if bare else None
        self._takes = takes
        self._waiting = 0
        self._is_paused = False

    def write(self, data: bytes) -> None:
        if self.ended == "aborted":
            raise RuntimeError("unable to perform operation; the handler is closed")
        if self.ended:
            return
        self.writes.append(data)
        self._waiting += len(data)
        self._flow()

    def takes(self, more: int) -> None:
        """The other end takes so many bytes more."""
        self._takes += more
        self._flow()

    def _flow(self) -> None:
        assert self.protocol is not None
        gone = min(self._takes, self._waiting)
        self._takes -= gone
        self._waiting -= gone
        if not self._is_paused and self._waiting > self.limit:
            self._is_paused = True
            self.protocol.pause_writing()
        elif self._is_paused and self._waiting <= self.limit // 4:
            self._is_paused = False
            self.protocol.resume_writing()

    def set_write_buffer_limits(self, high: int) -> None:
        self.limit = high

    def get_write_buffer_size(self) -> int:
        return self._waiting

    def get_extra_info(self, name: str) -> Any:
        return self.socket if name == "socket" else None

    def is_closing(self) -> bool:
        return bool(self.ended)

    def close(self) -> None:
        self._end("closed")

    def abort(self) -> None:
        self._end("aborted")

    def _end(self, how: str) -> None:
        assert self.protocol is not None
        if not self.ended:
            self.ended = how
            asyncio.get_running_loop().call_soon(self.protocol.connection_lost, None)

    @property
    def said(self) -> bytes:
        return b"".join(self.writes)


class Newsroom:
    """A hub, a gate and a log in memory."""

    def __init__(self) -> None:
        self.hub, self.gate, self.recent = Hub(), Gate(limit=100, each=100), Recent(0)
        self.connections = set[Any]()

    def publishes(self, count: int = 1, *, words: str = "") -> None:
        said = [_frame(self.recent.reached + n, words) for n in range(1, count + 1)]
        for one in said:
            self.recent.add(one)
        self.hub.publish(SUMMIT, said)

    def opens(
        self, connection: Connection, *, seen: int | None = None, packed: bool = False
    ) -> OpenStream:
        stream = OpenStream(
            SUMMIT,
            self.recent,
            seen=self.recent.reached if seen is None else seen,
            packed=packed,
            hub=self.hub,
            gate=self.gate,
            home=self.gate.enter(HOME),
        )
        connection.protocol = stream
        stream.begin(connection, self.connections, HEAD)
        return stream

    @property
    def is_empty(self) -> bool:
        is_gone = not self.connections and not self.hub.channels
        return is_gone and self.gate._count == 0 and not self.gate._households


def _frame(number: int, words: str) -> Frame:
    change = {"sequence": number, "at": "", "kind": "post", "id": str(number), "html": words}
    return frames.frame(change)


def events(said: bytes, *, packed: bool = False) -> list[str]:
    """What a reader understands: numbers of changes, signs as „♥ number“, and the rest by name."""
    head, _, body = said.partition(b"\r\n\r\n")
    assert head == HEAD.strip()
    text = (zlib.decompressobj(31).decompress(body) if packed else body).decode()
    assert text.endswith("\n\n")
    return [_understood(event) for event in text[:-2].split("\n\n")]


def _understood(event: str) -> str:
    fields = dict(line.split(": ", 1) for line in event.split("\n"))
    if fields.get("event") == "heartbeat":
        return f"♥ {json.loads(fields['data'])['sequence']}"
    return fields.get("event") or fields.get("id") or next(iter(fields))


def numbers(*found: int) -> list[str]:
    return [str(number) for number in found]


def run(test: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(test, 20))


async def turns(count: int = 3) -> None:
    for _ in range(count):
        await asyncio.sleep(0)


def hang_ups() -> float:
    return metrics.REGISTRY.get_sample_value("depesche_hang_ups_total") or 0.0


@pytest.fixture
def newsroom() -> Newsroom:
    return Newsroom()


# How it begins


@pytest.mark.parametrize("packed", [False, True])
def test_who_has_seen_it_all_is_told_how_far_it_is_and_then_what_happens(
    newsroom: Newsroom, *, packed: bool
) -> None:
    async def test() -> None:
        newsroom.publishes(3)
        connection = Connection()
        stream = newsroom.opens(connection, packed=packed)
        assert events(connection.said, packed=packed) == ["retry", "♥ 3"]
        assert newsroom.connections == {stream}
        assert newsroom.hub.readers(SUMMIT) == 1
        newsroom.publishes(2)
        await turns()
        newsroom.publishes(words=WORDS)
        assert events(connection.said, packed=packed) == ["retry", "♥ 3", *numbers(4, 5, 6)]

    run(test())


@pytest.mark.parametrize("packed", [False, True])
def test_who_was_away_is_told_what_was_missed_and_nothing_twice(
    newsroom: Newsroom, *, packed: bool
) -> None:
    async def test() -> None:
        newsroom.publishes(streams.PART * 2 + 7)
        last = newsroom.recent.reached
        connection = Connection()
        newsroom.opens(connection, seen=2, packed=packed)
        newsroom.publishes()
        said = events(connection.said, packed=packed)
        assert said == ["retry", *numbers(*range(3, last + 1)), f"♥ {last}", str(last + 1)]
        assert len(connection.writes) == 1 + 3 + 1 + 1, "in parts"

    run(test())


def test_everybody_gets_the_very_same_bytes(newsroom: Newsroom) -> None:
    async def test() -> None:
        connections = [Connection() for _ in range(5)]
        for connection in connections:
            newsroom.opens(connection)
        newsroom.publishes()
        assert len({id(connection.writes[-1]) for connection in connections}) == 1

    run(test())


def test_neither_the_kernel_nor_this_process_holds_much_for_a_reader(newsroom: Newsroom) -> None:
    async def test() -> None:
        connection = Connection()
        newsroom.opens(connection)
        assert connection.limit == streams.HIGH
        assert connection.socket is not None
        held = connection.socket.options[socket.SOL_SOCKET, socket.SO_SNDBUF]
        assert held == streams.SEND_BUFFER
        newsroom.opens(Connection(bare=False))  # one that has no socket of its own does, too

    run(test())


def test_the_head_is_that_of_an_answer_that_has_no_end() -> None:
    for https in (False, True):
        plain, packed = (streams.head(https=https, packed=p).decode() for p in (False, True))
        first, *lines = plain.removesuffix("\r\n").split("\r\n")
        assert first == "HTTP/1.1 200 OK"
        told = dict(line.split(": ", 1) for line in lines)
        assert len(told) == len(lines), "each header once"
        assert told == {
            **headers.table(https=https),
            "Content-Type": "text/event-stream; charset=utf-8",
            "Cache-Control": "no-store",
            "Vary": "Accept-Encoding",
            "X-Accel-Buffering": "no",
            "Connection": "close",
        }
        assert packed == plain + "Content-Encoding: gzip\r\n"


# Readers who take their time


def test_what_was_missed_is_told_as_fast_as_it_is_taken(newsroom: Newsroom) -> None:
    async def test() -> None:
        newsroom.publishes(800, words=WORDS)
        connection = Connection(takes=0)
        newsroom.opens(connection, seen=0)
        most = 0
        for _ in range(200):
            most = max(most, connection.get_write_buffer_size())
            newsroom.publishes()  # and meanwhile the evening goes on
            connection.takes(40_000)
        last = newsroom.recent.reached
        assert most < streams.HIGH + (streams.PART + 1) * 1200, "no more than a part above"
        assert not connection.ended
        said = events(connection.said)
        told = [one for one in said[1:] if not one.startswith("♥")]
        assert told == numbers(*range(1, last + 1)), "each once, and in order"
        signs = [place for place, one in enumerate(said) if one.startswith("♥")]
        assert said[signs[0]] == f"♥ {said[signs[0] - 1]}", "it is not ahead of what it was told"
        assert newsroom.hub.readers(SUMMIT) == 1

    run(test())


def test_a_reader_who_is_still_told_what_was_missed_is_not_hung_up_on(newsroom: Newsroom) -> None:
    async def test() -> None:
        before = hang_ups()
        newsroom.publishes(800, words=WORDS)
        connection = Connection(takes=0)
        newsroom.opens(connection, seen=0)
        waits = connection.get_write_buffer_size()
        newsroom.publishes(100, words=WORDS)
        await turns(10)
        assert connection.get_write_buffer_size() == waits, "nothing more until it takes that"
        assert not connection.ended
        connection.takes(10**9)
        assert events(connection.said)[-2:] == ["900", "♥ 900"]
        assert hang_ups() == before

    run(test())


def test_what_happens_just_as_a_stream_goes_live_on_a_full_connection_comes_once(
    newsroom: Newsroom,
) -> None:
    """The sign that it has seen it all may be what is too much for now."""

    async def test() -> None:
        newsroom.publishes(3)
        connection = Connection(takes=0)
        limits = connection.set_write_buffer_limits
        connection.set_write_buffer_limits = lambda high: limits(  # type: ignore[method-assign]
            high=len(HEAD) + 20  # room for the retry alone
        )
        newsroom.opens(connection)
        assert not connection.ended
        newsroom.publishes()
        await turns()
        newsroom.publishes()
        await turns()
        connection.takes(10**9)
        newsroom.publishes()
        told = [one for one in events(connection.said)[1:] if not one.startswith("♥")]
        assert told == numbers(4, 5, 6)

    run(test())


def test_a_live_reader_who_takes_nothing_is_hung_up_on_and_the_others_lose_nothing(
    newsroom: Newsroom,
) -> None:
    async def test() -> None:
        before = hang_ups()
        slow, quick = Connection(takes=1000), Connection()
        newsroom.opens(slow)
        newsroom.opens(quick)
        published = 0
        while not slow.ended:
            newsroom.publishes(words=WORDS)
            published += 1
            assert published < 1000
        await turns()
        newsroom.publishes(3)
        await turns()
        assert slow.ended == "aborted", "at once: nobody would take what lies there"
        assert hang_ups() == before + 1
        assert slow.get_write_buffer_size() < streams.HIGH + 2000
        assert newsroom.hub.readers(SUMMIT) == 1
        assert events(quick.said)[2:] == numbers(*range(1, published + 4))
        assert slow.socket is not None
        linger = slow.socket.options[socket.SOL_SOCKET, socket.SO_LINGER]
        assert linger == struct.pack("ii", 1, 0), "and the kernel forgets it"

    run(test())


def test_who_takes_no_part_of_what_was_missed_is_given_up(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "STALLED", 0.02)

    async def test() -> None:
        newsroom.publishes(800, words=WORDS)
        connection = Connection(takes=0)
        newsroom.opens(connection, seen=0)
        for _ in range(5):  # a part taken now and then is enough
            connection.takes(streams.HIGH)
            await asyncio.sleep(0.005)
            assert not connection.ended
        connection = Connection(takes=0)
        newsroom.opens(connection, seen=0)
        await asyncio.sleep(0.1)
        assert connection.ended == "aborted"

    run(test())


def test_a_stream_that_was_slow_once_has_time_for_the_next_part_again(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(streams, "STALLED", 0.05)

    async def test() -> None:
        newsroom.publishes(800, words=WORDS)
        connection = Connection(takes=0)
        stream = newsroom.opens(connection, seen=0)
        assert stream._timer is not None
        connection.takes(10**9)
        assert stream._timer is None
        await asyncio.sleep(0.15)
        assert not connection.ended, "it has taken all there was"
        newsroom.publishes()
        assert events(connection.said)[-1] == "801"

    run(test())


def test_who_took_so_long_that_it_is_not_remembered_any_more_is_told_to_begin_anew(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(memory, "MOST", 300)

    async def test() -> None:
        newsroom.publishes(599, words=WORDS)
        connection = Connection(takes=0)
        newsroom.opens(connection, seen=0)
        newsroom.publishes(500)
        await turns()
        connection.takes(10**9)
        *told, last = events(connection.said)
        assert last == "reset"
        assert told[1:] == numbers(*range(1, len(told))), "without a hole, and no sign"
        assert len(told) < 599
        assert connection.ended == "closed"
        await turns()
        assert newsroom.is_empty

    run(test())


def test_words_that_are_taken_back_meanwhile_are_not_told(newsroom: Newsroom) -> None:
    async def test() -> None:
        newsroom.publishes(799, words=WORDS)
        newsroom.publishes(words="Wrongword")
        connection = Connection(takes=0)
        newsroom.opens(connection, seen=0)
        correction = {"sequence": 801, "at": "", "kind": "post", "id": "800", "html": "Right"}
        newsroom.recent.add(frames.frame(correction))
        newsroom.hub.publish(SUMMIT, [frames.frame(correction)])
        connection.takes(10**9)
        assert b"Wrongword" not in connection.said
        assert b"Right" in connection.said
        assert events(connection.said)[-1] == "♥ 801"

    run(test())


# How it ends


def test_who_talks_is_heard_a_little_and_then_hung_up_on(newsroom: Newsroom) -> None:
    async def test() -> None:
        connection = Connection()
        stream = newsroom.opens(connection)
        stream.data_received(b"x" * (streams.TALK - 1))
        stream.data_received(b"x")
        assert not connection.is_closing()
        stream.data_received(b"x")
        assert connection.ended == "aborted"
        await turns()
        assert newsroom.is_empty

    run(test())


def test_a_server_that_ends_hangs_up(newsroom: Newsroom) -> None:
    async def test() -> None:
        idle, busy = Connection(), Connection(takes=0)
        newsroom.opens(idle).shutdown()
        newsroom.opens(busy).shutdown()
        assert idle.ended == "closed"
        assert busy.ended == "aborted", "nobody waits for a reader who does not read"
        await turns()
        assert newsroom.is_empty

    run(test())


def test_a_hub_that_closes_hangs_up_on_all_and_on_who_comes_later(newsroom: Newsroom) -> None:
    async def test() -> None:
        newsroom.publishes(800, words=WORDS)
        live, behind = Connection(), Connection(takes=0)
        newsroom.opens(live)
        newsroom.opens(behind, seen=0)
        newsroom.hub.close()
        assert (live.ended, behind.ended) == ("closed", "aborted")
        late = Connection()
        newsroom.opens(late)
        assert late.ended
        await turns()
        assert newsroom.is_empty

    run(test())


def by_itself(_: Newsroom, __: OpenStream, connection: Connection) -> None:
    connection.close()


def by_an_error(_: Newsroom, stream: OpenStream, connection: Connection) -> None:
    connection.ended = "broken"
    stream.connection_lost(ConnectionResetError())


def by_the_server(_: Newsroom, stream: OpenStream, __: Connection) -> None:
    stream.shutdown()


def by_the_hub(newsroom: Newsroom, _: OpenStream, __: Connection) -> None:
    newsroom.hub.close()


def by_talking(_: Newsroom, stream: OpenStream, __: Connection) -> None:
    stream.data_received(b"x" * 10**6)


def by_all_of_them(newsroom: Newsroom, stream: OpenStream, connection: Connection) -> None:
    for end in (by_the_server, by_the_hub, by_talking, by_itself):
        end(newsroom, stream, connection)


Ending = Callable[[Newsroom, OpenStream, Connection], None]
ENDINGS: list[Ending] = [
    *(by_itself, by_an_error, by_the_server, by_the_hub, by_talking, by_all_of_them),
]


class Counted:
    """How often a stream has left, and where."""

    def __init__(self, newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
        self.left = Counter[str]()
        for name in ("hub", "gate"):
            room = getattr(newsroom, name)
            monkeypatch.setattr(room, "leave", self._counting(name, room.leave))

    def _counting(self, name: str, leave: Callable[..., None]) -> Callable[..., None]:
        def counted(*who: Any) -> None:
            self.left[name] += 1
            leave(*who)

        return counted


@pytest.mark.parametrize("end", ENDINGS)
@pytest.mark.parametrize("is_behind", [False, True])
def test_however_it_ends_it_has_left_everywhere_and_once(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, end: Ending, *, is_behind: bool
) -> None:
    async def test() -> None:
        newsroom.publishes(800, words=WORDS)
        counted = Counted(newsroom, monkeypatch)
        connection = Connection(takes=0 if is_behind else 10**9)
        stream = newsroom.opens(connection, seen=0)
        end(newsroom, stream, connection)
        await turns()
        newsroom.publishes()
        await turns()
        assert counted.left == {"hub": 1, "gate": 1}
        assert newsroom.is_empty
        assert stream._timer is None or stream._timer.cancelled()

    run(test())
