"""The fan-out's part of the report: names, pictures, and goals with what became of them."""

from typing import Any, Final

from bench.broadcasters import LIMIT, OURS, PACKED
from bench.figures import Figure, Row, digits, where
from bench.goals import Goal, at_most
from bench.picture import Bar, Chart, Group

NAMES: Final = {
    OURS: "Depesche",
    PACKED: "Depesche, gzip",
    LIMIT: "C, epoll",
    "nchan": "nginx + nchan",
    "plain": "plain ASGI",
    "sse": "sse-starlette",
}
GOAL_AT: Final = 10_000  # readers; fewer where a run asks for fewer


def charts(rows: list[Row]) -> dict[str, Chart]:
    """The two pictures, by the name of their files."""
    return {
        "fanout": Chart(
            "What a delivery costs",
            "× the processor time of the C limit",
            _groups(rows, f"processor_{LIMIT}", 1),
            reference=1,
        ),
        "fanout-p99": Chart(
            "From the order to publish until 99 of 100 readers have it",
            "milliseconds",
            _groups(rows, "most", 1e3),
        ),
    }


def goals(asked: dict[str, Any], rows: list[Row]) -> list[Goal]:
    """The goals of one size. Those beside nchan are missing where it was."""
    streams = max(n for n in asked["streams"] if n <= max(GOAL_AT, asked["streams"][0]))
    (ours,) = where(rows, streams=streams, peer=OURS)
    (packed,) = where(rows, streams=streams, peer=PACKED)
    found = [
        _ratio("processor per delivery beside C", ours[f"processor_{LIMIT}"], 1.3, _post(ours)),
        _ratio("the same without the post", ours[f"alone_{LIMIT}"], 1.3, _post(ours)),
    ]
    if "processor_nchan" in ours:
        way = _sending(ours, *where(rows, streams=streams, peer="nchan"))
        found += [
            _ratio("processor per delivery beside nchan", ours["processor_nchan"], 0.65, way),
            _ratio("the same, nchan, without the post", ours["alone_nchan"], 0.65, way),
            _ratio("p99 beside nchan, closed loop", ours["most_nchan"], 1),
            _ratio("p99 beside nchan, paced", ours["paced_most_nchan"], 1),
        ]
    memory = ours["memory"] / 1000
    saved = asked["demo"]["saved"]
    return [
        *found,
        at_most("memory per reader", memory, 2.5, "KB"),
        Goal(
            "lost, doubled, reordered, garbled, hung up: none",
            _told(asked["verdict"]),
            not asked["verdict"],
        ),
        _ratio("a delivery, gzip beside plain, without the post", packed["alone_plain"], 1),
        Goal(
            "gzip saves at least a third of the demo's bytes",
            f"{saved * 100:.0f} %",
            saved >= 1 / 3,
        ),
    ]


def _ratio(what: str, found: Figure, limit: float, way: str = "") -> Goal:
    return at_most(what, found[0], limit, "×", way=way)


def _post(ours: Row) -> str:
    """What a post has to do with it."""
    share = ours["processor"][0] - ours["alone"][0]
    return (
        f"Of {ours['processor'][0] * 1e6:.2f} µs per delivery {share * 1e6:.2f} are the post "
        f"itself, {share * ours['streams'] * 1e3:.0f} ms shared among {ours['streams']:,}: it is "
        "taken in, checked, written to the disk with its revision, its log and its dossier, and "
        "drawn, before anybody can be told. The others are handed the bytes ready-made."
    )


def _sending(ours: Row, nchan: Row) -> str:
    """What sending alone costs."""
    theirs, limit = nchan[f"alone_{LIMIT}"][0], ours["alone"][0] / ours[f"alone_{LIMIT}"][0]
    return (
        f"nchan takes {theirs:.2f} times what the limit in C takes on this machine, so 0.65 of it "
        f"would be {0.65 * theirs:.2f} times the limit: less than `send()` alone. Beyond the "
        f"limit Depesche takes {(ours['alone'][0] - limit) * 1e6:.2f} µs a delivery, for one call "
        "from Python and uvloop's way to that same `send()`."
    )


def _told(verdict: dict[str, int]) -> str:
    wrongs = [f"{count} {what.replace('_', ' ')}" for what, count in verdict.items()]
    return ", ".join(wrongs) or "none"


def _groups(rows: list[Row], name: str, unit: float) -> list[Group]:
    return [
        Group(
            f"{streams:,} readers",
            [
                _bar(row["peer"], Figure(*(value * unit for value in row[name])))
                for row in where(rows, streams=streams)
            ],
        )
        for streams in dict.fromkeys(row["streams"] for row in rows)
    ]


def _bar(peer: str, figure: Figure) -> Bar:
    return Bar(NAMES[peer], figure, digits(figure.median), is_ours=peer in {OURS, PACKED})
