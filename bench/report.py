"""The results as a page with pictures: prose and layout are in templates/, figures from here."""

from datetime import datetime
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bench import fanout_report
from bench.figures import Figure, digits, where
from bench.picture import Bar, Chart, Group, svg

PAGE: Final = "performance.md"
DATABASES: Final = {"sqlite": "SQLite", "postgresql": "PostgreSQL"}
KINDS: Final = {"page": "page", "poll": "poll", "resume": "resume"}
DOSSIER: Final = {
    "match": "names in a text",
    "publish": "a post",
    "first page": "the page just after it",
    "page": "the page",
}


def write(results: dict[str, Any], into: Path) -> None:
    """The page, and beside it `pictures/performance-….svg`."""
    pictures = into / "pictures"
    pictures.mkdir(exist_ok=True)
    answers = results["answers"]
    charts = {
        **fanout_report.charts(answers["fanout"]),
        "growth": growth_chart(answers["growth"]),
        "posting": posting_chart(answers["posting"]),
        "dossier": dossier_chart(answers["dossier"]),
    }
    for name, chart in charts.items():
        (pictures / f"performance-{name}.svg").write_text(svg(chart), "utf-8")
    goals = fanout_report.goals(results["asked"]["fanout"], answers["fanout"])
    page = environment.get_template(PAGE).render(results, charts=charts, goals=goals)
    (into / PAGE).write_text(page, "utf-8")


def growth_chart(rows: list[dict[str, Any]]) -> Chart:
    """Processor time beside that of the shortest coverage."""
    shortest = rows[0]["posts"]
    return Chart(
        "What an answer costs when the coverage is long",
        f"× the processor time at {shortest} posts",
        [
            Group(
                name,
                [
                    _bar(f"{row['posts']:,} posts", row["processor_ratio"], 1, ours=True)
                    for row in where(rows, kind=kind)
                ],
            )
            for kind, name in KINDS.items()
        ],
        reference=1,
    )


def posting_chart(rows: list[dict[str, Any]]) -> Chart:
    """Posts a second."""
    return Chart(
        "Durable posts through the API",
        "posts a second",
        [
            Group(
                name,
                [
                    _bar(_programs(row["programs"]), row["a_second"], 1, ours=True)
                    for row in where(rows, database=database)
                ],
            )
            for database, name in DATABASES.items()
        ],
    )


def dossier_chart(rows: list[dict[str, Any]]) -> Chart:
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


def _bar(label: str, figure: Figure, unit: float, *, ours: bool = False) -> Bar:
    scaled = Figure(*(value * unit for value in figure))
    return Bar(label, scaled, digits(scaled.median), is_ours=ours)


def _programs(count: int) -> str:
    return "one program" if count == 1 else f"{count} programs"


def spread(figure: Figure, unit: float = 1) -> str:
    """The median, and in brackets the lowest and the highest round."""
    median, low, high = (digits(value * unit) for value in figure)
    return f"{median} ({low}–{high})"


def moment(told: str) -> str:
    return f"{datetime.fromisoformat(told):%-d %B %Y, %H:%M} UTC"


environment: Final = Environment(
    loader=FileSystemLoader(Path(__file__).with_name("templates")),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    keep_trailing_newline=True,
)
environment.filters.update(
    ms=lambda figure: spread(figure, 1e3),
    us=lambda figure: spread(figure, 1e6),
    spread=spread,
    digits=digits,
    moment=moment,
    where=where,
    programs=_programs,
    database=DATABASES.__getitem__,
    dossier=DOSSIER.__getitem__,
    peer=fanout_report.NAMES.__getitem__,
)
