"""A coverage as an entry for calendars: when it opens, where to read it, and a reminder.

The entry keeps its name for good, and has a higher number whenever readers were told something else
of the coverage, so that a calendar that takes the file again moves what it has. Source: RFC 5545.
"""

from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from icalendar import Alarm, Calendar, Event

from depesche.newsroom import text
from depesche.newsroom.models import Coverage

LASTING: Final = timedelta(hours=2)  # of what has not ended: nobody knows
REMINDING: Final = timedelta(minutes=10)  # before the opening
SHORTEST: Final = timedelta(minutes=1)

_PRODUCER: Final = "-//Depesche//Live coverage//{}"


def calendar(coverage: Coverage, *, public_url: str, number: int, changed_at: datetime) -> str:
    """The file for a public coverage, in its language.

    `number` grows whenever something is said otherwise of it, and `changed_at` is when that was
    last.
    """
    file = Calendar()
    file.add("prodid", _PRODUCER.format(coverage.language.upper()))
    file.add("version", "2.0")
    file.add_component(_entry(coverage, public_url, number, changed_at))
    return str(file.to_ical(), "utf-8")


def _entry(coverage: Coverage, public_url: str, number: int, changed_at: datetime) -> Event:
    address = f"{public_url}/live/{coverage.slug}"
    begins = _begins(coverage)
    entry = Event()
    entry.add("uid", f"{coverage.slug}@{urlsplit(public_url).hostname}")
    entry.add("sequence", number)
    entry.add("dtstamp", _to_the_second(changed_at))
    entry.add("last-modified", _to_the_second(changed_at))
    entry.add("dtstart", begins)
    entry.add("dtend", _ends(coverage, begins))
    entry.add("summary", text.typeset(coverage.headline, coverage.language))
    entry.add("description", _description(coverage, address))
    if coverage.dateline:
        entry.add("location", text.typeset(coverage.dateline, coverage.language))
    entry.add("url", address)
    entry.add("status", "CONFIRMED" if _takes_place(coverage) else "CANCELLED")
    entry.add("transp", "TRANSPARENT")  # who reads along is not busy
    if coverage.status == "announced":
        entry.add_component(_reminder(coverage))
    return entry


def _begins(coverage: Coverage) -> datetime:
    planned = coverage.opens_at or coverage.created_at
    return _to_the_second(coverage.opened_at or planned)


def _ends(coverage: Coverage, begins: datetime) -> datetime:
    if coverage.opened_at is None or coverage.ended_at is None:
        return begins + LASTING
    return max(_to_the_second(coverage.ended_at), begins + SHORTEST)


def _takes_place(coverage: Coverage) -> bool:
    """Whether it opened, or is going to."""
    return coverage.status == "announced" or coverage.opened_at is not None


def _description(coverage: Coverage, address: str) -> str:
    told = text.plain(text.parse(coverage.standfirst, coverage.language))
    return "\n\n".join(filter(None, (told, address)))


def _reminder(coverage: Coverage) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", text.typeset(coverage.headline, coverage.language))
    alarm.add("trigger", -REMINDING)
    return alarm


def _to_the_second(moment: datetime) -> datetime:
    return moment.astimezone(UTC).replace(microsecond=0)
