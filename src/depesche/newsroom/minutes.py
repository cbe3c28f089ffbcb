"""Minutes: how a moment that has passed is named, to the minute, by the clocks of a newsroom.

A minute is the instant at which it begins, in UTC.
"""

import re
from datetime import UTC, datetime, timedelta
from typing import Final

from depesche.errors import UnreadableDate, UnreadableTime
from depesche.newsroom import zones

MINUTE: Final = timedelta(minutes=1)
YEARS: Final = range(1990, 9999)  # before, some zones counted seconds; nobody posted

_INSTANT: Final = re.compile(
    r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::\d\d(?:[.,]\d{1,9})?)?(Z|[ +-]\d\d(?::?\d\d)?)?", re.ASCII
)
_DAYS: Final = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})", re.ASCII),
    re.compile(r"(?P<day>\d{1,2})[./] ?(?P<month>\d{1,2})[./] ?(?P<year>\d{4})", re.ASCII),
)
_TIME: Final = re.compile(
    r"(?P<hour>\d{1,2})(?:[:.](?P<minute>\d\d)(?:[:.]\d\d)?)?(?: ?Uhr| ?h)?", re.ASCII
)


def read(written: str, zone: str) -> datetime:
    """The minute that is written there, in ISO 8601 with any offset; without one, local time.

    A plus may have become a space on its way. Raises UnreadableTime.
    """
    found = _INSTANT.fullmatch(written.upper())
    if found is None:
        raise UnreadableTime(value=written[:80], field="time")
    day, time, offset = found.groups()
    try:
        said = datetime.fromisoformat(f"{day}T{time}{(offset or '').replace(' ', '+')}")
    except ValueError as error:
        raise UnreadableTime(value=written[:80], field="time") from error
    if said.year not in YEARS:
        raise UnreadableTime(value=written[:80], field="time")
    return said.astimezone(UTC) if said.tzinfo else _instant(said, zone)


def local(day: str, time: str, zone: str) -> datetime:
    """The minute at which clocks in that zone show this, as people type it: 2025-08-15 or
    15.8.2025, and 16:30, 16.30 or 16 Uhr.

    Of a time that comes twice it is the first; one that clocks skip is as much later as they are
    put forward. Raises UnreadableDate and UnreadableTime.
    """
    date = next((found for form in _DAYS if (found := form.fullmatch(day.strip()))), None)
    hour = _TIME.fullmatch(time.strip())
    if date is None or int(date["year"]) not in YEARS:
        raise UnreadableDate(written=day[:80], field="day")
    try:
        said = datetime(int(date["year"]), int(date["month"]), int(date["day"]))  # noqa: DTZ001
    except ValueError as error:
        raise UnreadableDate(written=day[:80], field="day") from error
    if hour is None or int(hour["hour"]) > 23 or int(hour["minute"] or 0) > 59:
        raise UnreadableTime(value=time[:80], field="time")
    return _instant(said.replace(hour=int(hour["hour"]), minute=int(hour["minute"] or 0)), zone)


def written(minute: datetime, zone: str) -> str:
    """The one way in which our own pages write it: 2025-08-15T16:30+02:00."""
    return minute.astimezone(zones.zone(zone)).isoformat(timespec="minutes")


def of(moment: datetime) -> datetime:
    """The minute in which the moment is."""
    return moment.astimezone(UTC).replace(second=0, microsecond=0)


def again(minute: datetime, zone: str) -> datetime | None:
    """The other minute at which clocks in that zone showed the same, where they were put back."""
    here = minute.astimezone(zones.zone(zone))
    other = here.replace(fold=1 - here.fold).astimezone(UTC)
    return None if other == minute else other


def _instant(said: datetime, zone: str) -> datetime:
    return said.replace(tzinfo=zones.zone(zone)).astimezone(UTC)
