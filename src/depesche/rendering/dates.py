"""Dates of a timeline as people read them, never more precise than they are."""

from datetime import date, datetime
from typing import Final

from babel.dates import format_date

from depesche.newsroom.dossier import edtf
from depesche.newsroom.dossier.edtf import When
from depesche.rendering import moments, translations

_FORMS: Final = {"year": "y", "month": "MMMM y"}  # of CLDR, where „long“ would say too much
_TIMES: Final = frozenset({"minute", "second"})
_DECADES: Final = {"de": "er-Jahre", "en": "s"}
_ORDINALS: Final = {1: "st", 2: "nd", 3: "rd"}
_NUMBERS: Final = {
    "de": (
        *("null", "eins", "zwei", "drei", "vier", "fünf", "sechs"),
        *("sieben", "acht", "neun", "zehn", "elf", "zwölf"),
    ),
    "en": (
        *("zero", "one", "two", "three", "four", "five", "six"),
        *("seven", "eight", "nine", "ten", "eleven", "twelve"),
    ),
}


def spoken(when: When, language: str, zone: str) -> str:
    """The date as a sentence says it: etwa Oktober 2024, seit 24. Februar 2022, 2018–2025.

    Times are those of `zone`. Raises UnknownZone.
    """
    begins = edtf.beginning(when)
    if when.is_open:
        return _since(begins, language, zone)
    if when.end is None or when.end == begins:
        return _hedged(begins, language, zone)
    short = _short_interval(begins, when.end, language, zone)
    if short and not (when.is_approximate or when.is_uncertain):
        return short
    return f"{_hedged(begins, language, zone)} – {_hedged(when.end, language, zone)}"


def number_word(number: int, language: str) -> str:
    """The number as newspapers write it: a word up to twelve, digits beyond."""
    words = _NUMBERS[language]
    return words[number] if 0 <= number < len(words) else str(number)


def html_datetime(when: When) -> str:
    """The value of <time datetime>, or "" where HTML has no form that says no more than is known.

    Source: HTML Living Standard, 4.5.14, “the time element”.
    """
    is_vague = when.is_approximate or when.is_uncertain
    if is_vague or when.end or when.is_open or when.precision in {"season", "decade", "century"}:
        return ""
    return when.written


def _since(begins: When, language: str, zone: str) -> str:
    gettext = translations.catalogue(language).gettext
    said = _hedged(begins, language, zone)
    if begins.precision in {"decade", "century"}:  # German would need another case
        return gettext("%(date)s to the present") % {"date": said}
    return gettext("since %(date)s") % {"date": said}


def _short_interval(begins: When, ends: When, language: str, zone: str) -> str:
    """What needs its year, its month or its zone only once; otherwise nothing."""
    first, last = (_plain(each, language, zone) for each in (begins, ends))
    if begins.precision == ends.precision == "year":
        return f"{first}–{last}"
    if begins.precision == ends.precision == "month" and begins.earliest.year == ends.earliest.year:
        return f"{_date(begins.earliest, 'MMMM', language)}–{last}"
    if begins.moment and ends.moment and begins.precision == ends.precision == "minute":
        return _hours(begins.moment, ends.moment, language, zone)
    return ""


def _hours(first: datetime, last: datetime, language: str, zone: str) -> str:
    day, until = moments.date(first, zone, language), moments.clock_time(last, zone, language)
    shares_zone = moments.zone_label(first, zone, language) == moments.zone_label(
        last, zone, language
    )
    if day != moments.date(last, zone, language) or not shares_zone:
        return ""
    return f"{day}, {moments.local(first, zone):%H:%M}–{until}"


def _hedged(when: When, language: str, zone: str) -> str:
    gettext = translations.catalogue(language).gettext
    said = _plain(when, language, zone)
    if when.is_approximate:
        said = gettext("around %(date)s") % {"date": said}
    if when.is_uncertain:
        said = gettext("probably %(date)s") % {"date": said}
    return said


def _plain(when: When, language: str, zone: str) -> str:
    if when.moment is not None and when.precision in _TIMES:
        return _moment(when.moment, when.precision, language, zone)
    if when.precision == "season":
        return _season(when.earliest, language)
    if when.precision == "decade":
        return f"{when.earliest.year}{_DECADES[language]}"
    if when.precision == "century":
        return _century(when.earliest.year // 100 + 1, language)
    return _date(when.earliest, _FORMS.get(when.precision, "long"), language)


def _moment(moment: datetime, precision: str, language: str, zone: str) -> str:
    here = moments.local(moment, zone)
    clock = f"{here:%H:%M:%S}" if precision == "second" else f"{here:%H:%M}"
    day = moments.date(moment, zone, language)
    return f"{day}, {clock} {moments.zone_label(moment, zone, language)}"


def _season(begins: date, language: str) -> str:
    _ = translations.catalogue(language).gettext
    names = {3: _("spring"), 6: _("summer"), 9: _("autumn"), 12: _("winter")}
    into = f"/{(begins.year + 1) % 100:02d}" if begins.month == 12 else ""
    return f"{names[begins.month]} {begins.year}{into}"


def _century(number: int, language: str) -> str:
    if language == "de":
        return f"{number}. Jahrhundert"
    is_teen = number // 10 == 1
    return f"{number}{'th' if is_teen else _ORDINALS.get(number % 10, 'th')} century"


def _date(day: date, form: str, language: str) -> str:
    return format_date(day, form, locale=moments.locale_of(language))
