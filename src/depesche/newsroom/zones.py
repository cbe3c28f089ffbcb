"""Local times and IANA time zones. Offsets and names always come from tzdata."""

from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from depesche.errors import NaiveTime, TimeSkipped, TimeTwice, UnknownZone, UnreadableTime

_ENDS: Final = (1, 9999)


def zone(name: str, field: str = "zone") -> ZoneInfo:
    """The zone of that IANA name. Raises UnknownZone."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise UnknownZone(zone=name, field=field) from error


def instant(
    local: datetime, name: str, *, fold: int | None = None, field: str = "time"
) -> datetime:
    """The instant at which clocks in that zone show `local`.

    `fold` chooses between the two meanings of a doubled hour: 0 the first, 1 the second.
    Raises TimeSkipped where clocks are put forward over it, TimeTwice in a doubled hour without
    a `fold`, UnreadableTime as `aware` does.
    """
    here = zone(name)
    if local.year in _ENDS:
        raise UnreadableTime(value=local.isoformat(), field=field)
    first, second = (local.replace(tzinfo=here, fold=f).astimezone(UTC) for f in (0, 1))
    if first.astimezone(here).replace(tzinfo=None) != local:
        raise TimeSkipped(time=f"{local:%H:%M}", zone=name, field=field)
    if first != second and fold is None:
        raise TimeTwice(time=f"{local:%H:%M}", zone=name, field=field)
    return second if fold else first


def aware(value: datetime | None, field: str) -> datetime | None:
    """The value in UTC. Raises NaiveTime when it carries no offset, and UnreadableTime at the ends
    of the calendar, in the years 1 and 9999, where not every zone can show every instant."""
    if value is None:
        return None
    if value.tzinfo is None:
        raise NaiveTime(field=field)
    if value.year in _ENDS:
        raise UnreadableTime(value=value.isoformat(), field=field)
    return value.astimezone(UTC)
