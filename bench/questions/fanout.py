"""What does a delivery cost, and how long until the last reader has it?

One change at a time goes in where an editor's program would send it, and out to many streams:
Depesche's, plain and packed, and beside them the least that is possible, and what others use. In a
closed loop the next change waits until the last reader has the one before; paced, it comes half a
second later. A round asks every server once, shuffled. Sizes are asked one after the other, each
with servers of its own, so that what they need for a reader is seen.
"""

import random
import statistics
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any, Final

from bench import broadcasters, compiling, demo, machine
from bench.broadcasters import LIMIT, MANY, ONE, OURS, PACKED, PEERS, Broadcaster
from bench.figures import Row, figure, ratios, where
from bench.lengths import Length
from bench.readers import Arrival
from depesche.cli import descriptors

FEWEST: Final = 3  # changes per round and server
MOST: Final = 50
ALONE: Final = 5  # changes to one reader
PACE: Final = 0.5  # seconds
SERVERS: Final = (OURS, PACKED, *PEERS)


def ask(length: Length, home: Path) -> dict[str, Any]:
    """`rows`: one per round, server, size and pace. `reports`: one per server and size, with what
    went wrong. `missing`: servers that were not to be had, and why. `demo`: bytes of the demo's
    changes. `verdict`: what went wrong at Depesche.
    """
    crowd = compiling.built(home, "crowd.c")
    asked: dict[str, Any] = {"wanted": length.streams, "rows": [], "reports": [], "missing": {}}
    asked["streams"] = _fitting(length.streams)
    with machine.pinned(machine.CLIENTS):
        for streams in asked["streams"]:
            place = home / str(streams)
            _ask_size(length, place, crowd, streams, asked)
        asked["demo"] = demo.bytes_of(home / "demo", crowd)
    ours = (row["verdict"] for row in asked["reports"] if row["peer"] in {OURS, PACKED})
    asked["content"] = round(where(asked["reports"], peer=OURS)[-1]["content"])
    asked["verdict"] = sum(ours, Counter())
    return asked


def answer(asked: dict[str, Any]) -> list[Row]:
    """Per size and server: processor time, beside the limit and nchan, seconds, memory, bytes."""
    return [
        _summed_up(asked, where(asked["rows"], streams=streams), report)
        for streams in asked["streams"]
        for report in where(asked["reports"], streams=streams)
    ]


def _ask_size(length: Length, home: Path, crowd: Path, streams: int, asked: dict[str, Any]) -> None:
    with ExitStack() as open_:
        present = _present(home, crowd, streams, open_, asked["missing"])
        reports = [_filled(one, streams) for one in present]
        for number in length.counted(seconds=length.fanning):
            for row in _round(length, present, streams):
                asked["rows"].append({"round": number, "streams": streams, **row})
        asked["reports"] += [
            {**report, **_emptied(one)} for report, one in zip(reports, present, strict=True)
        ]


def _present(
    home: Path, crowd: Path, streams: int, open_: ExitStack, missing: dict[str, str]
) -> list[Broadcaster]:
    """All servers that are to be had."""
    for name in SERVERS:
        (home / name).mkdir(parents=True)
    present = [
        open_.enter_context(broadcasters.ours(home / OURS, crowd)),
        open_.enter_context(broadcasters.ours(home / PACKED, crowd, packed=True)),
    ]
    change = broadcasters.change_of(present[0])
    for name in PEERS:
        try:
            peer = broadcasters.peer(home / name, crowd, name, change, streams)
            present.append(open_.enter_context(peer))
        except RuntimeError as error:
            missing[name] = str(error)
    return present


def _filled(one: Broadcaster, streams: int) -> Row:
    """Open all streams, and see what they need once each has had a change."""
    one.open(ONE, 1)
    one.told(ONE)
    before = one.server.memory
    begun = time.monotonic()
    one.open(MANY, streams)
    opened = time.monotonic() - begun
    one.told(MANY)
    return {
        "peer": one.name,
        "streams": streams,
        "opened": opened,
        "memory": (one.server.memory - before) / streams,
        "content": one.readers.report(MANY).content / streams,
    }


