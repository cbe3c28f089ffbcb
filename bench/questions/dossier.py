"""What does a dossier cost?

Three things, each beside itself with less of it in the same round. A post's text is matched
against many prepared names and against few, here, in this process. Posts are published and the
readers' page is fetched, twice after each post, in a coverage with a dossier and in one without, at
one server. The text holds none of the names, so that what is measured is looking for them.
"""

import random
import statistics
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bench import dossiers, machine, newsrooms, servers
from bench.connections import Connection
from bench.figures import Row, figure, ratios, where
from bench.lengths import Length
from bench.newsrooms import TEXT, Program
from bench.servers import Server
from depesche.newsroom.dossier.names import Named, Names

POSTS: Final = 30  # there before: a page is full
SETTLED: Final = 0.02  # seconds, in which the server tells its streams of a post
SERVED: Final = ("publish", "first page", "page")  # in this order
KINDS: Final = ("match", *SERVED)
WITHOUT, WITH = "without", "with"


@dataclass(frozen=True)
class Place:
    """A coverage that is posted to and read."""

    slug: str
    server: Server
    program: Program
    reader: Connection

    def publish(self) -> None:
        self.program.publish(self.slug)

    def page(self) -> None:
        self.reader.ask("GET", f"/live/{self.slug}")


def ask(length: Length, home: Path) -> dict[str, Any]:
    """`rows`: one per round, kind and size: names that are prepared, or objects of the dossier."""
    secret = newsrooms.found(home, {WITHOUT: POSTS, WITH: POSTS})
    dossiers.prepare(home, secret, WITH, length.objects)
    with (
        machine.pinned(machine.CLIENTS),
        servers.depesche(home) as server,
        closing(Program(server, secret)) as program,
        closing(Connection(server)) as reader,
    ):
        without, with_ = (Place(s, server, program, reader) for s in (WITHOUT, WITH))
        rows = [*_rounds(length, {0: without, length.objects: with_})]
    return {"names": length.names, "objects": length.objects, "rows": rows}


def answer(asked: dict[str, Any]) -> list[Row]:
    """Per kind and size: what it costs, and beside the smaller size."""
    sizes = {"match": asked["names"], "publish": (0, asked["objects"])}
    return [
        {
            "kind": kind,
            "size": size,
            "rounds": len(where(asked["rows"], kind=kind, size=size)),
            **_beside(where(asked["rows"], kind=kind), size, small),
        }
        for kind in KINDS
        for small, large in [sizes.get(kind, sizes["publish"])]
        for size in (small, large)
    ]


def _beside(rows: list[Row], size: int, small: int) -> Row:
    ours, smaller = where(rows, size=size), where(rows, size=small)
    return {
        "processor": figure(row["processor"] for row in ours),
        "processor_ratio": ratios(ours, smaller, "processor"),
    }


def _rounds(length: Length, places: dict[int, Place]) -> Iterator[Row]:
    matching = {count: _names(count) for count in length.names}
    cells = [*matching, *places]
    for place in places.values():  # whatever happens only once
        place.publish()
        place.page()
    for number in length.counted():
        for cell in random.sample(range(len(cells)), len(cells)):
            size = cells[cell]
            if cell < len(matching):
                found = [_matched(matching[size], size, length.requests)]
            else:
                found = _served(places[size], size, length.requests)
            yield from ({"round": number, **row} for row in found)


def _names(count: int) -> Names:
    named = [Named("actor", f"a-{n}", (f"Anna Müller{n}",)) for n in range(count)]
    return Names(named, "de")


def _matched(names: Names, size: int, times: int) -> Row:
    seconds: list[float] = []
    for _ in range(times):
        begun = time.process_time()
        names.find(TEXT)
        seconds.append(time.process_time() - begun)
    return {"kind": "match", "size": size, "processor": statistics.median(seconds)}


def _served(place: Place, size: int, times: int) -> list[Row]:
    """So many posts, after each the page, and the page again."""
    costs = dict.fromkeys(SERVED, 0.0)
    for _ in range(times):
        for kind in SERVED:
            before = place.server.cost
            getattr(place, kind.replace("first ", ""))()
            time.sleep(SETTLED)
            costs[kind] += place.server.cost - before
    return [{"kind": kind, "size": size, "processor": cost / times} for kind, cost in costs.items()]
