"""Local times: where clocks are put forward or back, and what is no time at all."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from depesche import clock
from depesche.errors import NaiveTime, TimeSkipped, TimeTwice, UnknownZone
from depesche.newsroom import zones
from newsdesk import Newsdesk


def local(time: str) -> datetime:
    return datetime.fromisoformat(time)


def utc(time: str) -> datetime:
    return datetime.fromisoformat(time).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("time", "zone", "fold", "meant"),
    [
        ("2025-08-15T20:00", "Europe/Berlin", None, "2025-08-15T18:00"),
        ("2025-01-15T20:00", "Europe/Berlin", None, "2025-01-15T19:00"),
        ("2025-08-15T11:30", "America/Anchorage", None, "2025-08-15T19:30"),
        ("2025-08-15T20:00", "Asia/Kathmandu", None, "2025-08-15T14:15"),
        ("2025-08-15T20:00", "Europe/Berlin", 1, "2025-08-15T18:00"),
        ("2025-03-30T01:59:59", "Europe/Berlin", None, "2025-03-30T00:59:59"),
        ("2025-03-30T03:00", "Europe/Berlin", None, "2025-03-30T01:00"),
        ("2025-10-26T01:59:59", "Europe/Berlin", None, "2025-10-25T23:59:59"),
        ("2025-10-26T02:30", "Europe/Berlin", 0, "2025-10-26T00:30"),
        ("2025-10-26T02:30", "Europe/Berlin", 1, "2025-10-26T01:30"),
        ("2025-10-26T03:00", "Europe/Berlin", None, "2025-10-26T02:00"),
    ],
)
def test_a_local_time_means_one_instant(time: str, zone: str, fold: int | None, meant: str) -> None:
    assert zones.instant(local(time), zone, fold=fold) == utc(meant)


@pytest.mark.parametrize("time", ["2025-03-30T02:00", "2025-03-30T02:30", "2025-03-30T02:59:59"])
@pytest.mark.parametrize("fold", [None, 0, 1])
def test_a_time_that_clocks_skip_is_refused(time: str, fold: int | None) -> None:
    with pytest.raises(TimeSkipped) as refusal:
        zones.instant(local(time), "Europe/Berlin", fold=fold, field="opens_at")
    assert refusal.value.field == "opens_at"
    assert "does not exist in Europe/Berlin" in str(refusal.value)


@pytest.mark.parametrize("time", ["2025-10-26T02:00", "2025-10-26T02:30", "2025-10-26T02:59:59"])
def test_a_time_that_comes_twice_is_asked_back(time: str) -> None:
    with pytest.raises(TimeTwice) as refusal:
        zones.instant(local(time), "Europe/Berlin", field="opens_at")
    assert refusal.value.field == "opens_at"
    first, second = (zones.instant(local(time), "Europe/Berlin", fold=f) for f in (0, 1))
    assert second - first == timedelta(hours=1)


@pytest.mark.parametrize("fold", [0, 1])
def test_an_opening_in_the_doubled_hour_is_on_its_own_minute(newsdesk: Newsdesk, fold: int) -> None:
    clock.stop(utc("2025-10-25T20:00"))
    opens_at = zones.instant(local("2025-10-26T02:30"), "Europe/Berlin", fold=fold)
    newsdesk.announces(opens_at=opens_at)
    newsdesk.waits_until(opens_at - timedelta(seconds=1))
    assert newsdesk.coverage.status == "announced"
    newsdesk.waits(seconds=1)
    assert newsdesk.coverage.status == "live"
    assert newsdesk.coverage.opened_at == utc(f"2025-10-26T0{fold}:30")


def test_an_opening_right_after_the_skipped_hour_is_on_its_minute(newsdesk: Newsdesk) -> None:
    clock.stop(utc("2025-03-29T20:00"))
    newsdesk.announces(opens_at=zones.instant(local("2025-03-30T03:00"), "Europe/Berlin"))
    newsdesk.waits_until(utc("2025-03-30T00:59:59"))
    assert newsdesk.coverage.status == "announced"
    newsdesk.waits(seconds=1)
    assert newsdesk.coverage.status == "live"


@pytest.mark.parametrize(
    "name", ["", "Berlin", "MESZ+2", "Europe", "../etc/passwd", "/etc/localtime", "a\0b", "x" * 999]
)
def test_what_is_no_zone_is_refused(name: str) -> None:
    with pytest.raises(UnknownZone):
        zones.zone(name)


def test_a_time_with_an_offset_is_brought_to_utc_and_one_without_is_refused() -> None:
    summer = timezone(timedelta(hours=2))
    assert zones.aware(datetime(2025, 8, 15, 20, tzinfo=summer), "at") == utc("2025-08-15T18:00")
    assert zones.aware(None, "at") is None
    with pytest.raises(NaiveTime) as refusal:
        zones.aware(local("2025-08-15T20:00"), "scheduled_at")
    assert refusal.value.field == "scheduled_at"
