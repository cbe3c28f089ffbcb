"""A chart of bars, one for each figure, as SVG that is light or dark with whoever looks at it."""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bench.figures import Figure

BEGIN: Final = 150  # where bars begin, in pixels
END: Final = 650  # and where the longest ends, if that leaves it so many:
SHORTEST: Final = 220
TOP: Final = 64  # below title and unit
HEAD: Final = 28  # a group's name
ROW: Final = 26


@dataclass(frozen=True)
class Bar:
    """One figure: as long as its median, with a line from its lowest to its highest round."""

    label: str
    figure: Figure
    told: str
    is_ours: bool = False
    is_missed: bool = False  # a goal that it shows


@dataclass(frozen=True)
class Group:
    """Bars that belong together."""

    name: str
    bars: list[Bar]


@dataclass(frozen=True)
class Chart:
    """All of it. `reference` is a value that gets a line through all groups; `begin` is where bars
    begin, in pixels, so that there is room for their labels.
    """

    title: str
    unit: str
    groups: list[Group]
    reference: float | None = None
    begin: int = BEGIN
    legend: str = "bars: medians, lines: lowest to highest round"

    @property
    def description(self) -> str:
        """The chart in words, for whoever cannot see it."""
        return "; ".join(
            (f"{group.name}: " if group.name else "")
            + ", ".join(f"{bar.label} {bar.told}" for bar in group.bars)
            for group in self.groups
        )

    @property
    def height(self) -> int:
        return self.tops()[-1] + 12

    def tops(self) -> list[int]:
        """Where each group begins, and where the last one ends."""
        found = [TOP]
        for group in self.groups:
            found.append(found[-1] + HEAD + ROW * len(group.bars) + 8)
        return found

    def x(self, value: float) -> float:
        """Where a value lies between the left end of the bars and the right one."""
        highest = max(bar.figure.high for group in self.groups for bar in group.bars)
        highest = max(highest, self.reference or 0)
        return round(self.begin + (self.end - self.begin) * max(value, 0) / (highest or 1), 1)

    @property
    def end(self) -> int:
        """Where the longest bar ends."""
        return max(END, self.begin + SHORTEST)

    @property
    def width(self) -> int:
        return self.end + 110  # for what is told beside the longest


def svg(chart: Chart) -> str:
    """The chart, drawn."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).with_name("templates")),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template = environment.get_template("bars.svg")
    return template.render(chart=chart, begin=chart.begin, head=HEAD, row=ROW)
