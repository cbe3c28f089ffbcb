"""How a minute is written, and how people type it."""

from datetime import UTC, datetime

import pytest

from depesche.errors import Invalid, UnreadableDate, UnreadableTime
from depesche.newsroom import minutes

BERLIN = "Europe/Berlin"
HALF_PAST_FOUR = datetime(2025, 8, 15, 14, 30, tzinfo=UTC)


def test_a_minute_is_written_in_one_way() -> None:
    assert minutes.written(HALF_PAST_FOUR, BERLIN) == "2025-08-15T16:30+02:00"
    assert minutes.written(HALF_PAST_FOUR, "UTC") == "2025-08-15T14:30+00:00"
    assert minutes.written(HALF_PAST_FOUR, "Asia/Kathmandu") == "2025-08-15T20:15+05:45"


@pytest.mark.parametrize(
    "written",
    [
        *("2025-08-15T16:30+02:00", "2025-08-15T16:30:59.999+02:00", "2025-08-15T14:30Z"),
        *("2025-08-15t14:30z", "2025-08-15T16:30 02:00", "2025-08-15T16:30+0200"),
        *("2025-08-15T16:30+02", "2025-08-15T06:30-08:00", "2025-08-15T16:30"),
        *("2025-08-15T20:15:07,5+05:45", "2025-08-15 16:30+02:00"),
    ],
)
def test_it_is_read_however_it_is_written(written: str) -> None:
    assert minutes.read(written, BERLIN) == HALF_PAST_FOUR


@pytest.mark.parametrize(
    "written",
    [
        *("", "x", "2025-08-15", "16:30", "2025-8-15T16:30Z", "2025-08-15T24:00Z"),
        *("2025-02-30T16:30Z", "2025-08-15T16:60Z", "2025-08-15T16:30+25:00", "0001-01-01T00:00Z"),
        *(
            "9999-12-31T23:59Z",
            "1989-11-09T18:53+01:00",
            "٢٠٢٥-08-15T16:30Z",
            "2025-08-15T16:30Z" * 9,
        ),
    ],
)
def test_what_is_no_minute_is_refused(written: str) -> None:
    with pytest.raises(UnreadableTime):
        minutes.read(written, BERLIN)


@pytest.mark.parametrize(
    "day", ["2025-08-15", "15.8.2025", " 15. 8. 2025", "15/08/2025", "2025-8-15"]
)
@pytest.mark.parametrize("time", ["16:30", "16.30", "16:30:59", "16.30 Uhr", " 16:30"])
def test_people_type_it_as_they_like(day: str, time: str) -> None:
    assert minutes.local(day, time, BERLIN) == HALF_PAST_FOUR
    assert minutes.local(day, "16 Uhr", BERLIN) == datetime(2025, 8, 15, 14, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "time", "error"),
    [
        ("gestern", "16:30", UnreadableDate),
        ("", "16:30", UnreadableDate),
        ("30.2.2025", "16:30", UnreadableDate),
        ("1.1.0001", "16:30", UnreadableDate),
        ("15.8.2025", "", UnreadableTime),
        ("15.8.2025", "halb fünf", UnreadableTime),
        ("15.8.2025", "24:00", UnreadableTime),
        ("15.8.2025", "16:61", UnreadableTime),
    ],
)
def test_what_is_neither_day_nor_time_says_which(day: str, time: str, error: type[Invalid]) -> None:
    with pytest.raises(error) as refused:
        minutes.local(day, time, BERLIN)
    assert refused.value.field == ("day" if error is UnreadableDate else "time")


def test_a_time_that_comes_twice_is_the_first_and_knows_the_other() -> None:
    first = minutes.local("2025-10-26", "02:30", BERLIN)
    other = minutes.again(first, BERLIN)

    assert minutes.written(first, BERLIN) == "2025-10-26T02:30+02:00"
    assert other is not None
    assert minutes.written(other, BERLIN) == "2025-10-26T02:30+01:00"
    assert minutes.again(other, BERLIN) == first
    assert minutes.again(HALF_PAST_FOUR, BERLIN) is None


def test_a_time_that_clocks_skip_is_as_much_later() -> None:
    skipped = minutes.local("2025-03-30", "02:30", BERLIN)
    assert minutes.written(skipped, BERLIN) == "2025-03-30T03:30+02:00"


def test_a_moment_is_in_its_minute() -> None:
    assert minutes.of(HALF_PAST_FOUR.replace(second=59, microsecond=999_999)) == HALF_PAST_FOUR
