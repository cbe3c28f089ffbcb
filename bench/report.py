"""The results as a page with pictures: prose and layout are in templates/, figures from here."""

from datetime import datetime
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bench import charts, fanout_report, goals
from bench.figures import Figure, digits, where
from bench.goals import Goal
from bench.picture import Chart, svg

PAGE: Final = "performance.md"


def write(results: dict[str, Any], into: Path) -> None:
    """The page, and beside it `pictures/performance-….svg`."""
    pictures = into / "pictures"
    pictures.mkdir(exist_ok=True)
    met = _goals(results)
    drawn = _charts(results["answers"], met)
    for name, chart in drawn.items():
        (pictures / f"performance-{name}.svg").write_text(svg(chart), "utf-8")
    page = environment.get_template(PAGE).render(results, charts=drawn, goals=met)
    (into / PAGE).write_text(page, "utf-8")


def _goals(results: dict[str, Any]) -> list[Goal]:
    asked, answers = results["asked"], results["answers"]
    return [*fanout_report.goals(asked["fanout"], answers["fanout"]), *goals.goals(answers)]


def _charts(answers: dict[str, Any], met: list[Goal]) -> dict[str, Chart]:
    return {
        "goals": goals.chart(met),
        **fanout_report.charts(answers["fanout"]),
        **charts.charts(answers),
    }


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
    mib=lambda figure: spread(figure, 1 / goals.MIB),
    spread=spread,
    digits=digits,
    count="{:,}".format,
    moment=moment,
    where=where,
    programs=charts.programs,
    database=charts.DATABASES.__getitem__,
    dossier=charts.DOSSIER.__getitem__,
    peer=fanout_report.NAMES.__getitem__,
)
