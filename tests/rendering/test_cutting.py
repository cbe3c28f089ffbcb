"""The beginning of a text, with its form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markupsafe import escape

from depesche.newsroom import text
from depesche.rendering import cutting, prose


def cut(source: str, letters: int) -> str:
    return str(prose.html(cutting.beginning(text.parse(source, "de"), letters)))


def test_what_is_short_stays_as_it_is() -> None:
    source = "Ein *Satz* mit [Link](/live/x)\n\n- eins\n- zwei\n\n> Zitat\n> — Jemand, Amt"
    assert cut(source, 500) == str(prose.html(text.parse(source, "de")))


def test_what_is_long_ends_between_words() -> None:
    assert cut("Die Gespräche haben begonnen, und niemand weiß mehr", 56) == (
        "<p>Die Gespräche haben begonnen, …</p>"
    )
    bold = "Vorher **fett und lang und breit** nachher"
    assert cut(bold, 70) == "<p>Vorher <strong>fett und lang …</strong></p>"
    assert cut(bold, 50) == "<p>Vorher </p>"


def test_a_quote_keeps_its_speaker() -> None:
    told = cut(f"> {'Nur Russland kann das. ' * 20}\n> — Selenskyj, Präsident", 120)
    assert "…" in told
    assert "<cite>Selenskyj</cite>, Präsident" in told


def test_of_a_link_whose_address_is_long_the_words_stay() -> None:
    told = cut(f"[Hier](https://q.example/{'x' * 500}) und dort", 200)
    assert told == "<p><em>Hier</em> und dort</p>"


def test_addresses_take_room() -> None:
    told = cut(f"[a](/live/{'x' * 60}) " * 50, 400)
    assert 1 < told.count("<a ") < 6


def test_signs_that_are_one_are_not_left_hanging() -> None:
    family = "👨\u200d👩\u200d👧" * 30
    for letters in range(30, 60):
        assert "\u200d …" not in cut(family, letters)


@given(st.text(max_size=400), st.integers(0, 200))
def test_it_never_grows(source: str, letters: int) -> None:
    tree = text.parse(source, "en")
    kept = text.plain(cutting.beginning(tree, letters))
    assert len(kept) <= max(len(text.plain(tree)), letters + 40)


@pytest.mark.parametrize("letters", [0, 1, 12, 24])
def test_where_there_is_no_room_nothing_stays(letters: int) -> None:
    assert "Satz" not in cut("Satz " * 10, letters)


@given(st.text("a&<🗳\u200dä \n", max_size=300), st.integers(1, 150), st.integers(60, 700))
def test_a_line_has_at_most_so_many_letters_and_bytes(said: str, letters: int, size: int) -> None:
    line = cutting.line(said, letters, size=size)
    assert len(line) <= letters + 2
    assert len(escape(line).encode()) <= size
    whole = " ".join(said.split())
    assert line == whole or (line.endswith(" …") and whole.startswith(line[:-2]))


def test_a_line_is_cut_between_words_but_for_a_long_one() -> None:
    assert cutting.line("Falsch: in Alaska gelandet", 20, size=99) == "Falsch: in Alaska …"
    assert cutting.line(f"Falsch: {'&' * 300}", 140, size=60) == f"Falsch: {'&' * 9} …"
