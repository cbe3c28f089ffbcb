"""How many posts a second, each answered once it is durable?

One program alone, then four at once, on SQLite and on PostgreSQL, both flushing at every commit.
Beside it the floor of the same disk in the same run: a loop that writes a little and flushes it
(`fdatasync`), and does nothing else. A round asks for each of them once, shuffled.
"""

import os
import random
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bench import databases, newsrooms, servers
from bench.figures import Row, figure, ratios, where
from bench.lengths import Length
from bench.newsrooms import Program
from bench.servers import PATIENCE, Server

PROGRAMS: Final = (1, 4)
DATABASES: Final = ("sqlite", "postgresql")
SLUG: Final = "posting"
LITTLE: Final = os.urandom(4096)  # bytes: SQLite's page, less than what one post writes


@dataclass(frozen=True)
class Newsroom:
    """One that is posted to, by as many programs as ever post at once."""

    database: str
    server: Server
    programs: list[Program]


def ask(length: Length, home: Path) -> dict[str, Any]:
    """`rows`: one per round, database and number of programs, and one per round for the floor."""
    with databases.postgresql() as url, ExitStack() as open_:
        newsrooms_ = [
            open_.enter_context(_newsroom("sqlite", home / "sqlite", None)),
            open_.enter_context(_newsroom("postgresql", home / "postgresql", url)),
        ]
        return {"rows": [*_rounds(length, home, newsrooms_)]}


def answer(asked: dict[str, Any]) -> list[Row]:
    """Per database and number of programs: posts a second, beside the floor."""
    rows = asked["rows"]
    floor = where(rows, database="floor")
    told: list[Row] = [{"database": "floor", "a_second": figure(row["a_second"] for row in floor)}]
    for database in DATABASES:
        for programs in PROGRAMS:
            ours = where(rows, database=database, programs=programs)
            told.append(
                {
                    "database": database,
                    "programs": programs,
                    "rounds": len(ours),
                    "a_second": figure(row["a_second"] for row in ours),
                    "processor": figure(row["processor"] for row in ours),
                    "floor_ratio": ratios(ours, floor, "a_second"),
                }
            )
    return told


@contextmanager
def _newsroom(database: str, home: Path, url: str | None) -> Iterator[Newsroom]:
    secret = newsrooms.found(home, {SLUG: 0}, database_url=url)
    with servers.depesche(home, database_url=url, pinned=False) as server, ExitStack() as open_:
        programs = [Program(server, secret) for _ in range(max(PROGRAMS))]
        for program in programs:
            open_.enter_context(closing(program))
        yield Newsroom(database, server, programs)


def _rounds(length: Length, home: Path, newsrooms_: list[Newsroom]) -> Iterator[Row]:
    cells = [(newsroom, programs) for newsroom in newsrooms_ for programs in PROGRAMS]
    for newsroom, programs in cells:
        _posted(newsroom, programs, programs)  # whatever happens only once
    for number in length.counted():
        for cell in random.sample([*cells, None], len(cells) + 1):
            row = _posted(*cell, length.published) if cell else _flushed(home, length.flushes)
            yield {"round": number, **row}


def _posted(newsroom: Newsroom, programs: int, posts: int) -> Row:
    """So many posts by programs that start together; their share of them each."""
    share = max(1, posts // programs)
    together = threading.Barrier(programs + 1, timeout=PATIENCE)

    def post(program: Program) -> None:
        together.wait()
        for _ in range(share):
            program.publish(SLUG)

    with ThreadPoolExecutor(programs) as threads:
        posting = [threads.submit(post, program) for program in newsroom.programs[:programs]]
        before = newsroom.server.cost
        together.wait()
        begun = time.monotonic()
        for done in posting:
            done.result()
        seconds = time.monotonic() - begun
    return {
        "database": newsroom.database,
        "programs": programs,
        "a_second": share * programs / seconds,
        "processor": (newsroom.server.cost - before) / (share * programs),
    }


def _flushed(home: Path, times: int) -> Row:
    with (home / "floor").open("wb", buffering=0) as file:
        begun = time.monotonic()
        for _ in range(times):
            file.write(LITTLE)
            os.fdatasync(file.fileno())
        seconds = time.monotonic() - begun
    return {"database": "floor", "programs": 1, "a_second": times / seconds}
