"""What the fields of a dossier's objects may hold: each is checked before it is kept.

What is kept is plain JSON, so that an act can be written down and read again. A field that names
somebody ("whose is it?") takes the key of an actor or any name; it is kept as `{"actor": key}` or
`{"name": "…"}`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from depesche.errors import OutOfRange, OwnerMissing, TooMuch, Unfit, UnknownChoice
from depesche.newsroom import words, zones
from depesche.newsroom.dossier import edtf

NAMES: Final = 10_000  # of one object; nobody has more
SEVERAL: Final = 50  # others that one field names
TEXT: Final = 600  # characters of an aim, of the wording of a position

Check = Callable[[Any, str], Any]


@dataclass(frozen=True)
class Field:
    """One field of a kind: how it is checked, and what it is where nobody has said anything.

    `refers` is the kind of the object that it names, or of the objects if it holds a list, which
    must stand where it `carries` this one; with `is_owner` it is an actor or somebody's name.
    """

    check: Check
    empty: Any = ""
    is_required: bool = False
    refers: str = ""
    carries: bool = False
    is_owner: bool = False


def line(*, limit: int = words.HEADLINE, is_required: bool = False) -> Field:
    """One line."""

    def check(value: Any, field: str) -> str:
        return words.line(_string(value, field), field, limit=limit, required=is_required)

    return Field(check, is_required=is_required)


def note(*, limit: int = words.NOTE, is_required: bool = False) -> Field:
    """A short text that may have several lines."""

    def check(value: Any, field: str) -> str:
        return words.note(_string(value, field), field, limit=limit, required=is_required)

    return Field(check, is_required=is_required)


def lines(*, most: int, limit: int = words.HEADLINE) -> Field:
    """Several lines; those that are empty or said already are left out."""

    def check(value: Any, field: str) -> list[str]:
        typed = value.split("\n") if isinstance(value, str) else _list(value, field)
        said = (words.line(_string(one, field), field, limit=limit) for one in typed)
        return _at_most(most, list(dict.fromkeys(filter(None, said))), field)

    return Field(check, empty=[])


def one_of(*choices: str, empty: str = "", is_required: bool = False) -> Field:
    """One of these words; `empty` where nothing is said."""

    def check(value: Any, field: str) -> str:
        chosen = _string(value, field)
        if chosen not in choices and (is_required or chosen != empty):
            raise UnknownChoice(value=chosen[:80], known=", ".join(choices), field=field)
        return chosen

    return Field(check, empty=empty, is_required=is_required)


def key(kind: str, *, is_required: bool = False) -> Field:
    """The key of another object of the dossier; empty where there is none."""

    def check(value: Any, field: str) -> str:
        return words.line(_string(value, field), field, limit=words.SLUG, required=is_required)

    return Field(check, is_required=is_required, refers=kind)


def keys(kind: str, *, carry: bool = False) -> Field:
    """The keys of other objects; it may rest on them."""

    def check(value: Any, field: str) -> list[str]:
        named = value.replace(",", " ").split() if isinstance(value, str) else _list(value, field)
        said = (words.line(_string(k, field), field, limit=words.SLUG) for k in named)
        return _at_most(SEVERAL, list(dict.fromkeys(filter(None, said))), field)

    return Field(check, empty=[], refers=kind, carries=carry)


def owner() -> Field:
    """Whose it is: the key of an actor, or somebody's name."""
    return Field(_owner, empty=None, is_owner=True)


def owners() -> Field:
    """Several who share it."""

    def check(value: Any, field: str) -> list[Any]:
        named = (_owner(one, field) for one in _list(value, field))
        return _at_most(SEVERAL, [one for one in named if one], field)

    return Field(check, empty=[], is_owner=True)


def date(*, is_required: bool = False) -> Field:
    """A date as exact as it is known, in EDTF; empty where there is none."""

    def check(value: Any, field: str) -> str:
        typed = words.line(_string(value, field), field, required=is_required)
        return edtf.read(typed, field).written if typed else ""

    return Field(check, is_required=is_required)


