"""How soon are all readers back who were cut off at once?

As after a proxy was started anew: every stream ends in the same moment, some posts go out while
nobody listens, and then all knock in the same moment with the number that they have seen, while
posts go on. A browser would wait for a second or three, each for another time; these do not. How
long until each has its stream and all that it missed, and how often the database was read for it.
Beside it the same with a tenth of the readers: reading must not grow with them.
"""

import random
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bench import compiling, machine, newsrooms, servers, watching
from bench.figures import Row, figure, where
from bench.lengths import Length
from bench.newsrooms import UNCLAIMED, Program
from bench.readers import Readers, readers
from bench.servers import Server

MISSED: Final = 5  # posts while nobody listens
PAUSE: Final = 0.2  # seconds between the posts that go on
SETTLED: Final = 0.5  # seconds in which what is still being done comes to its end
READINGS: Final = "depesche_readings_total"


@dataclass
class Crowd:
    """Readers of a coverage of their own, and the newest number of its log."""

    slug: str
    streams: int
    newest: int

    @property
    def path(self) -> str:
        return f"/live/{self.slug}/stream"


@dataclass(frozen=True)
class House:
    """The server, who posts to it, and who reads."""

    server: Server
    program: Program
    readers: Readers

    def joined(self, streams: int) -> Crowd:
        """So many readers who have come."""
        slug = _name(streams)
        newest = self.program.publish(slug, text=UNCLAIMED)
        crowd = Crowd(slug, streams, newest)
        path = f"{crowd.path}?after={newest}"
        self.readers.open(slug, port=self.server.port, path=path, count=streams, after=newest)
        return crowd

    def publish(self, crowd: Crowd) -> None:
        crowd.newest += 1
        if self.program.publish(crowd.slug, text=UNCLAIMED) != crowd.newest:
            raise RuntimeError("a post took more than one line in the log")

    @contextmanager
    def going_on(self, crowd: Crowd) -> Iterator[None]:
        """Posts as long as the block runs."""
        is_over = threading.Event()

        def post() -> None:
            while not is_over.wait(PAUSE):
                self.publish(crowd)

        thread = threading.Thread(target=post)
        thread.start()
        try:
            yield
        finally:
            is_over.set()
            thread.join()


def ask(length: Length, home: Path) -> dict[str, Any]:
    """`rows`: one per round and number of readers. `verdict`: what went wrong, and how often."""
    sizes = [length.crowd // 10, machine.open_files(length.crowd + length.crowd // 10)]
    sizes[1] = min(length.crowd, sizes[1] - sizes[0])
    secret = newsrooms.found(home, {_name(size): 0 for size in sizes})
    with (
        machine.pinned(machine.CLIENTS),
        servers.depesche(home) as server,
        closing(Program(server, secret)) as program,
        readers(compiling.built(home, "crowd.c")) as listening,
    ):
        house = House(server, program, listening)
        crowds = [house.joined(size) for size in sizes]
        rows = [*_rounds(length, house, crowds)]
        verdict = sum((listening.close(crowd.slug).verdict for crowd in crowds), start=Counter())
    return {"wanted": length.crowd, "streams": sizes, "rows": rows, "verdict": verdict}


def answer(asked: dict[str, Any]) -> list[Row]:
    """Per number of readers: seconds until they were greeted, and until they were complete."""
    told = []
    for streams in asked["streams"]:
        rows = where(asked["rows"], streams=streams)
        known = [row["readings"] for row in rows if row["readings"] is not None]
        told.append(
            {
                "streams": streams,
                "rounds": len(rows),
                "greeted": figure(row["greeted"] for row in rows),
                "complete": figure(row["complete"] for row in rows),
                "missing": max(row["missing"] for row in rows),
                "turned_away": figure(row["turned_away"] for row in rows),
                "readings": figure(known) if known else None,
                "processor": figure(row["processor"] for row in rows),
            }
        )
    return told


def _rounds(length: Length, house: House, crowds: list[Crowd]) -> Iterator[Row]:
    for number in length.counted():
        for crowd in random.sample(crowds, len(crowds)):
            yield {"round": number, **_measured(house, crowd)}


def _measured(house: House, crowd: Crowd) -> Row:
    house.readers.cut_off(crowd.slug)
    time.sleep(SETTLED)
    for _ in range(MISSED):
        house.publish(crowd)
    missed, cost, readings = crowd.newest, house.server.cost, _readings(house.server)
    begun = time.monotonic()
    house.readers.expect(crowd.slug, missed, since=begun)
    with house.going_on(crowd):
        port, path = house.server.port, crowd.path
        late, turned_away = house.readers.come_back(crowd.slug, port=port, path=path)
        greeted = time.monotonic() - begun
        complete = house.readers.arrived(crowd.slug, missed)
    posts = crowd.newest - missed
    if posts:  # the others are on their way
        house.readers.expect(crowd.slug, crowd.newest, since=begun)
        house.readers.arrived(crowd.slug, crowd.newest)
    now = _readings(house.server)
    return {
        "streams": crowd.streams,
        "greeted": greeted,
        "complete": complete.last,
        "missing": max(late, crowd.streams - complete.readers),
        "turned_away": turned_away,
        "posts": posts,
        "readings": None if now is None or readings is None else now - readings,
        "processor": house.server.cost - cost,
    }


def _readings(server: Server) -> float | None:
    """How often the database was read from so far."""
    return watching.metric(server, READINGS)


def _name(streams: int) -> str:
    return f"wave-of-{streams}"
