"""What makes one text of another, word by word."""

import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depesche.newsroom import differences
from depesche.newsroom.differences import Piece, between

LETTERS = "abcdefghijklmnop"
WORDS = st.text(alphabet="ab \n.,ä", max_size=60)


def _former(pieces: list[Piece]) -> str:
    return "".join(piece.words for piece in pieces if piece.how != "added")


def _latter(pieces: list[Piece]) -> str:
    return "".join(piece.words for piece in pieces if piece.how != "removed")


def test_whole_words_are_told_and_nothing_of_what_stayed() -> None:
    assert between("Das Treffen beginnt um 19 Uhr.", "Das Treffen begann um 20 Uhr.") == [
        Piece("same", "Das Treffen "),
        Piece("removed", "beginnt"),
        Piece("added", "begann"),
        Piece("same", " um "),
        Piece("removed", "19"),
        Piece("added", "20"),
        Piece("same", " Uhr."),
    ]


def test_a_paragraph_that_came_leaves_the_others_alone() -> None:
    assert between("Eins.\n\nDrei.", "Eins.\n\nZwei.\n\nDrei.") == [
        Piece("same", "Eins.\n\n"),
        Piece("added", "Zwei.\n\n"),
        Piece("same", "Drei."),
    ]


def test_the_same_text_is_one_piece_and_no_text_is_none() -> None:
    assert between("Eins.", "Eins.") == [Piece("same", "Eins.")]
    assert between("", "") == []
    assert between("", "Neu") == [Piece("added", "Neu")]
    assert between("Alt", "") == [Piece("removed", "Alt")]


@given(WORDS, WORDS)
def test_the_pieces_are_both_texts(former: str, latter: str) -> None:
    pieces = between(former, latter)
    assert (_former(pieces), _latter(pieces)) == (former, latter)
    assert all(piece.words for piece in pieces)


@pytest.mark.parametrize("between_them", [" ", "\n"])
@pytest.mark.parametrize(
    ("former", "latter"),
    [
        ([f"a x{n}" for n in range(250)], [f"a y{n}" for n in range(250)]),
        ([f"a x{n}" for n in range(2_000)], [f"a y{n}" for n in range(2_000)]),
        (random.Random(1).choices("ab", k=5_000), random.Random(2).choices("ab", k=5_000)),
        (random.Random(1).choices(LETTERS, k=5_000), random.Random(2).choices(LETTERS, k=5_000)),
    ],
    ids=["every other word is the same", "and there are many", "two words", "a few words"],
)
def test_texts_with_little_in_common_take_no_more_steps_than_there_are(
    former: list[str], latter: list[str], between_them: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(differences, "_STEPS", 100_000)
    texts = between_them.join(former), between_them.join(latter)
    with _at_most(1_500_000):  # lines of code: some to a step, and some to every word
        pieces = between(*texts)
    assert (_former(pieces), _latter(pieces)) == texts


@contextmanager
def _at_most(lines: int) -> Iterator[None]:
    """Fail when so many lines of code have run within."""
    count = 0

    def see(frame: FrameType, event: str, _: Any) -> Any:
        nonlocal count
        count += event == "line"
        if count > lines:
            raise AssertionError(f"more than {lines} lines of code")
        return see

    before = sys.gettrace()
    sys.settrace(see)
    try:
        yield
    finally:
        sys.settrace(before)
