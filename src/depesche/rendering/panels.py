"""The windows of a map: what lies together is shown together, the rest in panels beside it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import acos, cos, degrees, radians, sin
from typing import Final

from depesche.rendering import lines, outlines
from depesche.rendering.lines import Box, Line
from depesche.rendering.outlines import Ring

Spot = tuple[float, float]  # longitude, latitude

WIDTH: Final = 320  # of the whole map, in its own units: CSS pixels on a small phone
GAP: Final = 8
_MAIN: Final = 250  # the heights of a map's first and of its second row
_ASIDE: Final = 132
_MOST: Final = 3
_APART: Final = 20  # degrees on the globe; what lies nearer together shares a panel
_LOWEST: Final = 8  # degrees of latitude; a window is not lower than that
_LOWEST_ASIDE: Final = 16
_MARGIN: Final = 0.25  # of what the places take, on each side
_FLATTEST: Final = 0.25  # near the poles circles of latitude are too small to divide by
_SPECK: Final = 2.5  # units; a smaller island is not drawn
_BEYOND: Final = 6  # units outside of a panel to which outlines are drawn


@dataclass(frozen=True)
class Panel:
    """A part of the globe in a part of the map: equirectangular, true in its middle."""

    x: float
    y: float
    width: float
    height: float
    west: float
    north: float
    scale_x: float  # units per degree
    scale_y: float
    members: Sequence[int]  # which of the places it shows, in their order

    def shown(self, longitude: float, latitude: float) -> tuple[float, float]:
        """Where a place is in the panel, in units from its upper left corner."""
        turns = (longitude - self.west) // 360 * 360
        return (longitude - turns - self.west) * self.scale_x, self._down(latitude)

    def pieces(self, ring: Ring, *, is_closed: bool = True) -> list[Line]:
        """What is to be drawn of an outline, in units from the upper left corner."""
        west, south, east, north = ring.box
        if max((east - west) * self.scale_x, (north - south) * self.scale_y) < _SPECK:
            return []
        beyond = _BEYOND / self.scale_x
        first, last = self.west - beyond, self.west + self.width / self.scale_x + beyond
        if self._down(south) < -_BEYOND or self._down(north) > self.height + _BEYOND:
            return []
        turns = [turn for turn in (-360, 0, 360) if west + turn <= last and east + turn >= first]
        return [
            piece for turn in turns for piece in self._clipped(ring.line, turn, is_closed=is_closed)
        ]

    def _down(self, latitude: float) -> float:
        return (self.north - latitude) * self.scale_y

    def _clipped(self, line: Line, turn: float, *, is_closed: bool) -> list[Line]:
        frame = (-_BEYOND, -_BEYOND, self.width + _BEYOND, self.height + _BEYOND)
        drawn = [((x + turn - self.west) * self.scale_x, self._down(y)) for x, y in line]
        return [lines.within(drawn, frame)] if is_closed else lines.runs(drawn, frame)


def panels(spots: Sequence[Spot]) -> list[Panel]:
    """One to three panels for these places; the one that shows most of them comes first."""
    if not spots:
        return []
    groups = sorted(_groups(spots), key=lambda group: (-len(group), group))
    main, *aside = groups
    laid = [_panel(spots, main, (0, 0, WIDTH, _MAIN), _LOWEST)]
    width = (WIDTH - GAP * (len(aside) - 1)) / max(1, len(aside))
    for number, group in enumerate(sorted(aside, key=lambda group: spots[group[0]])):
        place = (number * (width + GAP), laid[0].height + GAP, width, _ASIDE)
        laid.append(_panel(spots, group, place, _LOWEST_ASIDE))
    return laid


def names(panel: Panel, spots: Sequence[Spot]) -> list[tuple[str, str]]:
    """(code, part) of the areas whose places it shows, the one with most of them first."""
    areas = [outlines.area_near(spots[n][1], spots[n][0]) for n in panel.members]
    counted = Counter((area.code, _part(area.part)) for area in areas if area and area.code)
    return [name for name, _ in counted.most_common()]


def _part(part: str) -> str:
    return "" if part in outlines.OCCUPIED else part


def _groups(spots: Sequence[Spot]) -> list[list[int]]:
    """The places, parted where the way from one to its next is longest."""
    ways = sorted(_shortest_ways(spots), reverse=True)
    cut = {way for way in ways[: _MOST - 1] if way[0] > _APART}
    group_of = list(range(len(spots)))
    for way in ways:
        if way not in cut:
            here, there = group_of[way[1]], group_of[way[2]]
            group_of = [here if group == there else group for group in group_of]
    kinds = dict.fromkeys(group_of)
    return [[n for n, group in enumerate(group_of) if group == kind] for kind in kinds]


def _shortest_ways(spots: Sequence[Spot]) -> list[tuple[float, int, int]]:
    """(degrees, one, other): the shortest net that joins all places (Prim's)."""
    nearest = {n: (_apart(spots[0], spots[n]), 0) for n in range(1, len(spots))}
    ways = []
    while nearest:
        added = min(nearest, key=lambda n: (nearest[n], n))
        length, neighbour = nearest.pop(added)
        ways.append((length, neighbour, added))
        for n, way in nearest.items():
            nearest[n] = min(way, (_apart(spots[added], spots[n]), added))
    return ways


def _apart(one: Spot, other: Spot) -> float:
    """The angle between two places as seen from the middle of the Earth, in degrees."""
    (x1, y1), (x2, y2) = ((radians(x), radians(y)) for x, y in (one, other))
    cosine = sin(y1) * sin(y2) + cos(y1) * cos(y2) * cos(x1 - x2)
    return degrees(acos(min(1.0, max(-1.0, cosine))))


def _panel(
    spots: Sequence[Spot], members: list[int], place: tuple[float, float, float, float], lowest: int
) -> Panel:
    x, y, width, height = place
    west, south, east, north = _around([spots[n] for n in members])
    middle = (south + north) / 2
    shrunk = max(_FLATTEST, cos(radians(middle)))
    needed = max(north - south, (east - west) * shrunk * height / width) * (1 + 2 * _MARGIN)
    tall = min(180.0, max(needed, lowest))
    wide = min(360.0, max(tall * width / height / shrunk, (east - west) * (1 + 2 * _MARGIN)))
    height = min(height, width / wide / shrunk * tall)  # what spans the globe is lower than others
    top = min(90.0, max(tall - 90.0, middle + tall / 2))
    left = (west + east - wide) / 2
    return Panel(x, y, width, height, left, top, width / wide, height / tall, members)


def _around(spots: list[Spot]) -> Box:
    """The smallest window around these places; its east may lie beyond 180."""
    longitudes = sorted({(x + 180) % 360 - 180 for x, _ in spots})
    gaps = [(b - a, b) for a, b in pairwise([*longitudes, longitudes[0] + 360])]
    widest, west = max(gaps)
    west = (west + 180) % 360 - 180
    latitudes = [y for _, y in spots]
    return west, min(latitudes), west + 360 - widest, max(latitudes)