def moment() -> Field:
    """A time with its offset, kept as ISO 8601; None where there is none."""

    def check(value: Any, field: str) -> str | None:
        if value is None or value == "":
            return None
        if not isinstance(value, datetime):
            value = _parsed(_string(value, field), field)
        aware = zones.aware(value, field)
        return aware.isoformat() if aware else None

    return Field(check, empty=None)


def zone() -> Field:
    """The name of a time zone; empty where there is none."""

    def check(value: Any, field: str) -> str:
        name = words.line(_string(value, field), field)
        return zones.zone(name, field).key if name else ""

    return Field(check)


def flag() -> Field:
    """Yes or no."""
    return Field(lambda value, _field: bool(value), empty=False)


def number(least: float, most: float) -> Field:
    """A number in that range; None where there is none."""

    def check(value: Any, field: str) -> float | None:
        if value is None or value == "":
            return None
        try:
            read = float(value)
        except (TypeError, ValueError, OverflowError) as error:
            raise Unfit(wanted="a number", field=field) from error
        if not least <= read <= most:
            raise OutOfRange(least=f"{least:g}", most=f"{most:g}", field=field)
        return round(read, 6)

    return Field(check, empty=None)


def links(*, most: int) -> Field:
    """Evidence and the like: each a text, an https address, or both as `{"text", "url"}`."""

    def check(value: Any, field: str) -> list[dict[str, str]]:
        given = [value] if isinstance(value, (str, Mapping)) else _list(value, field)
        read = [_link(one, field) for one in given]
        return _at_most(most, [one for one in read if one["text"] or one["url"]], field)

    return Field(check, empty=[])


def valuations(*, most: int) -> Field:
    """How several see it differently: each `{"by": whose view, "text"}`."""

    def check(value: Any, field: str) -> list[dict[str, Any]]:
        return _at_most(most, [_valuation(one, field) for one in _list(value, field)], field)

    return Field(check, empty=[])


def _valuation(value: Any, field: str) -> dict[str, Any]:
    if not isinstance(value, Mapping) or value.keys() - {"by", "text"}:
        raise Unfit(wanted="who sees it how, as “by” and “text”", field=field)
    whose = _owner(value.get("by"), field)
    if whose is None:
        raise OwnerMissing(field=field)
    text = words.line(_string(value.get("text"), field), field, required=True)
    return {"by": whose, "text": text}


def _link(value: Any, field: str) -> dict[str, str]:
    if isinstance(value, str):
        is_address = value.strip().startswith(("http://", "https://"))
        value = {"url": value} if is_address else {"text": value}
    if not isinstance(value, Mapping) or value.keys() - {"text", "url"}:
        raise Unfit(wanted="a text, an address, or both", field=field)
    return {
        "text": words.line(_string(value.get("text", ""), field), field),
        "url": _address(_string(value.get("url", ""), field), field),
    }


def _address(value: str, field: str) -> str:
    address = words.line(value, field, limit=words.NOTE)
    try:
        parts = urlsplit(address)
        is_good = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        is_good = False
    if address and not is_good:
        raise Unfit(wanted="an address that begins with https://", field=field)
    return address


def _owner(value: Any, field: str) -> dict[str, str] | None:
    if isinstance(value, Mapping):
        value = value.get("actor") or value.get("key") or value.get("name") or ""
    named = words.line(_string(value, field), field, limit=words.NAME)
    return {"name": named} if named else None


def _parsed(value: str, field: str) -> datetime:
    try:
        return datetime.fromisoformat(value.strip())
    except ValueError as error:
        raise Unfit(wanted="a time with its offset", field=field) from error


def _string(value: Any, field: str) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Unfit(wanted="a text", field=field)
    return value


def _list(value: Any, field: str) -> list[Any]:
    if value is None:
        return []
    if isinstance(value, (str, Mapping)):
        return [value]
    if not isinstance(value, (list, tuple)):
        raise Unfit(wanted="a list", field=field)
    return list(value)


def _at_most(most: int, found: list[Any], field: str) -> list[Any]:
    if len(found) > most:
        raise TooMuch(field=field, limit=most, length=len(found))
    return found
