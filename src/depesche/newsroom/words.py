"""What people type into one-line and short fields: cleaned, and measured against a limit."""

import re
import unicodedata
from typing import Final

from depesche.errors import BadSlug, Missing, ReservedSlug, TooLong

LANGUAGES: Final = ("de", "en")

HEADLINE = 300
NOTE = 2_000
NAME = 200
SLUG = 80

# Among them what turns letters round explicitly: it would never end where its field is cut short.
_CONTROL = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f\x80-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)
_UMLAUTS = {
    ord(letter): plain for letter, plain in zip("äöüß", ("ae", "oe", "ue", "ss"), strict=True)
}
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*", re.ASCII)
RESERVED = frozenset({"new"})


def clean(value: str) -> str:
    """The text without control characters and without what turns letters round, with plain line
    feeds and composed letters."""
    value = value.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", _CONTROL.sub("", value))


def line(value: str, field: str, *, limit: int = HEADLINE, required: bool = False) -> str:
    """One line, trimmed. Raises TooLong and, if `required`, Missing."""
    return _measured(" ".join(clean(value).split()), field, limit, required)


def note(value: str, field: str, *, limit: int = NOTE, required: bool = False) -> str:
    """A short plain text that may have several lines. Raises TooLong and Missing."""
    return _measured(clean(value).strip(), field, limit, required)


def slug(value: str) -> str:
    """The URL name. Raises BadSlug, ReservedSlug."""
    if not is_slug(value):
        raise BadSlug(slug=value[:SLUG], field="slug")
    if value in RESERVED:
        raise ReservedSlug(slug=value, field="slug")
    return value


def is_slug(value: str) -> bool:
    """Whether a URL name can read like this."""
    return len(value) <= SLUG and _SLUG.fullmatch(value) is not None


def slug_from(headline: str) -> str:
    """A URL name made of a headline: „Größe zählt“ becomes groesse-zaehlt."""
    spelled = headline.lower().translate(_UMLAUTS)
    plain = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:SLUG].strip("-")


def _measured(value: str, field: str, limit: int, required: bool) -> str:
    if len(value) > limit:
        raise TooLong(field=field, limit=limit, length=len(value))
    if required and not value:
        raise Missing(field=field)
    return value
