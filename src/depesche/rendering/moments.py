"""Times as people read them. Zones and their names come from tzdata and CLDR, never from us."""

from datetime import datetime

from babel.dates import format_date, get_timezone_name

from depesche.newsroom import zones


def clock_time(moment: datetime, zone: str, language: str) -> str:
    """The time with its zone: 20:00 MESZ."""
    return f"{local(moment, zone):%H:%M} {zone_label(moment, zone, language)}"


def exact_time(moment: datetime, zone: str, language: str) -> str:
    """The time to the second: 20:00:03 MESZ."""
    return f"{local(moment, zone):%H:%M:%S} {zone_label(moment, zone, language)}"


def spoken_time(moment: datetime, zone: str, language: str) -> str:
    """The time as a sentence says it: 20.00 Uhr, 20:00."""
    here = local(moment, zone)
    return f"{here:%H.%M} Uhr" if language == "de" else f"{here:%H:%M}"


def day(moment: datetime, zone: str, language: str) -> str:
    """The date in full: Freitag, 15. August 2025."""
    return format_date(local(moment, zone), "full", locale=locale_of(language))


def short_day(moment: datetime, zone: str, language: str) -> str:
    """The date without weekday and year: 15. August."""
    form = {"de": "d. MMMM", "en": "d MMMM"}[language]
    return format_date(local(moment, zone), form, locale=locale_of(language))


def date(moment: datetime, zone: str, language: str) -> str:
    """The date with its year: 15. August 2025."""
    return format_date(local(moment, zone), "long", locale=locale_of(language))


def short_date(moment: datetime, zone: str, language: str) -> str:
    """The same where there is little room: 15. Aug. 2025."""
    form = {"de": "d. MMM y", "en": "d MMM y"}[language]
    return format_date(local(moment, zone), form, locale=locale_of(language))


def calendar_day(moment: datetime, zone: str) -> str:
    """The date as programs write it: 2025-08-15."""
    return local(moment, zone).date().isoformat()


def place_of(zone: str) -> str:
    """The city that names a zone: Anchorage."""
    return zone.rpartition("/")[2].replace("_", " ")


def zone_label(moment: datetime, zone: str, language: str) -> str:
    """The zone's short name at that moment: MESZ, CEST, AKDT, UTC+5:45."""
    here = local(moment, zone)
    named = get_timezone_name(here, width="short", locale=locale_of(language))
    for name in (named, here.tzname() or ""):
        if name.isalpha():
            return name
    sign, digits = here.strftime("%z")[0], here.strftime("%z")[1:]
    minutes = "" if digits[2:] == "00" else f":{digits[2:]}"
    return f"UTC{sign}{int(digits[:2])}{minutes}"


def local(moment: datetime, zone: str) -> datetime:
    """What clocks in that zone show."""
    return moment.astimezone(zones.zone(zone))


def locale_of(language: str) -> str:
    """Whose dates, names and numbers CLDR is asked for."""
    return {"en": "en_GB"}.get(language, language)
