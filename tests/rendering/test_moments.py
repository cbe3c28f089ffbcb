"""Times as people read them, in every zone and around the change of clocks."""

from datetime import UTC, datetime

import pytest

from depesche.errors import UnknownZone
from depesche.rendering import moments

SUMMER = datetime(2025, 8, 15, 18, 0, tzinfo=UTC)
WINTER = datetime(2025, 12, 15, 18, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "language", "in_summer", "in_winter"),
    [
        ("Europe/Berlin", "de", "20:00 MESZ", "19:00 MEZ"),
        ("Europe/Berlin", "en", "20:00 CEST", "19:00 CET"),
        ("America/Anchorage", "de", "10:00 AKDT", "09:00 AKST"),
        ("America/Anchorage", "en", "10:00 AKDT", "09:00 AKST"),
        ("America/New_York", "en", "14:00 EDT", "13:00 EST"),
        ("Europe/Moscow", "de", "21:00 MSK", "21:00 MSK"),
        ("Europe/London", "en", "19:00 BST", "18:00 GMT"),
        ("Asia/Kathmandu", "de", "23:45 UTC+5:45", "23:45 UTC+5:45"),
        ("America/St_Johns", "en", "15:30 NDT", "14:30 NST"),
        ("Australia/Lord_Howe", "de", "04:30 UTC+10:30", "05:00 UTC+11"),
        ("America/Sao_Paulo", "en", "15:00 UTC-3", "15:00 UTC-3"),
        ("Etc/GMT+3", "de", "15:00 UTC-3", "15:00 UTC-3"),
        ("UTC", "de", "18:00 UTC", "18:00 UTC"),
    ],
)
def test_a_time_carries_its_zone(zone: str, language: str, in_summer: str, in_winter: str) -> None:
    assert moments.clock_time(SUMMER, zone, language) == in_summer
    assert moments.clock_time(WINTER, zone, language) == in_winter


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        ("2025-10-26T00:30Z", "02:30 MESZ"),
        ("2025-10-26T01:30Z", "02:30 MEZ"),
        ("2026-03-29T00:59Z", "01:59 MEZ"),
        ("2026-03-29T01:00Z", "03:00 MESZ"),
    ],
)
def test_the_doubled_hour_and_the_gap_are_told_apart_by_the_zones_name(
    moment: str, shown: str
) -> None:
    assert moments.clock_time(datetime.fromisoformat(moment), "Europe/Berlin", "de") == shown


def test_days_are_those_of_the_zone() -> None:
    late = datetime(2025, 8, 15, 22, 30, tzinfo=UTC)

    assert moments.day(late, "Europe/Berlin", "de") == "Samstag, 16. August 2025"
    assert moments.day(late, "Europe/Berlin", "en") == "Saturday, 16 August 2025"
    assert moments.day(late, "America/Anchorage", "de") == "Freitag, 15. August 2025"
    assert moments.short_day(late, "Europe/Berlin", "de") == "16. August"
    assert moments.short_day(late, "America/Anchorage", "en") == "15 August"


def test_a_sentence_says_the_time_as_its_language_does() -> None:
    assert moments.spoken_time(SUMMER, "Europe/Berlin", "de") == "20.00 Uhr"
    assert moments.spoken_time(SUMMER, "Europe/Berlin", "en") == "20:00"


def test_a_zone_is_called_after_its_city() -> None:
    assert moments.place_of("America/Anchorage") == "Anchorage"
    assert moments.place_of("America/Argentina/Buenos_Aires") == "Buenos Aires"
    assert moments.place_of("UTC") == "UTC"


def test_seconds_are_cut_off_and_not_rounded_up() -> None:
    nearly = datetime(2025, 8, 15, 17, 59, 59, 999_999, tzinfo=UTC)
    assert moments.clock_time(nearly, "Europe/Berlin", "de") == "19:59 MESZ"


def test_a_zone_that_does_not_exist_is_refused() -> None:
    with pytest.raises(UnknownZone):
        moments.clock_time(SUMMER, "Europe/Atlantis", "de")
