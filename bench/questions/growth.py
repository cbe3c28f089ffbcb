"""Does anything cost more when a coverage is long?

It should not: a page holds the newest posts, a poll and a resume what is new. In coverages of
different lengths at one server a post is amended, and then is asked for: the page, which has to be
drawn anew; the page again; a poll that brings that change; and a stream of a reader who comes back
a few changes behind. A round does so some times in each of them, shuffled. No coverage grows.
"""

import json
import random
import statistics
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from typing import Any, Final
from uuid import UUID, uuid4

from bench import machine, newsrooms, servers
from bench.connections import Connection
from bench.figures import Row, figure, ratios, where
from bench.lengths import Length
from bench.newsrooms import UNCLAIMED, Program
from bench.servers import PATIENCE, Server
from depesche.newsroom.ticker import PAGE

BEHIND: Final = 5  # changes a reader has missed, each of another post
SETTLED: Final = 0.01  # seconds, in which the server ends what it does after an answer
KINDS: Final = ("change", "page", "page again", "poll", "resume")  # in this order


@dataclass
class Coverage:
    """One that is written to and read, with the posts that are amended in turn."""

    slug: str
    posts: int
    server: Server
    program: Program
    reader: Connection
    amended: list[UUID]
    newest: int
    _number: Iterator[int] = field(default_factory=count)

    def change(self) -> int:
        """Amend a post."""
        number = next(self._number)
        post, text = self.amended[number % BEHIND], f"{UNCLAIMED} Stand: {number:06}."
        sequence = self.program.amend(self.slug, post, text)
        if sequence != self.newest + 1:
            raise RuntimeError("a change took more than one line in the log")
        self.newest = sequence
        return len(text.encode())

    def page(self) -> int:
        return len(self.reader.ask("GET", f"/live/{self.slug}"))

    def poll(self) -> int:
        answer = self.reader.ask("GET", f"/live/{self.slug}/changes?after={self.newest - 1}")
        if len(json.loads(answer)["changes"]) != 1:
            raise RuntimeError("a poll did not bring the change")
        return len(answer)

    def resume(self) -> int:
        """Read up to the first sign of life, which comes after what was missed."""
        after, read, changes = self.newest - BEHIND, 0, 0
        with closing(HTTPConnection("127.0.0.1", self.server.port, timeout=PATIENCE)) as connection:
            connection.request("GET", f"/live/{self.slug}/stream?after={after}")
            answer = connection.getresponse()
            while (line := answer.readline()) and not line.startswith(b"event: heartbeat"):
                changes += line.startswith(b"id: ")
                read += len(line)
        if changes != BEHIND:
            raise RuntimeError(f"{changes} changes came instead of {BEHIND}")
        return read


def ask(length: Length, home: Path) -> dict[str, Any]:
    """`rows`: one per round, kind and length of the coverage."""
    secret = newsrooms.found(home, {_name(posts): posts - BEHIND for posts in length.posts})
    with (
        machine.pinned(machine.CLIENTS),
        servers.depesche(home) as server,
        closing(Program(server, secret)) as program,
        closing(Connection(server)) as reader,
    ):
        coverages = [_prepared(posts, server, program, reader) for posts in length.posts]
        return {"posts": length.posts, "rows": [*_rounds(length, coverages)]}


def answer(asked: dict[str, Any]) -> list[Row]:
    """Per kind and length: what it costs, and beside the shortest coverage."""
    return [
        _summed_up(where(asked["rows"], kind=kind), posts, asked["posts"])
        for kind in KINDS
        for posts in asked["posts"]
    ]


def _prepared(posts: int, server: Server, program: Program, reader: Connection) -> Coverage:
    """The newest posts are ours to amend."""
    slug, amended = _name(posts), [uuid4() for _ in range(BEHIND)]
    newest = [program.publish(slug, text=UNCLAIMED, post=post) for post in amended][-1]
    return Coverage(slug, posts, server, program, reader, amended, newest)


def _rounds(length: Length, coverages: list[Coverage]) -> Iterator[Row]:
    for coverage in coverages:
        _measured(coverage, BEHIND)  # whatever happens only once
    for number in length.counted():
        for coverage in random.sample(coverages, len(coverages)):
            for row in _measured(coverage, length.requests):
                yield {"round": number, **row}


def _measured(coverage: Coverage, times: int) -> list[Row]:
    """Medians over so many changes, after each of which everything is asked for."""
    costs: dict[str, list[float]] = {kind: [] for kind in KINDS}
    seconds: dict[str, list[float]] = {kind: [] for kind in KINDS}
    sizes = dict.fromkeys(KINDS, 0)
    for _ in range(times):
        for kind in KINDS:
            before, begun = coverage.server.cost, time.monotonic()
            sizes[kind] = getattr(coverage, kind.removesuffix(" again"))()
            seconds[kind].append(time.monotonic() - begun)
            time.sleep(SETTLED)
            costs[kind].append(coverage.server.cost - before)
    return [
        {
            "kind": kind,
            "posts": coverage.posts,
            "bytes": sizes[kind],
            "seconds": statistics.median(seconds[kind]),
            "processor": statistics.median(costs[kind]),
        }
        for kind in KINDS
    ]


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
