"""Local times as browsers send them (datetime-local), in the newsroom's zone."""

from datetime import datetime

from depesche.errors import Invalid, TimeTwice, UnreadableTime
from depesche.newsroom import zones
from depesche.rendering import moments

ZONE = "Europe/Berlin"  # where nobody has said another one


def read(typed: str, zone: str, *, fold: str = "", field: str) -> datetime | None:
    """The instant that was typed; None for an empty field.

    `fold` is "0" or "1" where somebody chose between the two meanings of a doubled hour.
    Raises UnreadableTime, TimeSkipped, TimeTwice, UnknownZone.
    """
    if not typed:
        return None
    chosen = int(fold) if fold in {"0", "1"} else None
    zones.zone(zone, "newsroom_zone")
    return zones.instant(_local(typed, field), zone, fold=chosen, field=field)


def choices(typed: str, zone: str, language: str) -> list[str]:
    """What a doubled hour can mean: ["02:30 MESZ", "02:30 MEZ"]; nothing for any other time."""
    try:
        read(typed, zone, field="time")
    except TimeTwice:
        both = (read(typed, zone, fold=fold, field="time") for fold in "01")
        return [moments.clock_time(m, zone, language) for m in both if m is not None]
    except Invalid:
        return []
    return []


def typed(moment: datetime | None, zone: str) -> tuple[str, str]:
    """The instant as such a field holds it, and its fold."""
    if moment is None:
        return "", ""
    local = moments.local(moment, zone)
    return f"{local:%Y-%m-%dT%H:%M}", str(local.fold)


def _local(typed: str, field: str) -> datetime:
    try:
        local = datetime.fromisoformat(typed)
    except ValueError as error:
        raise UnreadableTime(value=typed[:40], field=field) from error
    if local.tzinfo is not None:
        raise UnreadableTime(value=typed[:40], field=field)
    return local
