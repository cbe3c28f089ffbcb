"""The evening's own pictures, drawn when the stage is set: no photographs, nobody else's work."""

import math
from collections.abc import Callable, Mapping
from io import BytesIO
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from depesche.demo.evening import Language

SIZE: Final = (1600, 900)
TWICE: Final = 2  # drawn larger, then made smaller: that makes soft edges
PAPER, INK, QUIET, RED = "#fbfaf6", "#1b1a18", "#8d877a", "#9e1b16"

# Hands of the clocks when the ticker opens, from west to east.
HOURS: Final[Mapping[Language, Mapping[str, tuple[int, int]]]] = {
    "de": {"Anchorage": (10, 0), "Berlin": (20, 0), "Moskau": (21, 0)},
    "en": {"Anchorage": (10, 0), "Berlin": (20, 0), "Moscow": (21, 0)},
}
_POINT: Final[Mapping[Language, str]] = {"de": ".", "en": ":"}
YEARS: Final = range(2018, 2026)


def drawing(name: str, language: Language) -> bytes:
    """One of the DRAWINGS as a PNG file, its words in that language."""
    canvas = Image.new("RGB", (SIZE[0] * TWICE, SIZE[1] * TWICE), PAPER)
    DRAWINGS[name](ImageDraw.Draw(canvas), language)
    out = BytesIO()
    canvas.resize(SIZE, Image.Resampling.LANCZOS).save(out, "PNG")
    return out.getvalue()


def _clocks(draw: ImageDraw.ImageDraw, language: Language) -> None:
    """Three clocks side by side: what they show when the ticker opens."""
    for i, (city, (hour, minute)) in enumerate(HOURS[language].items()):
        x, y = 560 + i * 1040, 760
        _face(draw, x, y, 400, is_night=hour >= 18)
        colour = PAPER if hour >= 18 else INK
        _hand(draw, (x, y), 230, (hour % 12 + minute / 60) / 12, colour=colour, width=34)
        _hand(draw, (x, y), 340, minute / 60, colour=RED if hour < 18 else "#ff8c7c", width=22)
        _word(draw, (x, 1330), city, 120, INK)
        _word(draw, (x, 1490), f"{hour:02}{_POINT[language]}{minute:02}", 96, RED)


def _years(draw: ImageDraw.ImageDraw, _language: Language) -> None:
    """A line from one year to the other, and nothing in between."""
    step, y = 2600 // (len(YEARS) - 1), 900
    draw.line((300, y, 2900, y), fill=QUIET, width=12)
    for i, year in enumerate(YEARS):
        x, is_end = 300 + i * step, year in {YEARS[0], YEARS[-1]}
        radius = 74 if is_end else 18
        colour = RED if is_end else QUIET
        draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=colour)
        _word(draw, (x, y + 190), str(year), 130 if is_end else 74, INK if is_end else QUIET)
    draw.arc((300, 330, 2900, 1470), 180, 360, fill=RED, width=14)
    _word(draw, (1600, 620), "7", 330, RED)


def _face(draw: ImageDraw.ImageDraw, x: int, y: int, radius: int, *, is_night: bool) -> None:
    box = (x - radius, y - radius, x + radius, y + radius)
    draw.ellipse(box, fill=INK if is_night else PAPER, outline=INK, width=18)
    for hour in range(12):
        _hand(draw, (x, y), radius - 40, hour / 12, colour=QUIET, width=14, begins=radius - 90)


def _hand(
    draw: ImageDraw.ImageDraw,
    centre: tuple[int, int],
    length: int,
    turn: float,
    *,
    colour: str,
    width: int,
    begins: int = -40,
) -> None:
    """A line outwards; `turn` is the part of a whole turn, clockwise from the top."""
    across, up = math.sin(math.tau * turn), math.cos(math.tau * turn)
    ends = [(centre[0] + far * across, centre[1] - far * up) for far in (begins, length)]
    draw.line(ends, fill=colour, width=width)


def _word(
    draw: ImageDraw.ImageDraw, at: tuple[int, int], word: str, size: int, colour: str
) -> None:
    draw.text(at, word, font=ImageFont.load_default(size), fill=colour, anchor="mm")


DRAWINGS: Final[Mapping[str, Callable[[ImageDraw.ImageDraw, Language], None]]] = {
    "clocks": _clocks,
    "years": _years,
}
