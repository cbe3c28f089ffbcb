"""Does a thread that computes without pause keep changes from the readers?

Python runs one thread at a time, and whoever lets go of the interpreter's lock waits up to five
milliseconds for it. So a server that lets go of it once per reader stands still when a thread in
its process computes. One server, with such a thread that works and rests in turn; posts go in
through the API to coverages with few readers and with many. A round asks for each of the four once,
shuffled.
"""

import random
import statistics
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bench import compiling, machine, newsrooms, servers
from bench.figures import Row, figure, ratios, where
from bench.lengths import Length
from bench.newsrooms import UNCLAIMED, Program
from bench.readers import Readers, readers
from bench.servers import Server

FEW: Final = 300
POSTS: Final = 5  # per cell of a round
BUSY: Final = (sys.executable, "-m", "bench.busy")
AT_WORK: Final = 0.2  # seconds of processor time that the thread has to have taken
LATEST: Final = 3.0  # seconds for it
SETTLED: Final = 0.2  # seconds in which the thread has come to rest


@dataclass
class Crowd:
    """Readers of a coverage of their own."""

    slug: str
    streams: int
    newest: int


@dataclass(frozen=True)
class House:
    """The server, who posts to it, and who reads; the thread works while there is a `sign`."""

    server: Server
    sign: Path
    program: Program
    readers: Readers

    def joined(self, streams: int) -> Crowd:
        """So many readers who have come."""
        slug = _name(streams)
        newest = self.program.publish(slug, text=UNCLAIMED)
        path = f"/live/{slug}/stream?after={newest}"
        self.readers.open(slug, port=self.server.port, path=path, count=streams, after=newest)
        return Crowd(slug, streams, newest)

    def posted(self, crowd: Crowd) -> Row:
        """One post to them, in seconds since the order."""
        crowd.newest += 1
        begun = time.monotonic()
        self.readers.expect(crowd.slug, crowd.newest, since=begun)
        self.program.publish(crowd.slug, text=UNCLAIMED)
        answered = time.monotonic() - begun
        arrival = self.readers.arrived(crowd.slug, crowd.newest)
        return {
            "answered": answered,
            "last": arrival.last,
            "spread": arrival.last - arrival.first,
        }


def ask(length: Length, home: Path) -> dict[str, Any]:
    """`rows`: one per round, number of readers, and whether the thread was `busy`."""
    sizes = sorted({min(FEW, length.beside), length.beside})
    secret = newsrooms.found(home, {_name(size): 0 for size in sizes})
    machine.open_files(sum(sizes))
    with (
        machine.pinned(machine.CLIENTS),
        servers.depesche(home, program=BUSY) as server,
        closing(Program(server, secret)) as program,
        readers(compiling.built(home, "crowd.c")) as listening,
    ):
        house = House(server, home / "busy", program, listening)
        crowds = [house.joined(size) for size in sizes]
        rows = [*_rounds(length, house, crowds)]
        wrong = sum((listening.close(crowd.slug).verdict for crowd in crowds), start=Counter())
    return {"streams": sizes, "rows": rows, "verdict": wrong}


def answer(asked: dict[str, Any]) -> list[Row]:
    """Per number of readers: seconds with the thread and without."""
    return [_summed_up(where(asked["rows"], streams=n), n) for n in asked["streams"]]


def _summed_up(rows: list[Row], streams: int) -> Row:
    busy, calm = where(rows, busy=True), where(rows, busy=False)
    told: Row = {"streams": streams, "rounds": len(busy)}
    for name in ("answered", "last", "spread"):
        told[name] = figure(row[name] for row in busy)
        told[f"calm_{name}"] = figure(row[name] for row in calm)
        told[f"{name}_ratio"] = ratios(busy, calm, name)
    return told


def _rounds(length: Length, house: House, crowds: Sequence[Crowd]) -> Iterator[Row]:
    cells = [(crowd, busy) for crowd in crowds for busy in (False, True)]
    for crowd in crowds:
        house.posted(crowd)  # whatever happens only once
    for number in length.counted():
        for crowd, busy in random.sample(cells, len(cells)):
            yield {"round": number, **_measured(house, crowd, busy=busy)}


def _measured(house: House, crowd: Crowd, *, busy: bool) -> Row:
    """Medians over some posts."""
    if busy:
        _set_to_work(house)
    else:
        time.sleep(SETTLED)
    posts = [house.posted(crowd) for _ in range(POSTS)]
    house.sign.unlink(missing_ok=True)
    medians = {name: statistics.median(post[name] for post in posts) for name in posts[0]}
    return {"streams": crowd.streams, "busy": busy, **medians}


def _set_to_work(house: House) -> None:
    """Set the thread to work, and see that it works: a server alone takes far less in that time."""
    house.sign.touch()
    before, deadline = house.server.cost, time.monotonic() + LATEST
    while house.server.cost < before + AT_WORK:
        if time.monotonic() > deadline:
            raise RuntimeError("the thread does not compute")
        time.sleep(0.01)


def _name(streams: int) -> str:
    return f"busy-{streams}"
