"""Distils the outlines for the map into rendering/outlines/world.json, which is kept with the code.

    npm pack world-atlas@2.0.2 i18n-iso-countries@7.14.0      # unpack each
    .venv/bin/python bin/_maps.py WORLD_ATLAS/countries-50m.json ISO_COUNTRIES/codes.json

Natural Earth (public domain), 1:50 million, as TopoJSON by world-atlas (ISC); the letters of
ISO 3166 by i18n-iso-countries (MIT). Neither is needed at run time, nor by a test.

What is changed on the way: Crimea is Ukraine's (docs/decisions/0016); Northern Cyprus is Cyprus's
and Somaliland Somalia's, as the United Nations see it. Lines are thinned, least around the Black
Sea; islands too small to be seen go, unless they are all there is of a country.
"""

import json
import sys
from collections.abc import Iterable
from math import cos, radians
from pathlib import Path
from typing import Any, Final

from depesche.rendering import lines as lines_of
from depesche.rendering.lines import Line, Point

HERE: Final = Path(__file__).parents[1]
TO: Final = HERE / "src" / "depesche" / "rendering" / "outlines" / "world.json"
UNIT: Final = 100  # a number in the file is a hundredth of a degree

# (west, south, east, north, tolerance in degrees); the first that holds a point is its own.
FINE: Final = (
    (22, 40, 46, 60, 0.015),
    (-12, 30, 60, 72, 0.05),
    (-180, 50, -125, 72, 0.05),
    (-128, 15, -60, 60, 0.07),
)
COARSE: Final = 0.12
UNSEEN: Final = 3  # an island of so many squares of the tolerance

CODES: Final = {"Kosovo": "XK", "N. Cyprus": "CY", "Somaliland": "SO", "Siachen Glacier": ""}
SIMFEROPOL: Final = (34.1, 44.95)
PARTS: Final = {"Alaska": (-170, 52, -130, 72), "Hawaii": (-161, 18, -154, 23)}


def main(atlas: str, codes: str) -> None:
    topology = json.loads(Path(atlas).read_text("utf-8"))
    letters = {number: two for two, _, number, _ in json.loads(Path(codes).read_text("utf-8"))}
    lines = [unwrapped(arc, **topology["transform"]) for arc in topology["arcs"]]
    areas = [
        area
        for country in topology["objects"]["countries"]["geometries"]
        for area in parts_of(country, letters, lines)
    ]
    areas = [(code, part, seen(rings, lines)) for code, part, rings in areas]
    TO.write_text(packed(merged(areas), [thinned(line) for line in lines]), "utf-8")
    sys.stdout.write(f"{TO.relative_to(HERE)}: {TO.stat().st_size:,} bytes\n")


def unwrapped(arc: list[list[int]], scale: Point, translate: Point) -> Line:
    """The points of a TopoJSON arc in degrees; it does not jump at the antimeridian."""
    line: Line = []
    x = y = 0
    for dx, dy in arc:
        x, y = x + dx, y + dy
        longitude = x * scale[0] + translate[0]
        if line:
            longitude += 360 * round((line[-1][0] - longitude) / 360)
        line.append((longitude, y * scale[1] + translate[1]))
    return line


def parts_of(country: dict[str, Any], letters: dict[str, str], lines: list[Line]) -> Iterable[Any]:
    """(code, part, rings of arcs) for each part of a country that the map tells apart."""
    name = country["properties"]["name"]
    code = CODES[name] if name in CODES else letters.get(country.get("id", ""), "")
    polygons = country["arcs"] if country["type"] == "MultiPolygon" else [country["arcs"]]
    parts: dict[tuple[str, str], list[list[int]]] = {}
    for polygon in polygons:
        parts.setdefault(part_of(code, ring_of(polygon[0], lines)), []).extend(polygon)
    return [(*part, rings) for part, rings in parts.items()]


def part_of(code: str, outline: Line) -> tuple[str, str]:
    if code == "RU" and holds(outline, SIMFEROPOL) and box_of(outline)[2] < 40:
        return "UA", "Crimea"
    west, south, east, north = box_of(outline)
    for part, (w, s, e, n) in PARTS.items():
        if code == "US" and w <= (west + east) / 2 <= e and s <= (south + north) / 2 <= n:
            return code, part
    return code, ""


