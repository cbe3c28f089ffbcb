"""What an editor types for the dossier is read, leaves the text, and takes nothing else with it."""

import pytest

from depesche.newsroom.dossier.known import Known
from depesche.newsroom.dossier.markers import (
    Marker,
    Reading,
    Unread,
    escaped,
    read,
    typed_again,
)
from tests.newsroom.dossier.known_names import KNOWN

PUTIN, TRUMP, LAND = Marker("actor", "putin"), Marker("actor", "trump"), Marker("issue", "land")
KYIV, ANCHORAGE = Marker("actor", "kyiv"), Marker("place", "anchorage")
KEY_EVENT, PIN = Marker("key_event"), Marker("pin")
UNCONFIRMED, CONFIRMED, DISPUTED = map(Marker, ("unconfirmed", "confirmed", "disputed"))


def reading(typed: str) -> Reading:
    return read(typed, KNOWN)


def stays(typed: str) -> bool:
    return reading(typed) == Reading(typed, (), ())


MARKER_LINES = {
    "!": (KEY_EVENT,),
    "!!": (KEY_EVENT, PIN),
    "??": (UNCONFIRMED,),
    "==": (CONFIRMED,),
    "<>": (DISPUTED,),
    "@putin": (PUTIN,),
    "@PUTIN": (PUTIN,),
    "@anchorage": (ANCHORAGE,),
    "@kyiv": (KYIV,),  # an actor before a place
    "#land": (LAND,),
    "#Feuer-Pause": (Marker("issue", "feuer-pause"),),
    "! ?? @putin #land": (KEY_EVENT, UNCONFIRMED, PUTIN, LAND),
    "! !! !": (KEY_EVENT, PIN),
    "<> @kyiv": (Marker("disputed", "kyiv"),),
    "<> @kyiv @putin": (Marker("disputed", "kyiv"), PUTIN),
    "@putin <> #land @kyiv": (PUTIN, Marker("disputed", "kyiv"), LAND),
    "<> @anchorage": (DISPUTED, ANCHORAGE),
    "<> @kyiv <> @trump": (Marker("disputed", "kyiv"), Marker("disputed", "trump")),
    "/frage Kommt er?": (Marker("question", text="Kommt er?"),),
    "/question Will he come?": (Marker("question", text="Will he come?"),),
    "/Frage Was will @putin?": (Marker("question", text="Was will Wladimir Putin?"),),
    "! @trump /frage ! oder ??": (KEY_EVENT, TRUMP, Marker("question", text="! oder ??")),
    "/antwort 3": (Marker("answer", "3"),),
    "/antwort 3 Ja, sagt @trump.": (Marker("answer", "3", "Ja, sagt Donald Trump."),),
    "/answer LEAD  yes": (Marker("answer", "lead", "yes"),),
    "/sz 2+": (Marker("scenario", "no-deal", shift="+"),),
    "/sc 1-": (Marker("scenario", "deal", shift="-"),),
    "/sz 1−": (Marker("scenario", "deal", shift="-"),),
    "/sz 1 –": (Marker("scenario", "deal", shift="-"),),
    "/sz 2": (Marker("scenario", "no-deal"),),
    "/sz no-deal-": (Marker("scenario", "no-deal", shift="-"),),
    "/sz 2+ ! @putin": (Marker("scenario", "no-deal", shift="+"), KEY_EVENT, PUTIN),
    "/sz 1+ /sz 2-": (
        Marker("scenario", "deal", shift="+"),
        Marker("scenario", "no-deal", shift="-"),
    ),
    " \t!\u00a0??\u3000": (KEY_EVENT, UNCONFIRMED),
    "\u200f!\u200b \u2067@putin\u2069": (KEY_EVENT, PUTIN),
}


@pytest.mark.parametrize("line", MARKER_LINES)
def test_a_line_of_nothing_but_markers_vanishes(line: str) -> None:
    assert reading(line) == Reading("", MARKER_LINES[line], ())
    assert reading(f"Eins.\n\n{line}\n\nZwei.") == Reading("Eins.\n\nZwei.", MARKER_LINES[line], ())


