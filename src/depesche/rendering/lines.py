"""Lines on a plane: cut off at a frame, and thinned to what can be seen."""

from itertools import pairwise
from math import hypot

Point = tuple[float, float]
Line = list[Point]
Box = tuple[float, float, float, float]  # left, top, right, bottom


def within(line: Line, frame: Box) -> Line:
    """The part of a closed line that lies in the frame (Sutherland and Hodgman's way)."""
    for axis in (0, 1):
        for limit, sign in ((frame[axis], 1), (frame[axis + 2], -1)):
            line = _cut(line, axis, limit, sign)
    return line


def runs(line: Line, frame: Box) -> list[Line]:
    """The stretches of an open line that come near the frame."""
    found: list[Line] = [[]]
    for here, there in pairwise(line):
        if _is_near(here, there, frame):
            found[-1] += [there] if found[-1] else [here, there]
        elif found[-1]:
            found.append([])
    return [run for run in found if run]


def thinned(line: Line, tolerance: float) -> Line:
    """The points that matter: no other is further from the line than that (Douglas and Peucker)."""
    kept = {0, len(line) - 1} if line else set()
    waiting = [(0, len(line) - 1)]
    while waiting:
        first, last = waiting.pop()
        away = [(distance(line[n], line[first], line[last]), n) for n in range(first + 1, last)]
        far, at = max(away, default=(0, 0))
        if far > tolerance:
            kept.add(at)
            waiting += [(first, at), (at, last)]
    return [line[n] for n in sorted(kept)]


def distance(point: Point, start: Point, end: Point) -> float:
    """From a point to a stretch."""
    x, y = point[0] - start[0], point[1] - start[1]
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    along = min(1.0, max(0.0, (x * dx + y * dy) / length)) if length else 0.0
    return hypot(x - along * dx, y - along * dy)


def _cut(line: Line, axis: int, limit: float, sign: int) -> Line:
    kept: Line = []
    for here, there in pairwise([*line, *line[:1]]):
        inside, stays = (sign * (point[axis] - limit) >= 0 for point in (here, there))
        if inside:
            kept.append(here)
        if inside != stays:
            share = (limit - here[axis]) / (there[axis] - here[axis])
            x, y = (a + share * (b - a) for a, b in zip(here, there, strict=True))
            kept.append((x, y))
    return kept


def _is_near(here: Point, there: Point, frame: Box) -> bool:
    return all(
        min(here[axis], there[axis]) <= frame[axis + 2]
        and max(here[axis], there[axis]) >= frame[axis]
        for axis in (0, 1)
    )
