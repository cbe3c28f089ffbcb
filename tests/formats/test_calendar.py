"""The calendar file: read back by who reads such files, whatever the coverage is called."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar, Event

from depesche.formats import calendar
from depesche.newsroom import text, words
from depesche.newsroom.models import Coverage

OPENING = datetime(2025, 8, 15, 18, tzinfo=UTC)
TOLD = datetime(2025, 8, 14, 9, 30, 12, 345678, tzinfo=UTC)


def announced(**facts: Any) -> Coverage:
    """A coverage that opens at OPENING, unless it says otherwise."""
    given: dict[str, Any] = {
        "slug": "gipfel",
        "status": "announced",
        "headline": "Der Gipfel",
        "standfirst": "",
        "dateline": "",
        "language": "de",
        "opens_at": OPENING,
        "opened_at": None,
        "ended_at": None,
        "created_at": TOLD - timedelta(days=9),
    }
    return Coverage(**given | facts)


def file(coverage: Coverage, *, number: int = 0) -> str:
    return calendar.calendar(
        coverage, public_url="https://ticker.example:8443", number=number, changed_at=TOLD
    )


def entry(coverage: Coverage, *, number: int = 0) -> Event:
    """The one entry that a strict reader finds."""
    read = Calendar.from_ical(file(coverage, number=number), multiple=True)
    assert [found.name for found in read] == ["VCALENDAR"]
    assert not read[0].errors
    (found,) = read[0].subcomponents
    assert isinstance(found, Event)
    assert not found.errors
    return found


@pytest.mark.parametrize(
    ("language", "headline", "typeset"),
    [("de", 'Der "Gipfel" - live', "Der „Gipfel“ – live"), ("en", '"Summit"', "“Summit”")],
)
def test_an_announced_coverage_is_an_entry_with_a_reminder(
    language: str, headline: str, typeset: str
) -> None:
    coverage = announced(
        headline=headline,
        standfirst="Zwei *Männer*,\n\nein [Tisch](https://a.example).",
        dateline="Anchorage, Alaska",
        language=language,
    )

    found = entry(coverage, number=3)

    assert found["uid"] == "gipfel@ticker.example"
    assert found["sequence"] == 3
    assert found["dtstamp"].dt == found["last-modified"].dt == TOLD.replace(microsecond=0)
    assert found["dtstart"].dt == OPENING
    assert found["dtend"].dt == OPENING + calendar.LASTING
    assert found["summary"] == typeset
    address = "https://ticker.example:8443/live/gipfel"
    assert found["description"] == f"Zwei Männer,\n\nein Tisch.\n\n{address}"
    assert found["url"] == address
    assert found["location"] == "Anchorage, Alaska"
    assert (found["status"], found["transp"]) == ("CONFIRMED", "TRANSPARENT")
    (reminder,) = found.subcomponents
    assert (reminder["action"], reminder["description"]) == ("DISPLAY", typeset)
    assert reminder["trigger"].dt == timedelta(minutes=-10)


def test_times_are_told_in_utc_wherever_they_were_set() -> None:
    summer = announced(opens_at=datetime.fromisoformat("2025-08-15T20:00:00+02:00"))
    assert "\r\nDTSTART:20250815T180000Z\r\n" in file(summer)


@pytest.mark.parametrize(
    ("facts", "begins", "ends", "status"),
    [
        ({"status": "live", "opened_at": OPENING}, OPENING, timedelta(hours=2), "CONFIRMED"),
        (
            {"status": "ended", "opened_at": OPENING, "ended_at": OPENING + timedelta(hours=5)},
            OPENING,
            timedelta(hours=5),
            "CONFIRMED",
        ),
        (
            {"status": "archived", "opened_at": OPENING, "ended_at": OPENING},
            OPENING,
            timedelta(minutes=1),
            "CONFIRMED",
        ),
        (
            {"status": "ended", "ended_at": OPENING - timedelta(hours=1)},
            OPENING,
            timedelta(hours=2),
            "CANCELLED",
        ),
        (
            {"status": "live", "opens_at": None, "opened_at": TOLD},
            TOLD.replace(microsecond=0),
            timedelta(hours=2),
            "CONFIRMED",
        ),
    ],
    ids=["live", "ended", "ended at once", "called off", "never announced"],
)
def test_what_is_on_or_over_is_told_as_it_was_and_reminds_nobody(
    facts: dict[str, Any], begins: datetime, ends: timedelta, status: str
) -> None:
    found = entry(announced(**facts))
    assert (found["dtstart"].dt, found["dtend"].dt) == (begins, begins + ends)
    assert found["status"] == status
    assert not found.subcomponents


HOSTILE = [
    "Ende\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nSUMMARY:falsch",
    'Zeile\nURL:https://boese.example\n"; , : \\n \\',
    "ÄÖÜß€ 🎉👨‍👩‍👧‍👦 " * 14,
    "'' \\; \\, \\n \\\\ \\",
]


@pytest.mark.parametrize("typed", HOSTILE)
def test_nothing_that_was_typed_becomes_anything_but_words(typed: str) -> None:
    line, note = words.line(typed, "headline"), words.note(typed, "standfirst")

    found = entry(announced(headline=line, dateline=line, standfirst=note))

    assert [*found].count("SUMMARY") == 1
    assert str(found["url"]) == "https://ticker.example:8443/live/gipfel"
    assert found["location"] == found["summary"] == text.typeset(line, "de")
    assert str(found["description"]).endswith("\n\nhttps://ticker.example:8443/live/gipfel")


@pytest.mark.parametrize("letter", ["ä", "🎉", "e\u0301", "a"])
@pytest.mark.parametrize("shift", range(4))
def test_long_lines_are_folded_between_letters(letter: str, shift: int) -> None:
    headline = words.line("x" * shift + letter * 200, "headline")
    lines = file(announced(headline=headline)).encode().split(b"\r\n")

    assert max(map(len, lines)) <= 75
    assert all(line.decode("utf-8") or line == b"" for line in lines), "each line is letters"
    assert entry(announced(headline=headline))["summary"] == headline


@given(st.text(max_size=300), st.text(max_size=500))
def test_any_coverage_comes_back_as_one_entry(headline: str, standfirst: str) -> None:
    line = words.line(headline, "headline") or "x"
    coverage = announced(headline=line, standfirst=words.note(standfirst, "standfirst"))
    assert entry(coverage)["uid"] == "gipfel@ticker.example"
