"""What makes one text of another, word by word."""

import random
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depesche.newsroom.differences import Piece, between

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


@pytest.mark.parametrize("letters", ["ab", "abcdefghijklmnop"])
@pytest.mark.parametrize("between_them", [" ", "\n"])
def test_even_long_texts_with_little_in_common_take_no_time(
    letters: str, between_them: str
) -> None:
    chance = random.Random(1)
    former, latter = (between_them.join(chance.choices(letters, k=10_000)) for _ in range(2))
    began = time.process_time()
    pieces = between(former, latter)
    assert time.process_time() - began < 2
    assert (_former(pieces), _latter(pieces)) == (former, latter)