SENTENCES = {
    "@putin landet.": ("Wladimir Putin landet.", PUTIN),
    "Um 11 landet @putin": ("Um 11 landet Wladimir Putin", PUTIN),
    "Mit @putin, so heißt es": ("Mit Wladimir Putin, so heißt es", PUTIN),
    "Er (@putin) kommt": ("Er (Wladimir Putin) kommt", PUTIN),
    "@putin's jet": ("Wladimir Putin's jet", PUTIN),
    "@putin’s jet": ("Wladimir Putin’s jet", PUTIN),
    "@Putin: „Nein.“": ("Wladimir Putin: „Nein.“", PUTIN),
    "„@putin“": ("„Wladimir Putin“", PUTIN),
    '"@putin" «@putin» [@putin]': ('"Wladimir Putin" «Wladimir Putin» [Wladimir Putin]', PUTIN),
    "**@putin** kommt": ("**Wladimir Putin** kommt", PUTIN),
    "Streit um #land.": ("Streit um Gebietsabtretungen.", LAND),
    "In @anchorage": ("In Anchorage", ANCHORAGE),
    "> So @putin": ("> So Wladimir Putin", PUTIN),
    ">@putin": (">Wladimir Putin", PUTIN),
    "> Nein.\n> — @putin, Präsident": ("> Nein.\n> — Wladimir Putin, Präsident", PUTIN),
    "- @putin": ("- Wladimir Putin", PUTIN),
    "1. @putin": ("1. Wladimir Putin", PUTIN),
    "! und @putin": ("! und Wladimir Putin", PUTIN),
    "/fragen an @putin": ("/fragen an Wladimir Putin", PUTIN),
    "https://x.y/ @putin": ("https://x.y/ Wladimir Putin", PUTIN),
    "[@putin](https://x.y/@trump)": ("[Wladimir Putin](https://x.y/@trump)", PUTIN),
    "[[[(@putin": ("[[[(Wladimir Putin", PUTIN),
    "`so` @putin": ("`so` Wladimir Putin", PUTIN),
    "Putin`s\n@putin!\nTrump`s": ("Putin`s\nWladimir Putin!\nTrump`s", PUTIN),
    "`a` @putin `b`": ("`a` Wladimir Putin `b`", PUTIN),
    "Putin`s und @putin": ("Putin`s und Wladimir Putin", PUTIN),
    "Am\u00a0@putin\tund": ("Am\u00a0Wladimir Putin\tund", PUTIN),
    "שלום \u200f@putin\u200f!": ("שלום \u200fWladimir Putin\u200f!", PUTIN),
    "\u200f@putin שלום": ("\u200fWladimir Putin שלום", PUTIN),
    "@putin\u200b!": ("Wladimir Putin\u200b!", PUTIN),
    "@putin- und": ("Wladimir Putin- und", PUTIN),
    "Titel @putin\n---": ("Titel Wladimir Putin\n---", PUTIN),
}


@pytest.mark.parametrize("typed", SENTENCES)
def test_in_a_sentence_a_key_becomes_the_name(typed: str) -> None:
    text, marker = SENTENCES[typed]
    assert reading(typed) == Reading(text, (marker,), ())


@pytest.mark.parametrize(
    "typed",
    [
        *("Wirklich?!", "Ist 5 == 5?", "Schluss !", "Was ??", "a <> b", "!!!", "? ?", "===", "---"),
        *("! oder ??", "! @niemand", "==gut==", "!?", "!!??", "@putin_fan", "@putin@example.org"),
        *("> !", ">!", "> ??\n> ==", "- !", "* !", "1. !", "> /frage Ja?", "- /sz 2+"),
        *(
            "#Anchorage2025",
            "#landet",
            "#",
            "# Titel",
            "@",
            "@ putin",
            "@nobody",
            "@landet",
            "@land",
        ),
        *("#putin", "a@putin", "(a@putin)", "x#land", "hans@putin.example", "@@putin", "@#land"),
        *("@putin.bsky.social", "@putin/status", "@putin-nah", "@putin\u00e4", "mailto:@putin"),
        *("https://x.y/@putin", "https://x/#land", "https://x.y/(@putin)", "https://x.y/z@putin"),
        *("www.x.y/(#land)", "<https://x.y/'@putin>", "[x](/live/a#b)", "[x](/live/a '#land')"),
        *("[x](#land)", "[x](/a(b)@putin)", "`@putin`", "``a ` @putin``", "`!` !", "`a @putin b`"),
        *("```\n!\n@putin\n\n/frage Ja?\n```", "> ```\n> @putin\n> ```", "＠putin", "！", "＃land"),
        *("/fragebogen", "frage Ja?", "/ frage", "/szene 2", "/live/gipfel", "Bitte /antwort 3"),
        *("\\*so\\*", "Hallo \\!", "\\@niemand", "\\#Anchorage2025", "a\\@putin", "C:\\@x", "\\"),
    ],
)
def test_prose_addresses_and_code_stay(typed: str) -> None:
    assert stays(typed)


def test_a_line_of_equals_signs_is_a_marker_and_makes_no_heading() -> None:
    assert reading("Titel\n==") == Reading("Titel", (CONFIRMED,), ())


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("\\!", "!"),
        ("\\!!", "!!"),
        ("\\??", "??"),
        ("\\==", "=="),
        ("\\<>", "<>"),
        ("\\@putin", "@putin"),
        ("Das Konto \\@putin", "Das Konto @putin"),
        ("(\\#land)", "(#land)"),
        ("*\\@putin*", "*@putin*"),
        ("\\/frage Ja?", "/frage Ja?"),
        ("\\/antwort 9", "/antwort 9"),
        ("\\/sz 2+ weil", "/sz 2+ weil"),
        ("! \\??", "! ??"),
        ("\\\\!", "\\!"),
        ("\\\\@putin", "\\@putin"),
    ],
)
def test_a_backslash_keeps_a_marker_and_goes(typed: str, text: str) -> None:
    assert reading(typed) == Reading(text, (), ())


