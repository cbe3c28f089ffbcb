"""Instants as programs send them: always with an offset."""

from datetime import datetime
from typing import Annotated

from pydantic import BeforeValidator, ValidationInfo, WithJsonSchema

from depesche.errors import Unreadable, UnreadableTime
from depesche.newsroom import zones


def _read(value: object, info: ValidationInfo) -> datetime | None:
    """The instant in UTC. Raises Unreadable, NaiveTime."""
    field = str(info.field_name)
    hint = "is no time with an offset, such as 2025-08-15T20:00:00+02:00"
    wrong = Unreadable(reason=f"“{field}” {hint}", field=field)
    if not isinstance(value, str) or "T" not in value.upper():
        raise wrong
    try:
        moment = zones.aware(datetime.fromisoformat(value.upper()), field)
    except (ValueError, UnreadableTime) as error:
        raise wrong from error
    return moment


Instant = Annotated[
    datetime,
    BeforeValidator(_read),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
