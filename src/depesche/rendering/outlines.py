"""The outlines of countries, and who holds a point.

Made with Natural Earth (naturalearthdata.com, public domain), 1:50 million, by `bin/_maps.py`: it
is `outlines/world.json`. Disputed areas are not as they come from there: see decision 0016.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Final

from depesche.rendering.lines import Box, Line, Point

OCCUPIED: Final = frozenset({"Crimea"})
_NEAR: Final = 0.25  # degrees
_UNIT: Final = 100  # a number in the file is a hundredth of a degree


@dataclass(frozen=True)
class Ring:
    """A line of longitudes and latitudes that does not jump where longitudes do."""

    line: Line
    box: Box  # west, south, east, north


@dataclass(frozen=True)
class Area:
    """A country, or a part of one that a map names by itself."""

    code: str  # ISO 3166, two letters; "" where nobody's claim is recognised
    part: str  # Alaska, Hawaii, Crimea; "" for the rest of a country
    rings: Sequence[Ring]

    def holds(self, point: Point) -> bool:
        """Whether the point lies inside."""
        return sum(_crossed(ring, point) for ring in self.rings) % 2 == 1


@dataclass(frozen=True)
class World:
    """All areas, and the lines where two countries meet."""

    areas: Sequence[Area]
    borders: Sequence[Ring]


@cache
def world() -> World:
    """The outlines in this package, read once."""
    packed = json.loads((files(__package__) / "outlines" / "world.json").read_text("utf-8"))
    lines = [_line(flat) for flat in packed["arcs"]]
    areas = tuple(
        Area(code, part, tuple(_ring(ring, lines) for ring in rings))
        for code, part, rings in packed["areas"]
    )
    return World(areas, tuple(_borders(packed["areas"], lines)))


def area_at(latitude: float, longitude: float) -> Area | None:
    """The area that holds this point; None at sea."""
    point = ((longitude + 180) % 360 - 180, latitude)
    return next((area for area in world().areas if area.holds(point)), None)


def area_near(latitude: float, longitude: float) -> Area | None:
    """The same, but a harbour that thinned outlines have left at sea belongs to its country."""
    steps = [(x * _NEAR, y * _NEAR) for y in (0, -1, 1) for x in (0, -1, 1)]
    found = (area_at(latitude + y, longitude + x) for x, y in steps)
    return next((area for area in found if area), None)


def _line(flat: list[int]) -> Line:
    line: Line = []
    x = y = 0
    for dx, dy in zip(flat[::2], flat[1::2], strict=True):
        x, y = x + dx, y + dy
        line.append((x / _UNIT, y / _UNIT))
    return line


def _ring(numbers: list[int], lines: list[Line]) -> Ring:
    joined: Line = []
    for number in numbers:
        line = lines[number] if number >= 0 else lines[~number][::-1]
        turns = 360 * round((joined[-1][0] - line[0][0]) / 360) if joined else 0
        joined += [(x + turns, y) for x, y in line[bool(joined) :]]
    if abs(joined[0][0] - joined[-1][0]) > 180:  # Antarctica, once around: closed over the pole
        joined += [(joined[-1][0], -90), (joined[0][0], -90)]
    return Ring(joined, _box(joined))


def _borders(areas: list[tuple[str, str, list[list[int]]]], lines: list[Line]) -> Iterator[Ring]:
    beside: dict[int, list[str]] = {}
    for code, _, rings in areas:
        for number in (number for ring in rings for number in ring):
            beside.setdefault(max(number, ~number), []).append(code)
    for number, codes in sorted(beside.items()):
        if len(set(codes)) > 1:
            yield Ring(lines[number], _box(lines[number]))


def _box(line: Line) -> Box:
    xs, ys = zip(*line, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


def _crossed(ring: Ring, point: Point) -> int:
    """How often one crosses the ring on the way east from the point."""
    west, south, east, north = ring.box
    x, y = point
    x += 360 * max(0, -((x - west) // 360))
    x -= 360 * max(0, (x - west) // 360)
    if not (south <= y <= north and x <= east):
        return 0
    return sum(
        (y1 > y) != (y2 > y) and x < x1 + (y - y1) / (y2 - y1) * (x2 - x1)
        for (x1, y1), (x2, y2) in pairwise([*ring.line, ring.line[0]])
    )
