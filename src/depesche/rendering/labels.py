"""Names beside their places, none over another. What finds no room is left out."""

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from depesche.rendering.lines import Box

SIZE: Final = 13  # of the letters, in the map's units
LINE: Final = 17
_LONGEST: Final = 160
_ROOMY: Final = 27  # from name to name, where there is room: a finger's width
_WAYS: Final = (-9, 9, -18, 18, -27, 27, -36, 36, -46, 46, -58, 58)
_SLIM: Final = frozenset("ilI.,:;'’‘!| ")
_NARROW: Final = frozenset("jtfr()[]/-")
_BROAD: Final = frozenset("mwMW@%—…")


@dataclass(frozen=True)
class Label:
    """A name in one line or two, the box that it fills, and the point of the first base line at
    which it is held."""

    lines: tuple[str, ...]
    x: float
    y: float
    anchor: str  # start, middle, end: as SVG has it
    box: Box


def placed(
    marks: Sequence[tuple[str, float, float, float]], frame: Box, taken: Sequence[Box] = ()
) -> list[Label | None]:
    """A label for each mark (text, x, y, radius), inside of the frame, or None without room.

    No label lies over another, over a mark or over what is `taken`. The first marks choose first.
    """
    blocked = [*taken, *((x - r, y - r, x + r, y + r) for _, x, y, r in marks)]
    labels: list[Label | None] = []
    for text, x, y, radius in marks:
        lines = broken(text, min(_LONGEST, frame[2] - frame[0]))
        label = _first_free(lines, (x, y, radius), frame, blocked)
        labels.append(label)
        if label:
            blocked.append(label.box)
    return labels


def broken(text: str, room: float) -> tuple[str, ...]:
    """The name in one line, else in two that are about as long; no line where there is no name."""
    words = text.split()
    if len(words) < 2 or width_of(" ".join(words)) <= room:
        return tuple(filter(None, [shortened(text, room)]))
    ways = [(" ".join(words[:n]), " ".join(words[n:])) for n in range(1, len(words))]
    best = min(ways, key=lambda way: max(map(width_of, way)))
    if width_of(best[0]) > room:
        return (shortened(text, room),)
    return best[0], shortened(best[1], room)


def shortened(text: str, room: float) -> str:
    """The name in one line, as far as there is room for it; cut between words if it has several."""
    words = text.split()
    if width_of(" ".join(words)) <= room:
        return " ".join(words)
    while len(words) > 1 and width_of(" ".join(words)) > room - SIZE:
        words.pop()
    text = " ".join(words)
    while text and width_of(text) > room - SIZE:
        text = text[:-1]
    return f"{text.rstrip()}…"


def width_of(text: str) -> float:
    """How wide the text gets at most, in units, in the sans-serif letters that browsers have."""
    return SIZE * sum(map(_width, text))


def _width(letter: str) -> float:
    if unicodedata.combining(letter) or unicodedata.category(letter) == "Cf":
        return 0
    if letter in _SLIM:
        return 0.33
    if letter in _NARROW:
        return 0.42
    if letter in _BROAD or unicodedata.east_asian_width(letter) in {"W", "F"} or letter > "\u2fff":
        return 1.05
    return 0.78 if letter.isupper() else 0.62


def _first_free(
    lines: Sequence[str], mark: tuple[float, float, float], frame: Box, blocked: Sequence[Box]
) -> Label | None:
    ways = list(_ways(lines, mark, frame)) if lines else []
    inside = [label for label in ways if _holds(frame, label.box)]
    for room in (_ROOMY, LINE):
        for label in inside:
            if not any(_meet(_grown(label.box, room), other) for other in blocked):
                return label
    return None


def _ways(lines: Sequence[str], mark: tuple[float, float, float], frame: Box) -> Iterator[Label]:
    """Beside the mark, under and over it, and then further and further off."""
    x, y, radius = mark
    under = radius + 1 + LINE * len(lines) / 2
    yield from _beside(lines, mark, 0)
    for down in (under, -under):
        half = _width_of_all(lines) / 2
        middle = min(max(x, frame[0] + half), frame[2] - half)
        yield _label(lines, middle, y + down, "middle", middle - half)
    for down in _WAYS:
        yield from _beside(lines, mark, down)


def _beside(lines: Sequence[str], mark: tuple[float, float, float], down: float) -> Iterator[Label]:
    x, y, radius = mark
    aside = radius + 2 if abs(down) < radius + LINE * len(lines) / 2 else 0
    yield _label(lines, x + aside, y + down, "start", x + aside)
    yield _label(lines, x - aside, y + down, "end", x - aside - _width_of_all(lines))


def _label(lines: Sequence[str], x: float, y: float, anchor: str, left: float) -> Label:
    half = LINE * len(lines) / 2
    box = (left, y - half, left + _width_of_all(lines), y + half)
    return Label(tuple(lines), x, y - half + LINE / 2 + SIZE * 0.35, anchor, box)


def _width_of_all(lines: Sequence[str]) -> float:
    return max(map(width_of, lines))


def _grown(box: Box, height: float) -> Box:
    more = (height - LINE) / 2
    return box[0], box[1] - more, box[2], box[3] + more


def _holds(frame: Box, box: Box) -> bool:
    return all(frame[n] <= box[n] for n in (0, 1)) and all(frame[n] >= box[n] for n in (2, 3))


def _meet(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