def test_a_backslash_keeps_only_the_marker_it_stands_before() -> None:
    assert reading("\\! @putin") == Reading("! Wladimir Putin", (PUTIN,), ())
    assert reading("\\/frage Was will @putin?").text == "/frage Was will Wladimir Putin?"


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("/antwort 9", "unknown-question"),
        ("/answer 9 yes", "unknown-question"),
        ("/antwort Ja, @putin", "unknown-question"),
        ("/antwort", "empty-answer"),
        ("/frage", "empty-question"),
        ("/question \u200b ", "empty-question"),
        ("/sz 7+", "unknown-scenario"),
        ("/sc", "unknown-scenario"),
        ("/sz ?", "unknown-scenario"),
        ("/sz 2+ weil er will", "unknown-scenario"),
        ("/sz 2+ ! @niemand", "unknown-scenario"),
        ("! /sz 2*", "unknown-scenario"),
    ],
)
def test_what_looks_meant_but_cannot_be_read_stays_and_is_told(typed: str, reason: str) -> None:
    unread = (Unread(typed.strip(), reason),)
    assert reading(typed) == Reading(typed, (), unread)
    assert reading(f"Eins.\n{typed}\n!\nZwei.") == Reading(
        f"Eins.\n{typed}\nZwei.", (KEY_EVENT,), unread
    )


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("eins\n!\nzwei", "eins\nzwei"),
        ("eins\n\n!\nzwei", "eins\n\nzwei"),
        ("eins\n!\n\nzwei", "eins\n\nzwei"),
        ("eins\n\n!\n\n??\n \n==\n\nzwei", "eins\n\nzwei"),
        ("eins\n\n\n!\n\nzwei", "eins\n\n\nzwei"),
        ("eins\n\n\nzwei", "eins\n\n\nzwei"),
        ("!\n\neins", "eins"),
        ("\n!\n  eins", "  eins"),
        ("eins\n\n!", "eins"),
        ("eins\n\n!\n\n", "eins"),
        ("eins\r\n\r\n!\r\n\r\nzwei", "eins\n\nzwei"),
        ("> eins\n!\nzwei", "> eins\nzwei"),
        ("- eins\n!\n- zwei", "- eins\n- zwei"),
        ("!\n\n??", ""),
        ("!\n\u00a0", "\u00a0"),
        ("eins\n!\n\u00a0\n??\nzwei", "eins\n\u00a0\nzwei"),
        ("", ""),
    ],
)
def test_paragraphs_stay_as_if_no_marker_had_been_typed(typed: str, text: str) -> None:
    assert reading(typed).text == text


def test_a_chip_shows_what_was_typed() -> None:
    typed = "Mit @Putin.\n!! <> @kyiv /sz 2 +\n/Frage Was will @putin?"
    assert [marker.typed for marker in reading(typed).markers] == [
        *("@Putin", "!!", "!!", "<> @kyiv", "/sz 2 +", "/Frage Was will @putin?"),
    ]


def test_a_key_comes_before_a_number() -> None:
    known = Known({}, {}, {}, {}, {"2": "Zwei", "b": "B"}, {"1": "2", "2": "b"})
    assert read("/sz 2", known).markers == (Marker("scenario", "2"),)


def test_what_was_published_can_be_typed_again_without_becoming_a_marker() -> None:
    stored_text = "Das Zeichen\n!\nund @putin, \\@trump, @niemand\n/frage Ja, @trump?\n/antwort 9"
    assert escaped(stored_text, KNOWN) == (
        "Das Zeichen\n\\!\nund \\@putin, \\\\@trump, @niemand\n\\/frage Ja, \\@trump?\n\\/antwort 9"
    )
    assert reading(escaped(stored_text, KNOWN)) == Reading(stored_text, (), ())


def test_markers_are_typed_again_in_the_editors_language() -> None:
    markers = (
        *(
            KEY_EVENT,
            PIN,
            UNCONFIRMED,
            Marker("disputed", "kyiv"),
            DISPUTED,
            PUTIN,
            ANCHORAGE,
            LAND,
        ),
        Marker("question", text="Kommt @putin?"),
        Marker("answer", "3", "Ja."),
        Marker("answer", "lead"),
        Marker("scenario", "no-deal", shift="+"),
    )
    german = typed_again(markers, "de")
    assert german == (
        "!! ?? @putin @anchorage #land\n<> @kyiv\n<>\n"
        "/frage Kommt \\@putin?\n/antwort 3 Ja.\n/antwort lead\n/sz no-deal+"
    )
    assert typed_again(markers, "en").split("\n")[3:] == [
        *("/question Kommt \\@putin?", "/answer 3 Ja.", "/answer lead", "/sc no-deal+"),
    ]
    assert set(reading(german).markers) == set(markers)


def test_no_markers_are_typed_again_as_nothing() -> None:
    assert typed_again((), "de") == ""
    assert typed_again((PIN,), "de") == ""


def test_question_one_is_the_lead_question_where_no_other_is() -> None:
    lead = Known({}, {}, {}, {"lead": "Was wird?", "2": "Wer?"}, {}, {})
    assert read("/antwort 1 Ja", lead).markers == (Marker("answer", "lead", "Ja"),)
    assert read("/antwort 1 Ja", KNOWN).markers == (Marker("answer", "1", "Ja"),)
