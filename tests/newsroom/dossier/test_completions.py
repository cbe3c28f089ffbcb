"""What an `@` or `#` that is being typed can become."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depesche.newsroom.dossier.completions import Completion, completions
from depesche.newsroom.dossier.known import Known
from depesche.newsroom.dossier.markers import Marker, read

KNOWN = Known(
    actors={
        "putin": "Wladimir Putin",
        "selenskyj": "Wolodymyr Selenskyj",
        "moeller": "Åsa Möller-Groß",
        "kyiv": "Kyjiw",
    },
    issues={"land": "Gebietsabtretungen", "waffenruhe": "Eine Waffenruhe im Land"},
    places={"pokrowsk": "Pokrowsk", "kyiv": "Stadt Kyjiw", "anchorage": "Anchorage"},
    questions={"lead": "Was wird aus dem Land?", "2": "Wer garantiert?", "12": "Wann?"},
    scenarios={"deal": "Ein Abkommen", "no-deal": "Kein Abkommen"},
    scenario_numbers={"1": "deal", "2": "no-deal"},
)


def offered(typed: str, **how: int) -> list[str]:
    """What is inserted when the caret is where the bar is."""
    before, after = typed.split("|")
    return [each.insert for each in completions(before + after, len(before), KNOWN, **how)]


def test_a_completion_says_what_to_put_where() -> None:
    assert completions("Mit @pu", 7, KNOWN) == [
        Completion(start=4, end=7, insert="@putin ", label="Wladimir Putin", kind="actor")
    ]


@pytest.mark.parametrize(
    ("typed", "inserts"),
    [
        ("@p|", ["@putin ", "@pokrowsk "]),
        ("@|", ["@putin ", "@selenskyj ", "@moeller ", "@kyiv ", "@pokrowsk ", "@anchorage "]),
        ("#|", ["#land ", "#waffenruhe "]),
        ("#l|", ["#land ", "#waffenruhe "]),  # by key, then by a word of the label
        ("#p|", []),
        ("@WLAD|", ["@putin "]),
        ("@w|", ["@putin ", "@selenskyj "]),
        ("@ky|", ["@kyiv "]),  # the actor; the place of that key cannot be meant
        ("@möl|", ["@moeller "]),
        ("@mol|", ["@moeller "]),
        ("@asa|", ["@moeller "]),
        ("@gross|", ["@moeller "]),
        ("@möller-gr|", ["@moeller "]),
        ("@utin|", []),
        ("@putin |", []),
        ("(@pu|", ["@putin "]),
        ("**@pu|", ["@putin "]),
        ("> — @pu|", ["@putin "]),
        ("! ?? @pu|", ["@putin "]),
        ("/frage Was will @pu|", ["@putin "]),
        ("a@pu|", []),
        ("\\@pu|", []),
        ("https://x.y/(@pu|", []),
        ("[x](@pu|)", []),
        ("`@pu|`", []),
        ("`@pu|", []),
        ("|@pu", []),
        ("", []),
        ("eins\r\n@pu|\r\nzwei", ["@putin "]),
    ],
)
def test_the_beginning_of_a_key_or_of_a_word_is_enough(typed: str, inserts: list[str]) -> None:
    assert offered(typed or "|") == inserts


@pytest.mark.parametrize(
    ("typed", "after"),
    [
        ("Mit @pu| und", "Mit @putin und"),
        ("Mit @pu|", "Mit @putin "),
        ("(@pu|)", "(@putin)"),
        ("@p|utin kommt", "@putin kommt"),
        ("@pu|\nDann", "@putin \nDann"),
    ],
)
def test_taken_a_completion_leaves_one_space(typed: str, after: str) -> None:
    before, rest = typed.split("|")
    first = completions(before + rest, len(before), KNOWN)[0]
    whole = before + rest
    assert whole[: first.start] + first.insert + whole[first.end :] == after


@pytest.mark.parametrize(
    ("typed", "inserts"),
    [
        ("/|", ["/frage ", "/antwort ", "/sz "]),
        ("  /A|", ["/antwort "]),
        ("Los.\n/sz|", []),  # typed in full: Enter ends the line
        ("/an|", ["/antwort "]),
        ("/q|", ["/question "]),
        ("und/oder /|", []),
        ("/antwort |", ["lead ", "2 ", "12 "]),
        ("/answer WER|", ["2 "]),
        ("/antwort 1|", ["12 "]),
        ("/antwort 2|", []),
        ("/antwort 2 Wer |", []),
        ("/sz |", ["1", "2"]),
        ("/sc kein|", ["2"]),
        ("/frage wer|", []),
        ("/usr/bin|", []),
    ],
)
def test_a_line_that_begins_with_a_slash(typed: str, inserts: list[str]) -> None:
    assert offered(typed) == inserts


def test_commands_are_those_of_the_coverages_language() -> None:
    found = completions("/", 1, KNOWN, language="en")
    assert [one.insert for one in found] == ["/question ", "/answer ", "/sc "]


def test_no_more_are_offered_than_asked_for() -> None:
    assert offered("@|", limit=2) == ["@putin ", "@selenskyj "]


@given(st.text(alphabet="@#pla \\`(n\n\r-ö", max_size=30), st.integers(-5, 40))
def test_what_is_taken_is_read(typed: str, caret: int) -> None:
    for each in completions(typed, caret, KNOWN):
        taken = typed[: each.start] + each.insert + typed[each.end :]
        assert each.start < each.end <= len(typed)
        key = each.insert[1:].strip()
        assert Marker(each.kind, key) in read(taken, KNOWN).markers


@pytest.mark.parametrize("piece", ["@", " @p", "(", "`", "a", "-", "* "])
def test_a_long_text_and_many_names_take_no_time(piece: str) -> None:
    typed = (piece * 20_000)[:20_000]
    many = Known({f"a{i}": f"Anna {i}" for i in range(10_000)}, {}, {}, {}, {}, {})
    start = time.process_time()
    completions(typed, len(typed), many)
    completions(f"{typed} @anna 77", len(typed) + 7, many)
    assert time.process_time() - start < 1
