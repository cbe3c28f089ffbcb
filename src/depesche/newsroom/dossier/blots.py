"""Where no marker is read: code, addresses and link targets are blotted out, letter by letter."""

import re
from collections.abc import Hashable, Iterator
from typing import Final

INVISIBLE: Final = r"\u00ad\u034f\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069"  # in a class
# After a space, a start, an opening bracket or mark; emphasis and invisible signs may lie between.
OPENING: Final = rf"(?:(?<![^\s(\[{{<„“‚‘\"'«»‹›])|(?<=^>))[*_{INVISIBLE}]*+"
CLOSING: Final = r"(?![\w@#])(?![-./]\w)"  # else it is a longer name: @putin.example, @putin-fan

_BLOT: Final = "\0"  # no text holds it: words.clean takes it out
_TICKS = re.compile(r"^[ \t>]*+(?P<fence>`{3,}+)[^`\n]*+$|`++|\n", re.MULTILINE)
_ELSEWHERE = re.compile(
    r"\]\((?:[^()\n]|\([^()\n]*+\))*+\)|(?:://|\bwww\.|\bmailto:)\S*+", re.IGNORECASE
)


def blotted(text: str) -> str:
    """The text, as long and with the same lines, but with code, addresses and targets unreadable.

    Backticks make code on one line; fences of three or more, each first on its line, over several.
    What is not closed is no code.
    """
    pieces, at = [], 0
    for start, end in _code(text):
        pieces += [text[at:start], _blot(text[start:end])]
        at = end
    without_code = "".join([*pieces, text[at:]])
    return _ELSEWHERE.sub(lambda found: _blot(found[0]), without_code)


def _blot(piece: str) -> str:
    return re.sub(r"[^\n]", _BLOT, piece)


def _code(text: str) -> Iterator[tuple[int, int]]:
    """Where code starts and ends, in order: from backticks to the next that can close them."""
    runs = list(_runs(text))
    closing: dict[int, int] = {}
    later: dict[Hashable, int] = {}
    for i in reversed(range(len(runs))):
        kind = runs[i][2]
        if kind in later:
            closing[i] = later[kind]
        later[kind] = i
    at = 0
    while at < len(runs):
        last = closing.get(at, at)
        if last > at:
            yield runs[at][0], runs[last][1]
        at = last + 1


def _runs(text: str) -> Iterator[tuple[int, int, Hashable]]:
    """Backticks: start, end, and what those that close them have in common with them."""
    line = 0
    for found in _TICKS.finditer(text):
        if found[0] == "\n":
            line += 1
        elif found["fence"]:
            yield found.start(), found.end(), len(found["fence"])
        else:
            yield found.start(), found.end(), (line, len(found[0]))
