"""Readers: open streams, held by a process of its own that checks every number they see.

Whoever measures orders (`open`, `expect`), publishes, and asks how the change came (`arrived`).
Times are those of the monotonic clock, which all processes of a machine share.
"""

import multiprocessing
import re
import select
import socket
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any, Final

from bench import machine

PATIENCE: Final = 30.0  # seconds; who has not seen a change by then has lost it
AT_ONCE: Final = 200  # streams that knock at the same time
READ: Final = 1 << 14  # bytes at a time: larger buffers are mapped anew at each read

Verdict = Counter[str]  # lost, doubled, reordered, hung_up: how often; empty is what we want


@dataclass(frozen=True)
class Arrival:
    """How one change came to the readers of a crowd: how many, the one in the middle, the last."""

    readers: int
    middle: float
    last: float


class Readers:
    """Crowds of readers, each by a name."""

    def __init__(self, orders: Connection) -> None:
        self._orders = orders

    def open(self, crowd: str, *, port: int, path: str, count: int, after: int = 0) -> int:
        """Open so many streams after that number; how many there are once all were greeted."""
        return int(self._ask("open", crowd, port, path, count, after))

    def expect(self, crowd: str, sequence: int) -> None:
        """Read from now on until everybody has seen that change, which is yet to be published."""
        self._orders.send(("expect", crowd, sequence))

    def arrived(self) -> Arrival:
        """How the change came that was expected."""
        arrival: Arrival = self._answer()
        return arrival

    def close(self) -> Verdict:
        """Hang up; what went wrong, over all crowds."""
        verdict: Verdict = self._ask("close")
        return verdict

    def _ask(self, *order: object) -> Any:
        self._orders.send(order)
        return self._answer()

    def _answer(self) -> Any:
        answer = self._orders.recv()
        if isinstance(answer, Exception):
            raise answer
        return answer


@contextmanager
def readers() -> Iterator[Readers]:
    """Readers in a process of their own, which ends with the block."""
    here, there = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=_follow, args=(there,))
    process.start()
    there.close()
    try:
        yield Readers(here)
    finally:
        here.close()
        process.join(PATIENCE)
        process.kill()


def _follow(orders: Connection) -> None:
    """What the process does: one order after the other, until nobody gives any."""
    machine.pin(0, machine.CLIENTS)
    crowds: dict[str, Crowd] = {}
    with suppress(EOFError, BrokenPipeError):
        while True:
            order, *words = orders.recv()
            try:
                answer = _obey(crowds, order, *words)
            except (OSError, RuntimeError) as error:
                answer = error
            orders.send(answer)


def _obey(crowds: dict[str, "Crowd"], order: str, *words: Any) -> object:
    match order, words:
        case "open", (name, port, path, count, after):
            crowds[name] = Crowd(port, path)
            return crowds[name].open(count, after)
        case "expect", (name, sequence):
            return crowds[name].wait_for(sequence)
        case _:
            return sum((crowd.close() for crowd in crowds.values()), Verdict())


class Follower:
    """What one reader has seen of a log."""

    __slots__ = ("doubled", "missing", "reordered", "seen")

    def __init__(self, seen: int) -> None:
        self.seen = seen
        self.missing: set[int] = set()
        self.doubled = self.reordered = 0

    def sees(self, sequence: int) -> None:
        if sequence > self.seen:
            self.missing.update(range(self.seen + 1, sequence))
            self.seen = sequence
        elif sequence in self.missing:
            self.missing.remove(sequence)
            self.reordered += 1
        else:
            self.doubled += 1

    def verdict(self, newest: int) -> Verdict:
        """What went wrong, now that the log has come to `newest`."""
        lost = len(self.missing) + newest - self.seen
        return +Counter(lost=lost, doubled=self.doubled, reordered=self.reordered)


