"""Charts drawn by the server: one SVG each, without a style or a script."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from markupsafe import Markup

from depesche.newsroom.dossier.readers.outlook import Set, Way
from depesche.rendering import labels, moments, translations

_WIDTH: Final = 320  # units: CSS pixels on a small phone
_LEFT, _RIGHT, _TOP, _BOTTOM = 34, 8, 8, 104
_LINE: Final = 15  # from name to name below the chart
_DASHES: Final = ("", "6 3", "2 3", "9 3 2 3")  # lines differ without colour, too
_MARKS: Final = "ABCDEFGHIJKL"


@dataclass(frozen=True)
class _Frame:
    """The times from which and up to which is drawn."""

    first: datetime
    last: datetime

    def x(self, at: datetime) -> float:
        span = (self.last - self.first).total_seconds()
        share = (at - self.first).total_seconds() / span if span else 1
        return _LEFT + share * (_WIDTH - _LEFT - _RIGHT - 14)


def likelihoods(of: Set, language: str, zone: str) -> Markup:
    """How likely each scenario of a set was and when; nothing without a likelihood.

    Each is a line of steps with a letter at its end, which stands before its name below. What it
    shows is said in words in the list of scenarios; here it is named only.
    """
    ways = [way for way in of.ways if way.likelihoods]
    times = sorted(one["at"] for way in ways for one in way.likelihoods)
    if not times:
        return Markup()
    frame = _Frame(times[0], times[-1])
    height = _BOTTOM + 22 + _LINE * len(ways)
    _ = translations.catalogue(language).gettext
    lines = Markup().join(_way(frame, number, way) for number, way in enumerate(ways))
    return Markup(
        '<svg class="chart" role="img" viewBox="0 0 {} {}" aria-label="{}">{}{}{}{}</svg>'
    ).format(
        _WIDTH,
        height,
        _("How the likelihoods have changed over time; in words they stand with the scenarios"),
        _scale(),
        _times(frame, language, zone),
        lines,
        Markup().join(_name(number, way) for number, way in enumerate(ways)),
    )


def _y(percent: float) -> float:
    return _BOTTOM - percent / 100 * (_BOTTOM - _TOP)


def _scale() -> Markup:
    return Markup().join(
        Markup(
            '<path class="chart-rule" d="M{} {:.0f}H{}"/>'
            '<text class="chart-text" x="{}" y="{:.0f}" text-anchor="end">{}</text>'
        ).format(_LEFT, _y(percent), _WIDTH - _RIGHT, _LEFT - 5, _y(percent) + 4, percent)
        for percent in (0, 50, 100)
    )


def _times(frame: _Frame, language: str, zone: str) -> Markup:
    first, last = (
        f"{moments.short_day(at, zone, language)}, {moments.local(at, zone):%H:%M}"
        for at in (frame.first, frame.last)
    )
    left = Markup('<text class="chart-text" x="{}" y="{}">{}</text>').format(
        _LEFT, _BOTTOM + 14, first if first != last else ""
    )
    return left + Markup(
        '<text class="chart-text" x="{}" y="{}" text-anchor="end">{}</text>'
    ).format(_WIDTH - _RIGHT, _BOTTOM + 14, last)


def _way(frame: _Frame, number: int, way: Way) -> Markup:
    """Steps through the middles of the ranges, the newest range as a bar, a letter beside it."""
    steps = [(frame.x(one["at"]), _middle(one)) for one in way.likelihoods]
    end = frame.x(frame.last)
    data = f"M{steps[0][0]:.1f} {steps[0][1]:.1f}" + "".join(
        f"H{x:.1f}V{y:.1f}" for x, y in steps[1:]
    )
    newest = way.likelihoods[-1]
    bar = f"M{end:.1f} {_y(newest['low']):.1f}V{_y(newest['high']):.1f}"
    return Markup(
        '<g class="chart-line way-{n}"><path fill="none" stroke="currentColor" stroke-width="2"'
        ' stroke-dasharray="{dash}" d="{data}H{end:.1f}"/>'
        '<path fill="none" stroke="currentColor" stroke-width="5" stroke-opacity="0.35"'
        ' d="{bar}"/>{dots}'
        '<text class="chart-mark" fill="currentColor" x="{x:.1f}" y="{y:.1f}">{mark}</text></g>'
    ).format(
        n=number % len(_DASHES),
        dash=_DASHES[number % len(_DASHES)] or "none",
        data=data,
        end=end,
        bar=bar,
        dots=_dots(steps),
        x=end + 6,
        y=steps[-1][1] + 4,
        mark=_MARKS[number],
    )


def _dots(steps: Sequence[tuple[float, float]]) -> Markup:
    return Markup().join(
        Markup('<circle fill="currentColor" cx="{:.1f}" cy="{:.1f}" r="2.5"/>').format(x, y)
        for x, y in steps
    )


def _middle(one: object) -> float:
    return _y((one["low"] + one["high"]) / 2)  # type: ignore[index]


def _name(number: int, way: Way) -> Markup:
    y = _BOTTOM + 32 + _LINE * number
    return Markup(
        '<text class="chart-mark" x="{}" y="{}">{}</text>'
        '<text class="chart-name" x="{}" y="{}">{}</text>'
    ).format(_LEFT, y, _MARKS[number], _LEFT + 16, y, labels.shortened(way.ref.text, 260))
