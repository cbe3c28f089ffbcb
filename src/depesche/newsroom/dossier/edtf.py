"""Dates that know how exact they are: the Extended Date/Time Format, as far as a timeline needs it.

Level 0, and of level 1 the qualifiers `?` `~` `%`, unspecified digits (202X, 20XX), seasons and
the open end. Source: Library of Congress, EDTF specification of 2019-02-04 (ISO 8601-2:2019).
"""

import re
from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from depesche.errors import UnreadableDate

PRECISIONS: Final = (
    *("century", "decade", "year", "season"),
    *("month", "day", "minute", "second"),
)
_OPEN: Final = ".."
_SHOWN: Final = 40  # characters of what was typed, in the sentence that refuses it
_WIDEST: Final = timedelta(hours=14)  # an offset anywhere on Earth
_QUALIFIERS: Final = {"": (False, False), "~": (True, False), "?": (False, True), "%": (True, True)}
_SEASONS: Final = {21: 3, 22: 6, 23: 9, 24: 12}  # and the month in which it begins

_DATE = re.compile(
    r"""(?: (?P<hundreds>\d\d)XX | (?P<tens>\d{3})X
          | (?P<year>\d{4}) (?: -(?P<month>\d\d) (?: -(?P<day>\d\d) )? )? )
        (?P<qualifier>[?~%]?)""",
    re.ASCII | re.VERBOSE,
)
_TIME = re.compile(
    r"""(\d{4}-\d\d-\d\dT\d\d:\d\d) (:\d\d)? (?: (Z) | ([+-]\d\d) (:\d\d)? )""",
    re.ASCII | re.VERBOSE,
)


@dataclass(frozen=True)
class When:
    """A date, a time or an interval, with what is known of it.

    `earliest` and `latest` are inclusive; of a time they are the day that was written, and what an
    open interval leaves open is None. Precision and moment of an interval are those of its
    beginning; it is approximate or uncertain where one of its ends is.
    """

    written: str
    precision: str  # one of PRECISIONS
    is_approximate: bool
    is_uncertain: bool
    earliest: date
    latest: date | None
    moment: datetime | None = None  # aware, as written
    end: "When | None" = None
    is_open: bool = False


def read(written: str, field: str = "when") -> When:
    """What was typed, in EDTF. Raises UnreadableDate.

    Seasons are those of meteorology in the north; winter begins in the year it is named after. A
    time needs an offset; whole minutes are taken as said to the minute.
    """
    try:
        return _read(written.strip().upper())
    except (ValueError, OverflowError) as error:
        raise UnreadableDate(written=written[:_SHOWN], field=field) from error


def beginning(when: When) -> When:
    """The date at which an interval begins; of any other date the date itself."""
    return read(when.written.partition("/")[0])


def sort_key(when: When) -> str:
    """29 characters that sort by when it begins (days as in UTC), and then what is longer first."""
    begins = datetime.combine(when.earliest, time())
    if when.moment is not None:
        begins = when.moment.astimezone(UTC).replace(tzinfo=None)
    left = date.max.toordinal() + 1 - when.latest.toordinal() if when.latest else 0
    rank = PRECISIONS.index(when.precision)
    return f"{begins.isoformat(timespec='seconds')}/{left:07d}/{rank}"


def years_since(anchor: When, moment: date) -> int | None:
    """The full years from the anchor to that day, counted only as finely as the anchor is known.

    None where no number can be relied on: an interval, a decade, a date that is approximate or
    uncertain, a season that leaves two answers, a day before the anchor.
    """
    if not _is_counted_from(anchor) or anchor.latest is None:
        return None
    fewest = _full_years(anchor.latest, moment, anchor.precision)
    most = _full_years(anchor.earliest, moment, anchor.precision)
    return fewest if fewest == most >= 0 else None


def _read(written: str) -> When:
    first, slash, last = written.partition("/")
    begins = _read_one(first)
    if not slash:
        return begins
    if last == _OPEN:
        return replace(begins, written=f"{begins.written}/{_OPEN}", latest=None, is_open=True)
    return _interval(begins, _read_one(last))


def _interval(begins: When, ends: When) -> When:
    is_backwards = ends.latest is None or ends.latest < begins.earliest
    if begins.moment and ends.moment:
        is_backwards = ends.moment < begins.moment
    if is_backwards:
        raise ValueError(ends.written)
    return replace(
        begins,
        written=f"{begins.written}/{ends.written}",
        is_approximate=begins.is_approximate or ends.is_approximate,
        is_uncertain=begins.is_uncertain or ends.is_uncertain,
        latest=ends.latest,
        end=ends,
    )


def _read_one(written: str) -> When:
    if found := _TIME.fullmatch(written):
        return _moment(*found.groups(default=""))
    if found := _DATE.fullmatch(written):
        parts = found.groupdict(default="")
        precision, earliest, latest = _span(parts)
        return When(written, precision, *_QUALIFIERS[parts["qualifier"]], earliest, latest)
    raise ValueError(written)


def _moment(minute: str, seconds: str, zulu: str, hours: str, minutes: str) -> When:
    is_exact = seconds not in {"", ":00"}
    offset = zulu or hours + (minutes or ":00")
    written = minute + (seconds or ":00") + ("Z" if offset[1:] == "00:00" else offset)
    moment = datetime.fromisoformat(written)
    if abs(moment.utcoffset() or timedelta()) > _WIDEST or moment.year in {1, 9999}:
        raise ValueError(written)
    day = moment.date()
    return When(written, "second" if is_exact else "minute", False, False, day, day, moment)  # noqa: FBT003


def _span(parts: dict[str, str]) -> tuple[str, date, date]:
    """The precision of a date, and its first and last day."""
    if parts["hundreds"]:
        return "century", *_years(int(parts["hundreds"]) * 100, 100)
    if parts["tens"]:
        return "decade", *_years(int(parts["tens"]) * 10, 10)
    year, month = int(parts["year"]), int(parts["month"] or 0)
    if not parts["month"]:
        return "year", *_years(year, 1)
    if parts["day"]:
        day = date(year, month, int(parts["day"]))
        return "day", day, day
    if month in _SEASONS:
        return "season", *_months(year, _SEASONS[month], 3)
    return "month", *_months(year, month, 1)


def _years(first: int, count: int) -> tuple[date, date]:
    return date(first, 1, 1), date(first + count - 1, 12, 31)


def _months(year: int, month: int, count: int) -> tuple[date, date]:
    years, last = divmod(month + count - 2, 12)
    return date(year, month, 1), _last_day(year + years, last + 1)


def _last_day(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _is_counted_from(anchor: When) -> bool:
    is_interval = anchor.end is not None or anchor.is_open
    is_vague = anchor.is_approximate or anchor.is_uncertain
    return not (is_interval or is_vague or anchor.precision in {"century", "decade"})


def _full_years(since: date, until: date, precision: str) -> int:
    years = until.year - since.year
    if precision == "year":
        return years
    if precision == "month":
        return years - (until.month < since.month)
    return years - ((until.month, until.day) < (since.month, since.day))
