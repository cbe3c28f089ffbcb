"""Differences between two texts, word by word."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import Match, SequenceMatcher
from itertools import accumulate, groupby
from typing import Final, Literal

How = Literal["same", "removed", "added"]

_WORDS: Final = re.compile(r"\s*(?:\w+|[^\w\s])|\s+")  # each with the space before it
_PARAGRAPHS: Final = re.compile(r"[^\n]*\n+|[^\n]+")
_STEPS: Final = 2_000_000  # pairs of words looked at for two texts: some tenths of a second


@dataclass
class _Steps:
    """How many are left."""

    left: int


class _Matcher(SequenceMatcher[str]):
    """Looks for the longest stretch that both have, then on both sides of it, and so on: it could
    take the cube of their length. With no steps left it finds nothing more."""

    def __init__(self, former: Sequence[str], latter: Sequence[str], steps: _Steps) -> None:
        super().__init__(None, former, latter, autojunk=False)
        self._steps = steps
        there = Counter(latter)
        pairs = (1 + there[word] for word in former)
        self._until = list(accumulate(pairs, initial=0))  # a look at the first n words takes

    def find_longest_match(
        self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None
    ) -> Match:
        ahi = len(self._until) - 1 if ahi is None else ahi
        takes = self._until[ahi] - self._until[alo]
        if takes > self._steps.left:
            return Match(alo, blo, 0)
        self._steps.left -= takes
        return super().find_longest_match(alo, ahi, blo, bhi)


@dataclass(frozen=True)
class Piece:
    """Some words in a row: in both texts, in the former only, in the latter only."""

    how: How
    words: str


def between(former: str, latter: str) -> list[Piece]:
    """What makes the latter text of the former: its pieces in order.

    The same and the removed pieces are the former text, the same and the added ones the latter.
    Paragraphs are compared first and words within what is left. What would take more than a
    moment is told as a whole.
    """
    pieces: list[Piece] = []
    steps = _Steps(_STEPS)
    for before, after in _changed(_PARAGRAPHS.findall(former), _PARAGRAPHS.findall(latter), steps):
        if before == after:
            pieces.append(Piece("same", before))
        else:
            pieces += _word_by_word(before, after, steps)
    return _joined(pieces)


def _word_by_word(former: str, latter: str, steps: _Steps) -> Iterator[Piece]:
    for before, after in _changed(_WORDS.findall(former), _WORDS.findall(latter), steps):
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


def _changed(former: list[str], latter: list[str], steps: _Steps) -> Iterator[tuple[str, str]]:
    """Stretches of both, side by side."""
    start = _common(former, latter)
    end = _common(former[start:][::-1], latter[start:][::-1])
    before, after = (side[start : len(side) - end] for side in (former, latter))
    yield "".join(former[:start]), "".join(former[:start])
    for _, i, j, k, m in _Matcher(before, after, steps).get_opcodes():
        yield "".join(before[i:j]), "".join(after[k:m])
    yield "".join(former[len(former) - end :]), "".join(latter[len(latter) - end :])


def _common(former: Sequence[str], latter: Sequence[str]) -> int:
    """With how many equal ones both begin."""
    pairs = enumerate(zip(former, latter, strict=False))
    return next((i for i, (a, b) in pairs if a != b), min(len(former), len(latter)))


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
