"""The pictures of the report, but for those about fan-out."""

from typing import Any, Final

from bench.figures import Figure, Row, digits, where
from bench.goals import MIB
from bench.picture import Bar, Chart, Group

DATABASES: Final = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
DOSSIER: Final = {
    "match": "names in a text",
    "publish": "a post",
    "first page": "the page just after it",
    "page": "the page",
}


def charts(answers: dict[str, Any]) -> dict[str, Chart]:
    """One per question, by its name."""
    return {
        "pages": pages(answers["pages"]),
        "growth": growth(answers["growth"]),
        "wave": wave(answers["wave"]),
        "stalled": stalled(answers["stalled"]),
        "ending": ending(answers["ending"]),
        "busy": busy(answers["busy"]),
        "screen": screen(answers["screen"]),
        "posting": posting(answers["posting"]),
        "dossier": dossier(answers["dossier"]),
        "lighthouse": lighthouse(answers["lighthouse"]),
    }


def pages(rows: list[Row]) -> Chart:
    """Processor time of one answer, beside nginx."""
    return Chart(
        "What an answer costs that is ready",
        "microseconds of processor time",
        [
            Group(
                row["kind"],
                [
                    _bar("Depesche", row["processor"], 1e6, ours=True),
                    _bar("nginx, a file", row["nginx_processor"], 1e6),
                ],
            )
            for row in rows
        ],
    )


def growth(rows: list[Row]) -> Chart:
    """Processor time beside that of the shortest coverage; of pages, the shortest that is full."""
    return Chart(
        "What it costs that a coverage is long",
        "× the processor time in a short one; of pages, a full one",
        [
            Group(
                kind,
                [
                    _bar(f"{row['posts']:,} posts", _grown(row), 1, ours=True)
                    for row in where(rows, kind=kind)
                ],
            )
            for kind in dict.fromkeys(row["kind"] for row in rows)
        ],
        reference=1,
    )


def wave(rows: list[Row]) -> Chart:
    """Seconds until readers who were cut off are back."""
    return Chart(
        "All cut off at once, all back at once",
        "seconds until the last one, dashed: the goal",
        [
            Group(
                f"{row['streams']:,} readers",
                [
                    _bar("has a stream", row["greeted"], 1, ours=True),
                    _bar("is complete", row["complete"], 1, ours=True),
                ],
            )
            for row in rows
        ],
        reference=5,
    )


def stalled(row: Row) -> Chart:
    """Memory at the worst, and how long others wait."""
    readers = f"{row['stalled']} that never read"
    return Chart(
        "What readers cost who never read",
        "MiB at the worst, dashed: the goal for the difference",
        [
            Group(
                f"{row['readers']:,} readers who read",
                [
                    _bar(f"and {readers}", row["bytes"], 1 / MIB, ours=True),
                    _bar("and nobody else", row["without_bytes"], 1 / MIB),
                    _bar("the difference", row["more_bytes"], 1 / MIB, ours=True),
                ],
            )
        ],
        reference=40,
        begin=190,
    )


def ending(row: Row) -> Chart:
    """Seconds after the signal."""
    return Chart(
        "From SIGTERM to the end",
        "seconds, dashed: the goal",
        [
            Group(
                f"{row['streams']:,} streams",
                [
                    _bar("the process", row["process"], 1, ours=True),
                    _bar("the last reader", row["readers"], 1, ours=True),
                ],
            )
        ],
        reference=2,
    )


def busy(rows: list[Row]) -> Chart:
    """Milliseconds with a thread that computes, and without."""
    return Chart(
        "A thread in the process that computes without pause",
        "milliseconds",
        [
            Group(
                f"{row['streams']:,} readers, {what}",
                [
                    _bar("it computes", row[name], 1e3, ours=True),
                    _bar("it rests", row[f"calm_{name}"], 1e3),
                ],
            )
            for row in rows
            for name, what in (("spread", "first to last"), ("last", "order to last"))
        ],
    )


def screen(row: Row) -> Chart:
    """Milliseconds after the order to publish."""
    return Chart(
        "From the order to publish to a screen",
        "milliseconds, dashed: the goal",
        [
            Group(
                f"Chromium, and {row['streams']:,} other streams",
                [
                    _bar("answered", row["answered"], 1e3, ours=True),
                    _bar("in the page", row["there"], 1e3, ours=True),
                    _bar("painted", row["painted"], 1e3, ours=True),
                ],
            )
        ],
        reference=200,
    )


def posting(rows: list[Row]) -> Chart:
    """Posts a second."""
    return Chart(
        "Durable posts through the API",
        "posts a second",
        [
            Group(
                name,
                [
                    _bar(programs(row["programs"]), row["a_second"], 1, ours=True)
                    for row in where(rows, database=database)
                ],
            )
            for database, name in DATABASES.items()
        ],
    )


def dossier(rows: list[Row]) -> Chart:
    """Processor time beside that of hardly any dossier."""
    return Chart(
        "What a dossier costs",
        "× the processor time with little or none of it",
        [
            Group(
                f"{DOSSIER[row['kind']]}, {row['size']:,}",
                [_bar("Depesche", row["processor_ratio"], 1, ours=True)],
            )
            for row in rows[1::2]
        ],
        reference=1,
    )


def programs(count: int) -> str:
    return "one program" if count == 1 else f"{count} programs"


def _grown(row: Row) -> Figure:
    ratio: Figure = row["full_ratio" if row["kind"].startswith("page") else "processor_ratio"]
    return ratio


def lighthouse(row: Row) -> Chart:
    """What a phone is sent until the page is there."""
    parts = {
        "page": "the page",
        "css": "stylesheets",
        "javascript": "JavaScript",
        "bytes": "in all",
    }
    return Chart(
        "What a phone is sent until the page is there",
        "kilobytes, packed, with their heads",
        [Group("", [_bar(label, row[name], 1e-3, ours=True) for name, label in parts.items()])],
    )


def _bar(label: str, figure: Figure, unit: float, *, ours: bool = False) -> Bar:
    scaled = Figure(*(value * unit for value in figure))
    return Bar(label, scaled, digits(scaled.median), is_ours=ours)