class Parser:
    """The bytes of one answer, read as they come: head, chunks, the events in them."""

    __slots__ = ("_events", "_has_head", "_raw")

    def __init__(self) -> None:
        self._has_head = False
        self._raw = self._events = b""

    @property
    def is_between_events(self) -> bool:
        return self._has_head and not self._raw and not self._events

    def events(self, data: bytes) -> list[bytes]:
        """The events that are whole now."""
        self._raw += data
        self._has_head = self._has_head or self._passes_the_head()
        while self._has_head and (found := re.match(rb"([0-9a-f]+)\r\n", self._raw, re.IGNORECASE)):
            begin, length = found.end(), int(found[1], 16)
            if len(self._raw) < begin + length + 2:
                break
            self._events += self._raw[begin : begin + length]
            self._raw = self._raw[begin + length + 2 :]
        *whole, self._events = self._events.split(b"\n\n")
        return whole

    def _passes_the_head(self) -> bool:
        head, end, rest = self._raw.partition(b"\r\n\r\n")
        if end and not head.startswith(b"HTTP/1.1 200 "):
            raise RuntimeError(f"no stream to be had: {head!r}")
        if end:
            self._raw = rest
        return bool(end)


class Crowd:
    """The readers of one log at one server."""

    def __init__(self, port: int, path: str) -> None:
        self._address = ("127.0.0.1", port)
        self._request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode()
        self._poll = select.epoll()
        self._readers: dict[int, tuple[socket.socket, Parser, Follower]] = {}
        self._ungreeted: set[int] = set()
        self._known: dict[bytes, list[int]] = {}  # the same bytes mean the same to everybody
        self._times: dict[int, list[float]] = {}
        self._newest = 0
        self._verdict: Verdict = Counter()

    def open(self, count: int, after: int) -> int:
        """Open so many streams, and wait until each has had its first sign of life."""
        self._newest = after
        while len(self._readers) < count:
            for _ in range(min(AT_ONCE, count - len(self._readers))):
                self._knock(after)
            deadline = time.monotonic() + PATIENCE
            while self._ungreeted:
                if time.monotonic() > deadline:
                    raise RuntimeError(f"{len(self._ungreeted)} readers were not greeted")
                self._read(0.1)
        return len(self._readers)

    def wait_for(self, sequence: int) -> Arrival:
        """Read until everybody has seen that change; at most for PATIENCE."""
        self._newest = sequence
        times = self._times.setdefault(sequence, [])
        deadline = time.monotonic() + PATIENCE
        while len(times) < len(self._readers) and time.monotonic() < deadline:
            self._read(0.1)
        del self._times[sequence]
        missed = float("nan")
        return Arrival(len(times), statistics.median(times or [missed]), max(times, default=missed))

    def close(self) -> Verdict:
        """Read what is left, hang up, and say what went wrong."""
        deadline = time.monotonic() + PATIENCE
        while self._read(0.1) and time.monotonic() < deadline:
            pass
        for connection, _, follower in self._readers.values():
            self._verdict.update(follower.verdict(self._newest))
            connection.close()
        self._poll.close()
        return self._verdict

    def _knock(self, after: int) -> None:
        connection = socket.create_connection(self._address, timeout=PATIENCE)
        connection.sendall(self._request)
        connection.settimeout(0)  # from here on, epoll says when
        self._readers[connection.fileno()] = connection, Parser(), Follower(after)
        self._ungreeted.add(connection.fileno())
        self._poll.register(connection.fileno(), select.EPOLLIN)

    def _read(self, patience: float) -> bool:
        ready = self._poll.poll(patience)
        for number, _ in ready:
            connection, parser, follower = self._readers[number]
            try:
                data = connection.recv(READ)
            except ConnectionError:
                data = b""
            now = time.monotonic()
            for sequence in self._sequences(number, parser, data):
                follower.sees(sequence)
                self._times.setdefault(sequence, []).append(now)
            if not data:
                self._lose(number)
        return bool(ready)

    def _sequences(self, number: int, parser: Parser, data: bytes) -> list[int]:
        """The numbers of the changes that are whole now."""
        is_fresh = parser.is_between_events
        if is_fresh and data in self._known:
            return self._known[data]
        events = parser.events(data)
        if any(event.startswith(b"event: heartbeat") for event in events):
            self._ungreeted.discard(number)
        found = [int(e.partition(b"\n")[0][4:]) for e in events if e.startswith(b"id: ")]
        if is_fresh and len(found) == len(events) and parser.is_between_events:
            self._known = {data: found}
        return found

    def _lose(self, number: int) -> None:
        if number in self._ungreeted:
            raise RuntimeError("the server hung up on a reader before it greeted it")
        connection, _, follower = self._readers.pop(number)
        self._poll.unregister(number)
        connection.close()
        self._verdict += follower.verdict(self._newest)
        self._verdict["hung_up"] += 1
