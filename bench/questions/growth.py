"""Does reading cost more when a coverage is long?

It should not: a page holds the newest posts, a poll and a resume what is new. Asked of coverages
of different lengths at one server: the page, a poll that finds nothing new, and a stream of a
reader who comes back a few changes behind. A round asks for each of them some times, shuffled.
"""

import json
import random
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path
from typing import Any, Final

from bench import machine, newsrooms, servers
from bench.connections import Connection
from bench.figures import Row, figure, ratios, where
from bench.lengths import Length
from bench.servers import PATIENCE, Server
from depesche.newsroom.ticker import PAGE

BEHIND: Final = 5  # changes a reader has missed
KINDS: Final = ("page", "poll", "resume")


@dataclass(frozen=True)
class Coverage:
    """One that is asked for, and the newest number of its log."""

    slug: str
    posts: int
    newest: int


class Reader:
    """Asks for one thing at a time. Each answers with the bytes of the body."""

    def __init__(self, server: Server) -> None:
        self._port = server.port
        self._kept = Connection(server)

    def page(self, coverage: Coverage) -> int:
        return len(self._kept.ask("GET", f"/live/{coverage.slug}"))

    def poll(self, coverage: Coverage) -> int:
        path = f"/live/{coverage.slug}/changes?after={coverage.newest}"
        return len(self._kept.ask("GET", path))

    def resume(self, coverage: Coverage) -> int:
        """Read up to the first sign of life, which comes after what was missed."""
        after, read, changes = coverage.newest - BEHIND, 0, 0
        with closing(HTTPConnection("127.0.0.1", self._port, timeout=PATIENCE)) as connection:
            connection.request("GET", f"/live/{coverage.slug}/stream?after={after}")
            answer = connection.getresponse()
            while (line := answer.readline()) and not line.startswith(b"event: heartbeat"):
                changes += line.startswith(b"id: ")
                read += len(line)
        if changes != BEHIND:
            raise RuntimeError(f"{changes} changes came instead of {BEHIND}")
        return read

    def newest(self, slug: str) -> int:
        """The number of the log's newest change, as a reader's page knows it."""
        answer = self._kept.ask("GET", f"/live/{slug}/changes?after=999999999")
        return int(json.loads(answer)["sequence"])

    def close(self) -> None:
        self._kept.close()


def ask(length: Length, home: Path) -> dict[str, Any]:
    """`rows`: one per round, kind and length of the coverage."""
    newsrooms.found(home, {_name(posts): posts for posts in length.posts})
    with (
        machine.pinned(machine.CLIENTS),
        servers.depesche(home) as server,
        closing(Reader(server)) as reader,
    ):
        coverages = [Coverage(_name(n), n, reader.newest(_name(n))) for n in length.posts]
        return {"posts": length.posts, "rows": [*_rounds(length, server, reader, coverages)]}


def answer(asked: dict[str, Any]) -> list[Row]:
    """Per kind and length: what it costs, and beside the shortest coverage."""
    return [
        _summed_up(where(asked["rows"], kind=kind), posts, asked["posts"])
        for kind in KINDS
        for posts in asked["posts"]
    ]


def _rounds(
    length: Length, server: Server, reader: Reader, coverages: list[Coverage]
) -> Iterator[Row]:
    cells = [(kind, coverage) for kind in KINDS for coverage in coverages]
    for kind, coverage in cells:
        getattr(reader, kind)(coverage)  # whatever happens only once
    for number in length.counted():
        for kind, coverage in random.sample(cells, len(cells)):
            row = _measured(server, reader, kind, coverage, length.requests)
            yield {"round": number, **row}


def _measured(server: Server, reader: Reader, kind: str, coverage: Coverage, times: int) -> Row:
    seconds: list[float] = []
    before, size = server.cost, 0
    for _ in range(times):
        begun = time.monotonic()
        size = getattr(reader, kind)(coverage)
        seconds.append(time.monotonic() - begun)
    return {
        "kind": kind,
        "posts": coverage.posts,
        "bytes": size,
        "seconds": statistics.median(seconds),
        "processor": (server.cost - before) / times,
    }


def _summed_up(rows: list[Row], posts: int, lengths: Sequence[int]) -> Row:
    """`full_ratio` is beside the shortest coverage that fills a page, if there is one."""
    ours, shortest = where(rows, posts=posts), where(rows, posts=lengths[0])
    full = where(rows, posts=next((n for n in lengths if n >= PAGE), posts))
    return {
        "kind": ours[0]["kind"],
        "posts": posts,
        "rounds": len(ours),
        "bytes": ours[-1]["bytes"],
        "seconds": figure(row["seconds"] for row in ours),
        "processor": figure(row["processor"] for row in ours),
        "seconds_ratio": ratios(ours, shortest, "seconds"),
        "processor_ratio": ratios(ours, shortest, "processor"),
        "full_ratio": ratios(ours, full, "processor"),
    }


def _name(posts: int) -> str:
    return f"coverage-of-{posts}"
