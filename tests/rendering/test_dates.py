"""Dates of a timeline as people read them, in German and in English."""

import re
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depesche.errors import UnknownZone
from depesche.newsroom.dossier import edtf
from depesche.rendering import dates
from depesche.rendering.environment import LANGUAGES

BERLIN = "Europe/Berlin"
ANCHORAGE = "America/Anchorage"


@pytest.mark.parametrize(
    ("written", "german", "english"),
    [
        ("1867", "1867", "1867"),
        ("2024-10", "Oktober 2024", "October 2024"),
        ("2024-10~", "etwa Oktober 2024", "around October 2024"),
        ("2025-08-15", "15. August 2025", "15 August 2025"),
        ("2025-08-15?", "vermutlich 15. August 2025", "probably 15 August 2025"),
        ("2025-08-15%", "vermutlich etwa 15. August 2025", "probably around 15 August 2025"),
        ("2025-08-15T20:00:00+02:00", "15. August 2025, 20:00 MESZ", "15 August 2025, 20:00 CEST"),
        ("2025-08-15T18:00:00Z", "15. August 2025, 20:00 MESZ", "15 August 2025, 20:00 CEST"),
        ("2025-08-15T20:00:05Z", "15. August 2025, 22:00:05 MESZ", "15 August 2025, 22:00:05 CEST"),
        ("2025-12-31T23:30:00Z", "1. Januar 2026, 00:30 MEZ", "1 January 2026, 00:30 CET"),
        ("201X", "2010er-Jahre", "2010s"),
        ("200X~", "etwa 2000er-Jahre", "around 2000s"),
        ("19XX", "20. Jahrhundert", "20th century"),
        ("20XX", "21. Jahrhundert", "21st century"),
        ("10XX", "11. Jahrhundert", "11th century"),
        ("2024-21", "Frühling 2024", "spring 2024"),
        ("2024-22", "Sommer 2024", "summer 2024"),
        ("2024-23", "Herbst 2024", "autumn 2024"),
        ("2024-24", "Winter 2024/25", "winter 2024/25"),
        ("1999-24", "Winter 1999/00", "winter 1999/00"),
        ("2022-02-24/..", "seit 24. Februar 2022", "since 24 February 2022"),
        ("2024-10~/..", "seit etwa Oktober 2024", "since around October 2024"),
        ("201X/..", "2010er-Jahre bis heute", "2010s to the present"),
        ("2018/2025", "2018–2025", "2018–2025"),
        ("2018/2018", "2018", "2018"),
        ("2018/2025~", "2018 – etwa 2025", "2018 – around 2025"),
        ("2024-07/2024-10", "Juli–Oktober 2024", "July–October 2024"),
        ("2023-07/2024-10", "Juli 2023 – Oktober 2024", "July 2023 – October 2024"),
        (
            "2022-02-24/2025-08-15",
            "24. Februar 2022 – 15. August 2025",
            "24 February 2022 – 15 August 2025",
        ),
        ("2018/2025-08-15", "2018 – 15. August 2025", "2018 – 15 August 2025"),
        (
            "2025-08-15T20:00:00+02:00/2025-08-15T20:30:00Z",
            "15. August 2025, 20:00–22:30 MESZ",
            "15 August 2025, 20:00–22:30 CEST",
        ),
        (
            "2025-10-26T00:30:00Z/2025-10-26T01:30:00Z",
            "26. Oktober 2025, 02:30 MESZ – 26. Oktober 2025, 02:30 MEZ",
            "26 October 2025, 02:30 CEST – 26 October 2025, 02:30 CET",
        ),
    ],
)
def test_a_date_is_said_as_precisely_as_it_is_known(
    written: str, german: str, english: str
) -> None:
    assert dates.spoken(edtf.read(written), "de", BERLIN) == german
    assert dates.spoken(edtf.read(written), "en", BERLIN) == english


def test_a_time_is_that_of_the_zone_it_is_read_in() -> None:
    opening = edtf.read("2025-08-15T20:00:00+02:00")

    assert dates.spoken(opening, "de", ANCHORAGE) == "15. August 2025, 10:00 AKDT"
    assert dates.spoken(edtf.read("2025-08-15"), "de", ANCHORAGE) == "15. August 2025"
    with pytest.raises(UnknownZone):
        dates.spoken(opening, "de", "Europe/Entenhausen")


@given(st.integers(1, 9998), st.sampled_from(["", "~", "?", "%"]), st.sampled_from(LANGUAGES))
def test_a_year_never_becomes_a_month(year: int, qualifier: str, language: str) -> None:
    said = dates.spoken(edtf.read(f"{year:04d}{qualifier}"), language, BERLIN)

    assert re.findall(r"\d+", said) == [str(year)]
    assert (said == str(year)) is (qualifier == "")


@pytest.mark.parametrize(
    ("number", "german", "english"),
    [
        (0, "null", "zero"),
        (1, "eins", "one"),
        (7, "sieben", "seven"),
        (12, "zwölf", "twelve"),
        (13, "13", "13"),
        (158, "158", "158"),
        (-1, "-1", "-1"),
    ],
)
def test_numbers_up_to_twelve_are_words(number: int, german: str, english: str) -> None:
    assert dates.number_word(number, "de") == german
    assert dates.number_word(number, "en") == english


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("1867", "1867"),
        ("0867", "0867"),
        ("2024-10", "2024-10"),
        ("2025-08-15", "2025-08-15"),
        ("2025-08-15T20:00+02", "2025-08-15T20:00:00+02:00"),
        ("2025-08-15T20:00:05Z", "2025-08-15T20:00:05Z"),
        *((form, "") for form in ("2024-10~", "2025-08-15?", "2024%", "202X", "20XX", "2024-23")),
        *((form, "") for form in ("2018/2025", "2022-02-24/..")),
    ],
)
def test_html_is_told_only_what_it_can_say(written: str, value: str) -> None:
    assert dates.html_datetime(edtf.read(written)) == value


def test_the_value_for_html_is_the_moment_that_was_meant() -> None:
    opening = edtf.read("2025-08-15T20:00:00+02:00")

    assert datetime.fromisoformat(dates.html_datetime(opening)) == opening.moment