def _emptied(one: Broadcaster) -> Row:
    alone, many = one.readers.close(ONE), one.readers.close(MANY)
    return {"verdict": alone.verdict + many.verdict}


def _round(length: Length, present: list[Broadcaster], streams: int) -> Iterator[Row]:
    for one in random.sample(present, len(present)):
        yield _closed(one, streams, length.deliveries)
        yield _paced(one, streams, length.paced)


def _closed(one: Broadcaster, streams: int, deliveries: int) -> Row:
    """One after the other. `processor` is the server's seconds per delivery, `alone` the same
    without what a change costs before anybody has it, which is nearly what one reader costs.
    """
    count = min(MOST, max(FEWEST, deliveries // streams))
    before = one.server.cost
    for _ in range(ALONE):
        one.told(ONE)
    change = (one.server.cost - before) / ALONE
    read, before = one.readers.report(MANY).read, one.server.cost
    arrivals = [one.told(MANY) for _ in range(count)]
    cost = (one.server.cost - before) / count
    return {
        "peer": one.name,
        "pace": "closed",
        "changes": count,
        "processor": cost / streams,
        "alone": (cost - change) / (streams - 1),
        "change": change,
        "bytes": (one.readers.report(MANY).read - read) / count / streams,
        **_times(arrivals),
    }


def _paced(one: Broadcaster, streams: int, count: int) -> Row:
    before, begun, numbers = one.server.cost, time.monotonic(), []
    for place in range(count):
        time.sleep(max(0, begun + place * PACE - time.monotonic()))
        numbers.append(one.tell(MANY))
    arrivals = [one.readers.arrived(MANY, number) for number in numbers]
    cost = (one.server.cost - before) / count
    return {
        "peer": one.name,
        "pace": "paced",
        "changes": count,
        "processor": cost / streams,
        **_times(arrivals),
    }


def _times(arrivals: Sequence[Arrival]) -> Row:
    """Seconds from the order to publish: medians over the changes, but the last of all."""
    return {
        "middle": statistics.median(arrival.middle for arrival in arrivals),
        "most": statistics.median(arrival.most for arrival in arrivals),
        "last": max(arrival.last for arrival in arrivals),
    }


def _summed_up(asked: dict[str, Any], rows: list[Row], report: Row) -> Row:
    peer = report["peer"]
    closed, paced = where(rows, pace="closed"), where(rows, pace="paced")
    ours = where(closed, peer=peer)
    told: Row = {**report, "rounds": len(ours)}
    for name in ("processor", "alone", "middle", "most", "last", "bytes"):
        told[name] = figure(row[name] for row in ours)
    for name in ("processor", "middle", "most", "last"):
        told[f"paced_{name}"] = figure(row[name] for row in where(paced, peer=peer))
    for other in (LIMIT, "nchan"):
        if other in asked["missing"]:
            continue
        for name in ("processor", "alone", "most"):
            told[f"{name}_{other}"] = ratios(ours, where(closed, peer=other), name)
        beside = where(paced, peer=other)
        told[f"paced_processor_{other}"] = ratios(where(paced, peer=peer), beside, "processor")
        told[f"paced_most_{other}"] = ratios(where(paced, peer=peer), beside, "most")
    if peer == PACKED:
        plain = where(closed, peer=OURS)
        told |= {
            f"{name}_plain": ratios(ours, plain, name) for name in ("processor", "alone", "bytes")
        }
    return told


def _fitting(wanted: Sequence[int]) -> list[int]:
    """The sizes, the largest of them smaller where this machine does not allow so many files."""
    most = max(wanted)
    ours = descriptors.streams(most + 1) - 1  # the only reader is there as well
    room = min(machine.open_files(most), ours)
    return sorted({min(size, room) for size in wanted})
