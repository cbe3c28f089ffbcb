"""What holds for markers whatever is typed."""

import time
import unicodedata
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from depesche.newsroom import words
from depesche.newsroom.dossier.markers import Reading, escaped, read, typed_again
from tests.newsroom.dossier.known_names import KNOWN


def reading(typed: str) -> Reading:
    return read(typed, KNOWN)


def stored(typed: str) -> str:
    return words.clean(typed).strip()


PIECES = [
    *("!", "!!", "??", "==", "<>", "@", "#", "@putin", "@kyiv", "#land", "@anchorage", "@niemand"),
    *(
        "/frage",
        "/question",
        "/antwort",
        "/answer",
        "/sz",
        "/sc",
        "3",
        "2+",
        "1-",
        "9",
        "lead",
        "/",
    ),
    *(" ", " ", " ", "\n", "\n", "\n\n", "\t", "\r\n", "\u00a0", "\u200b", "\u200f", "\u2067"),
    *("\\", "\\\\", "`", "``", "```", "\n```\n", "https://x.y/", "www.", "mailto:", "](", "[", ")"),
    *(
        "(",
        "„",
        "“",
        "'",
        ">",
        "> ",
        "- ",
        "1. ",
        "*",
        "_",
        "-",
        ".",
        ",",
        "?",
        "=",
        "Wort",
        "ä",
        "\u0301",
    ),
    *("\u2028", "\0", "\ud800", "＠", "🇺🇦", "<"),
]
NAME = "\ue000"  # that nobody types
NAMELESS = replace(
    KNOWN,
    actors=dict.fromkeys(KNOWN.actors, NAME),
    issues=dict.fromkeys(KNOWN.issues, NAME),
    places=dict.fromkeys(KNOWN.places, NAME),
)
marker_line = st.sampled_from(
    ["", "!\n", " !! @putin\n", "<> @kyiv #land\n", "/frage Ja?\n", "/sz 2+\n"]
)


def is_seen(letter: str) -> bool:
    return not letter.isspace() and unicodedata.category(letter) not in {"Cf", "Mn"}


typing = st.lists(st.sampled_from(PIECES) | st.text(max_size=3), max_size=40).map("".join)


@given(typing)
@example("/frage a ``` b\n/frage c ``` d")
@example("`a\n!\n`")
def test_every_stored_text_can_be_typed_again(typed: str) -> None:
    for kept in (stored(typed), stored(reading(typed).text)):
        assert reading(escaped(kept, KNOWN)) == Reading(kept, (), ())


@given(typing)
@example("/antwort 3 \u200b")
def test_markers_can_be_typed_again(typed: str) -> None:
    markers = reading(typed).markers
    for language in ("de", "en"):
        again = reading(typed_again(markers, language))
        assert (again.text, set(again.markers), again.unread) == ("", set(markers), ())


@given(typing, typing)
def test_a_scheduled_post_opened_again_is_the_same_post(typed: str, marked: str) -> None:
    kept, markers = stored(typed), reading(marked).markers
    shown = f"{escaped(kept, KNOWN)}\n\n{typed_again(markers, 'de')}"
    got = reading(shown)
    assert (got.text.strip(), set(got.markers), got.unread) == (kept, set(markers), ())


@given(typing)
def test_nothing_but_markers_disappears(typed: str) -> None:
    typed = words.clean(typed.replace(NAME, ""))
    got = read(typed, NAMELESS)
    left = got.text.replace(NAME, "")
    letters = iter(typed)
    assert all(letter in letters for letter in left)  # what is left is there, in order
    gone = Counter(typed) - Counter(left)
    assert {letter for letter in gone if is_seen(letter)} <= {
        *"\\",
        *(letter for marker in got.markers for letter in marker.typed),
    }


@given(typing)
def test_what_names_no_marker_loses_only_backslashes(typed: str) -> None:
    typed = words.clean(typed)
    got = reading(typed)
    if not got.markers:
        assert got.text.replace("\\", "") == typed.replace("\\", "")


@given(st.lists(st.sampled_from(["Ein Satz.", "> Zitat", "- Punkt"]), min_size=1), st.data())
def test_a_marker_line_anywhere_changes_no_paragraph(lines: list[str], data: st.DataObject) -> None:
    plain, typed = "", ""
    for line in lines:
        joint = data.draw(st.sampled_from(["\n", "\n\n"]))
        typed += data.draw(marker_line) + line + joint
        plain += line + joint
        if joint == "\n\n":
            typed += data.draw(st.sampled_from(["", "!\n\n", "??\n\n/frage Ja?\n\n", "==\n"]))
    assert reading(typed).text.strip() == plain.strip()


HEAVY = [
    *(
        "@",
        "@putin ",
        "!\n",
        "! ",
        "\n",
        "\\",
        "[",
        "](",
        "]((",
        "(@",
        "`",
        "` ``",
        "```\n",
        "*",
        "/sz 1+ ",
    ),
    *(
        "/frage ",
        "<> ",
        "-a",
        "a",
        "://",
        "\u200b",
        "\u00a0",
        " @a-",
        "\\@putin ",
        "> ",
        "_@",
        "]()",
        "'\"„",
    ),
    *("\n!\n\n", "!\n \n", "/sz 1+ /sz 9 ", "``` a\n", "www.", "@putin-", "(((@putin)))"),
]


@pytest.mark.parametrize("piece", HEAVY)
def test_a_long_text_takes_linear_time(piece: str) -> None:
    long = (piece * 20_000)[:20_000]

    def seconds(typed: str) -> float:
        start = time.process_time()
        typed_again(reading(typed).markers, "de")
        escaped(typed, KNOWN)
        return time.process_time() - start

    few = min(seconds(long[: len(long) // 8]) for _ in range(3))
    many = min(seconds(long) for _ in range(3))
    assert many < 20 * few + 0.02