def seen(rings: list[list[int]], lines: list[Line]) -> list[list[int]]:
    """Without the islands nobody could see; the largest stays."""
    outlines = [ring_of(ring, lines) for ring in rings]
    largest = max(map(size_of, outlines))
    return [
        ring
        for ring, outline in zip(rings, outlines, strict=True)
        if size_of(outline) in {largest} or size_of(outline) > UNSEEN * tolerance(*outline[0]) ** 2
    ]


def merged(areas: list[Any]) -> dict[tuple[str, str], list[list[int]]]:
    whole: dict[tuple[str, str], list[list[int]]] = {}
    for code, part, rings in areas:
        whole.setdefault((code, part), []).extend(rings)
    return dict(sorted(whole.items()))


def packed(areas: dict[tuple[str, str], list[list[int]]], lines: list[Line]) -> str:
    """The file: arcs as differences, areas as rings of numbers of arcs (~n: backwards)."""
    used = sorted({max(n, ~n) for rings in areas.values() for ring in rings for n in ring})
    new = {old: number for number, old in enumerate(used)}
    renumbered = [
        [code, part, [[new[n] if n >= 0 else ~new[~n] for n in ring] for ring in rings]]
        for (code, part), rings in areas.items()
    ]
    world = {"areas": renumbered, "arcs": [differences(lines[old]) for old in used]}
    return json.dumps(world, separators=(",", ":")) + "\n"


def differences(line: Line) -> list[int]:
    flat: list[int] = []
    x = y = 0
    for longitude, latitude in line:
        to_x, to_y = round(longitude * UNIT), round(latitude * UNIT)
        if not flat or (to_x, to_y) != (x, y):
            flat += [to_x - x, to_y - y]
        x, y = to_x, to_y
    return flat


def thinned(line: Line) -> Line:
    """Douglas and Peucker's way, with a tolerance that depends on the place."""
    keep = {0, len(line) - 1}
    waiting = [(0, len(line) - 1)]
    while waiting:
        first, last = waiting.pop()
        between = range(first + 1, last)
        if not between:
            continue
        far = max(between, key=lambda n: distance(line[n], line[first], line[last]))
        if distance(line[far], line[first], line[last]) > tolerance(*line[far]):
            keep.add(far)
            waiting += [(first, far), (far, last)]
    return [line[n] for n in sorted(keep)]


def distance(point: Point, start: Point, end: Point) -> float:
    """From a point to a stretch, in degrees of latitude."""
    shrunk = cos(radians(point[1]))
    ends = ((x * shrunk, y) for x, y in (point, start, end))
    return lines_of.distance(*ends)


def tolerance(longitude: float, latitude: float) -> float:
    longitude = (longitude + 180) % 360 - 180
    for west, south, east, north, fine in FINE:
        if west <= longitude <= east and south <= latitude <= north:
            return fine
    return COARSE


def ring_of(ring: list[int], lines: list[Line]) -> Line:
    outline: Line = []
    for number in ring:
        line = lines[number] if number >= 0 else lines[~number][::-1]
        turns = 360 * round((outline[-1][0] - line[0][0]) / 360) if outline else 0
        outline += [(longitude + turns, latitude) for longitude, latitude in line]
    return outline


def size_of(outline: Line) -> float:
    """In square degrees, as at the equator."""
    pairs = zip(outline, outline[1:] + outline[:1], strict=True)
    doubled = sum((b[0] - a[0]) * (a[1] + b[1]) for a, b in pairs)
    return abs(doubled / 2) * cos(radians(outline[0][1]))


def holds(outline: Line, point: Point) -> bool:
    inside = False
    for (x1, y1), (x2, y2) in zip(outline, outline[1:] + outline[:1], strict=True):
        if (y1 > point[1]) != (y2 > point[1]):
            inside ^= point[0] < x1 + (point[1] - y1) / (y2 - y1) * (x2 - x1)
    return inside


def box_of(outline: Line) -> tuple[float, float, float, float]:
    xs, ys = zip(*outline, strict=True)
    return min(xs), min(ys), max(xs), max(ys)


if __name__ == "__main__":
    main(*sys.argv[1:])
