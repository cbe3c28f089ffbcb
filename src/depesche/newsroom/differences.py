"""Differences between two texts, word by word."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby
from typing import Final, Literal

How = Literal["same", "removed", "added"]

_WORDS: Final = re.compile(r"\s*(?:\w+|[^\w\s])|\s+")  # each with the space before it
_PARAGRAPHS: Final = re.compile(r"[^\n]*\n+|[^\n]+")
_COMPARABLE: Final = 1_000_000  # pairs of equal words; with more, telling which is which takes long
_ALL: Final = ("replace", 0, None, 0, None)


@dataclass(frozen=True)
class Piece:
    """Some words in a row: in both texts, in the former only, in the latter only."""

    how: How
    words: str


def between(former: str, latter: str) -> list[Piece]:
    """What makes the latter text of the former: its pieces in order.

    The same and the removed pieces are the former text, the same and the added ones the latter.
    Paragraphs are compared first and words within what is left. Where even that would take more
    than a moment, what is left is told as a whole.
    """
    pieces: list[Piece] = []
    for before, after in _changed(_PARAGRAPHS.findall(former), _PARAGRAPHS.findall(latter)):
        pieces += [Piece("same", before)] if before == after else _word_by_word(before, after)
    return _joined(pieces)


def _word_by_word(former: str, latter: str) -> Iterator[Piece]:
    for before, after in _changed(_WORDS.findall(former), _WORDS.findall(latter)):
        if before == after:
            yield Piece("same", before)
        else:
            yield from _apart(before, after)


def _apart(former: str, latter: str) -> Iterator[Piece]:
    """Other words; the space that both begin with is none of them."""
    space = former[: len(former) - len(former.lstrip())]
    if not latter.startswith(space):
        space = ""
    yield Piece("same", space)
    yield Piece("removed", former.removeprefix(space))
    yield Piece("added", latter.removeprefix(space))


def _changed(former: list[str], latter: list[str]) -> Iterator[tuple[str, str]]:
    """Stretches of both, side by side."""
    start = _common(former, latter)
    end = _common(former[start:][::-1], latter[start:][::-1])
    before, after = (side[start : len(side) - end] for side in (former, latter))
    yield "".join(former[:start]), "".join(former[:start])
    matcher = SequenceMatcher(None, before, after, autojunk=False)
    stretches = matcher.get_opcodes() if _pairs(before, after) <= _COMPARABLE else [_ALL]
    for _, i, j, k, m in stretches:
        yield "".join(before[i:j]), "".join(after[k:m])
    yield "".join(former[len(former) - end :]), "".join(latter[len(latter) - end :])


def _common(former: Sequence[str], latter: Sequence[str]) -> int:
    """With how many equal ones both begin."""
    pairs = enumerate(zip(former, latter, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(former), len(latter)))


def _pairs(former: Sequence[str], latter: Sequence[str]) -> int:
    there = Counter(latter)
    return sum(there[word] for word in former)


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Neighbours of a kind as one; between two of the same, what was removed comes first."""
    found: list[Piece] = []
    filled = [piece for piece in pieces if piece.words]
    for is_same, stretch in groupby(filled, key=lambda piece: piece.how == "same"):
        run = list(stretch)
        kinds: tuple[How, ...] = ("same",) if is_same else ("removed", "added")
        for how in kinds:
            words = "".join(piece.words for piece in run if piece.how == how)
            found += [Piece(how, words)] if words else []
    return found
