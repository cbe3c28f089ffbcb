"""What do readers cost who never read?

A hundred of them open a stream and take nothing from it, while long posts go on until the server
has hung up on the last of them. How much memory all of it takes at the worst: what the server has
itself, and what the kernel keeps for connections; and how long a post takes to those who do read.
Beside it the same without them, each with a server of its own, in shuffled order.
"""

import random
import select
import socket
import statistics
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any, Final

from bench import compiling, machine, newsrooms, servers, watching
from bench.figures import Row, figure, ratios, where
from bench.lengths import Length
from bench.newsrooms import UNCLAIMED, Program
from bench.readers import Readers, Verdict, readers
from bench.servers import PATIENCE, Server

SLUG: Final = "stalled"
LONG: Final = "\n\n".join([UNCLAIMED] * 80)  # nearly as long as a text may be
LITTLE: Final = 4096  # bytes that wait at a reader's end
FEWEST: Final = 25  # posts, whoever has been hung up on by then: as many without them
MOST: Final = 100  # posts after which the rest is told as never hung up on
QUIET: Final = 1_000  # readers who do read, at most


class Stalled:
    """Readers who ask for a stream and never read it.

    Their own end takes as little as it can: what lies there is no cost of the server's.
    """

    def __init__(self, server: Server, path: str, count: int) -> None:
        request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n\r\n".encode()
        self._poll = select.poll()
        self._sockets: dict[int, socket.socket] = {}
        for _ in range(count):
            reader = socket.socket()
            reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, LITTLE)
            reader.settimeout(PATIENCE)
            reader.connect(("127.0.0.1", server.port))
            reader.sendall(request)
            self._sockets[reader.fileno()] = reader
            self._poll.register(reader, select.POLLRDHUP)

    @property
    def left(self) -> int:
        """How many the server has not hung up on."""
        for number, _ in self._poll.poll(0):
            self._poll.unregister(number)
            self._sockets.pop(number).close()
        return len(self._sockets)

    def close(self) -> None:
        for reader in self._sockets.values():
            reader.close()


def ask(length: Length, home: Path) -> dict[str, Any]:
    """`rows`: one per round, with `stalled` readers and without. `verdict`: of those who read."""
    secret = newsrooms.found(home, {SLUG: 0})
    crowd = compiling.built(home, "crowd.c")
    machine.open_files(length.beside)
    rows: list[Row] = []
    with machine.pinned(machine.CLIENTS):
        for number in length.counted():
            for stalled in random.sample((0, length.stalled), 2):
                row = _measured(home, crowd, secret, length, stalled)
                rows.append({"round": number, **row})
    verdict: Verdict = sum((Counter(row["wrong"]) for row in rows), start=Counter())
    return {"stalled": length.stalled, "rows": rows, "verdict": verdict}


def answer(asked: dict[str, Any]) -> Row:
    """Bytes at the worst with and without them, and the seconds until 99 of 100 others have it."""
    with_ = where(asked["rows"], stalled=asked["stalled"])
    without = where(asked["rows"], stalled=0)
    beside = {row["round"]: row["bytes"] for row in without}
    return {
        "stalled": asked["stalled"],
        "readers": with_[0]["readers"],
        "rounds": len(with_),
        "left": max(row["left"] for row in with_),
        "posts": figure(row["posts"] for row in with_),
        "bytes": figure(row["bytes"] for row in with_),
        "without_bytes": figure(row["bytes"] for row in without),
        "more_bytes": figure(row["bytes"] - beside[row["round"]] for row in with_),
        "most": figure(row["most"] for row in with_),
        "without_most": figure(row["most"] for row in without),
        "most_ratio": ratios(with_, without, "most"),
    }


def _measured(home: Path, crowd: Path, secret: str, length: Length, stalled: int) -> Row:
    count = min(length.beside, QUIET)
    with (
        servers.depesche(home) as server,
        closing(Program(server, secret)) as program,
        readers(crowd) as others,
    ):
        newest = program.publish(SLUG, text=UNCLAIMED)
        path = f"/live/{SLUG}/stream?after={newest}"
        others.open(SLUG, port=server.port, path=path, count=count, after=newest)
        watching.settle()
        with ExitStack() as open_:
            before = server.memory + watching.socket_memory()
            who = open_.enter_context(closing(Stalled(server, path, stalled)))
            posts = [*_posted(server, program, others, who, newest)]
        report = others.close(SLUG)
    return {
        "stalled": stalled,
        "readers": count,
        "posts": len(posts),
        "left": posts[-1]["left"],
        "bytes": max(post["bytes"] for post in posts) - before,
        "most": statistics.median(post["most"] for post in posts),
        "wrong": dict(report.verdict),
    }


def _posted(
    server: Server, program: Program, others: Readers, stalled: Stalled, newest: int
) -> Iterator[Row]:
    """One post after the other, as long as there is somebody to hang up on."""
    for number in range(newest + 1, newest + MOST + 1):
        others.expect(SLUG, number, since=time.monotonic())
        program.publish(SLUG, text=LONG)
        arrival = others.arrived(SLUG, number)
        taken = server.memory + watching.socket_memory()
        left = stalled.left
        yield {"bytes": taken, "left": left, "most": arrival.most}
        if not left and number >= newest + FEWEST:
            return
