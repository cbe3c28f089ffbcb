"""How long until the last reader has it, and what does one delivery cost?

Posts go in through the API, one at a time; the next one waits until the last reader has seen it.
Beside it the bare broadcast hands the same bytes to as many streams. All streams of a run are open
all the time, in crowds of each size; a round asks each server and each crowd once, shuffled.
"""

import json
import random
import statistics
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bench import machine, newsrooms, servers
from bench.connections import Connection
from bench.figures import Row, figure, ratios, where
from bench.lengths import Length
from bench.newsrooms import UNCLAIMED, Program
from bench.readers import Arrival, Readers, readers
from bench.servers import Server
from depesche.live.frames import frame

FEWEST: Final = 3  # posts per round and crowd
MOST: Final = 50


@dataclass
class Crowd:
    """Readers of one log, whoever publishes to it, and the log's newest number."""

    peer: str
    server: Server
    readers: Readers
    publish: Callable[[int], None]
    name: str
    streams: int
    newest: int


def ask(length: Length, home: Path) -> dict[str, Any]:
    """`rows`: one per round, server and crowd. `verdict`: what went wrong, and how often."""
    sizes = _fitting(length.streams)
    secret = newsrooms.found(home, {_name(size): 0 for size in sizes})
    with (
        machine.pinned(machine.CLIENTS),
        servers.depesche(home) as ours,
        servers.broadcast(home) as bare,
        readers() as at_ours,
        readers() as at_bare,
        closing(Program(ours, secret)) as program,
    ):
        crowds = [_following(ours, at_ours, program, size) for size in sizes]
        change = _newest_change(ours, crowds[0].name)
        crowds += [_listening(bare, at_bare, change, size) for size in sizes]
        rows = [*_rounds(length, crowds)]
        verdict = at_ours.close() + at_bare.close()
    return {"wanted": length.streams, "streams": sizes, "rows": rows, "verdict": verdict}


def _rounds(length: Length, crowds: list[Crowd]) -> Iterator[Row]:
    for crowd in crowds:
        _published(crowd)  # whatever happens only once
    for number in length.counted():
        for crowd in random.sample(crowds, len(crowds)):
            yield {"round": number, **_measured(crowd, length.deliveries)}


def answer(asked: dict[str, Any]) -> list[Row]:
    """Per size: seconds and processor time, each beside the bare broadcast."""
    with_alone = [*_with_alone(where(asked["rows"], peer="depesche"))]
    with_alone += _with_alone(where(asked["rows"], peer="broadcast"))
    return [_summed_up(where(with_alone, streams=streams)) for streams in asked["streams"]]


def _with_alone(rows: list[Row]) -> Iterator[Row]:
    """`alone`: a delivery without its share of the post, which is what the only reader costs."""
    for row in rows:
        (only,) = where(rows, round=row["round"], streams=1)
        rest = row["processor"] * row["streams"] - only["processor"]
        yield {**row, "alone": rest / max(row["streams"] - 1, 1)}


def _summed_up(rows: list[Row]) -> Row:
    ours, bare = where(rows, peer="depesche"), where(rows, peer="broadcast")
    told: Row = {"streams": ours[0]["streams"], "rounds": len(ours)}
    for name in ("to_last", "to_middle", "after_answer", "processor", "alone"):
        told[name] = figure(row[name] for row in ours)
        told[f"bare_{name}"] = figure(row[name] for row in bare)
    for name in ("to_last", "processor", "alone") if told["streams"] > 1 else ():
        told[f"{name}_ratio"] = ratios(ours, bare, name)
    return told


def _following(server: Server, readers_: Readers, program: Program, streams: int) -> Crowd:
    """Readers of a coverage of their own."""
    slug = _name(streams)
    newest = program.publish(slug, text=UNCLAIMED)
    path = f"/live/{slug}/stream?after={newest}"
    readers_.open(slug, port=server.port, path=path, count=streams, after=newest)

    def publish(sequence: int) -> None:
        if program.publish(slug, text=UNCLAIMED) != sequence:
            raise RuntimeError("a post took more than one line in the log")

    return Crowd("depesche", server, readers_, publish, slug, streams, newest)


def _listening(server: Server, readers_: Readers, change: Row, streams: int) -> Crowd:
    """As many that are sent the same bytes by the bare broadcast."""
    path = f"/{_name(streams)}"
    readers_.open(path, port=server.port, path=path, count=streams)
    connection = Connection(server)

    def publish(sequence: int) -> None:
        connection.ask("POST", path, frame({**change, "sequence": sequence}).data)

    return Crowd("broadcast", server, readers_, publish, path, streams, 0)


def _name(streams: int) -> str:
    return f"crowd-of-{streams}"


def _newest_change(server: Server, slug: str) -> Row:
    with closing(Connection(server)) as connection:
        change: Row = json.loads(connection.ask("GET", f"/live/{slug}/changes"))["changes"][-1]
    return change


def _fitting(wanted: Sequence[int]) -> list[int]:
    """The sizes, the largest of them smaller where this machine does not allow so many files."""
    room = machine.open_files(sum(wanted)) - sum(wanted[:-1])
    return [*wanted[:-1], min(wanted[-1], room)]


def _measured(crowd: Crowd, deliveries: int) -> Row:
    """Medians over some posts in a row; `processor` is the server's seconds per delivery."""
    posts = min(MOST, max(FEWEST, deliveries // crowd.streams))
    before, delivered = crowd.server.cost, 0
    times: list[tuple[float, float, float]] = []
    for _ in range(posts):
        begun, answered, arrival = _published(crowd)
        delivered += arrival.readers
        times.append((arrival.last - begun, arrival.last - answered, arrival.middle - begun))
    to_last, after_answer, to_middle = map(statistics.median, zip(*times, strict=True))
    return {
        "peer": crowd.peer,
        "streams": crowd.streams,
        "posts": posts,
        "to_last": to_last,
        "to_middle": to_middle,
        "after_answer": after_answer,
        "processor": (crowd.server.cost - before) / max(delivered, 1),
    }


def _published(crowd: Crowd) -> tuple[float, float, Arrival]:
    """When a post was begun, when it was answered, and how it arrived."""
    crowd.newest += 1
    crowd.readers.expect(crowd.name, crowd.newest)
    begun = time.monotonic()
    crowd.publish(crowd.newest)
    answered = time.monotonic()
    return begun, answered, crowd.readers.arrived()
