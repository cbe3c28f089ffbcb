"""What one line says of a new object: quick to type, the rest can follow in the form.

actor, issue, place   @key Name, alias, alias; with a question mark, an issue's question;
                      two numbers are a place's latitude and longitude
aim, claim            whose: what
entry                 when what
scenario, question    what
"""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import Final

from depesche.desk.dossier.forms import Value
from depesche.newsroom.dossier.naming import Naming

Said = dict[str, Value]

_KEY: Final = re.compile(r"[@#]([a-z0-9]+(?:-[a-z0-9]+)*)\s+", re.ASCII)
_NUMBER: Final = re.compile(r"[-−+]?\d{1,3}(?:\.\d+)?", re.ASCII)


def read(kind: str, line: str, naming: Naming) -> tuple[str | None, Said]:
    """The key that was asked for, if one was, and the fields as a form would hold them."""
    line = line.strip()
    if kind in _NAMED and (found := _KEY.match(line)):
        return found[1], _NAMED[kind](_parts(line[found.end() :]))
    if kind in _NAMED:
        return None, _NAMED[kind](_parts(line))
    return None, _OTHERS[kind](line, naming)


def _parts(line: str) -> list[str]:
    return [part.strip() for part in line.split(",") if part.strip()]


def _actor(parts: Sequence[str]) -> Said:
    return {"name": " ".join(parts[:1]), "aliases": "\n".join(parts[1:])}


def _issue(parts: Sequence[str]) -> Said:
    asked = [part for part in parts[1:] if part.endswith("?")]
    others = [part for part in parts[1:] if part not in asked]
    return {
        "label": " ".join(parts[:1]),
        "question": ", ".join(asked),
        "aliases": "\n".join(others),
    }


def _place(parts: Sequence[str]) -> Said:
    numbers = [part for part in parts[1:] if _NUMBER.fullmatch(part)]
    if len(numbers) != 2:
        numbers = []
    aliases = [part for part in parts[1:] if part not in numbers]
    latitude, longitude = numbers or ("", "")
    return {
        "name": " ".join(parts[:1]),
        "aliases": "\n".join(aliases),
        "latitude": latitude,
        "longitude": longitude,
    }


def _aim(line: str, naming: Naming) -> Said:
    whose, text = _owned(line)
    owner = naming.owner(whose) if whose else {}
    if "actor" not in owner:
        return {"actor": "", "text": line}
    return {"actor": owner["actor"], "text": text}


def _claim(line: str, _naming: Naming) -> Said:
    whose, text = _owned(line)
    return {"speaker": whose, "text": text}


def _owned(line: str) -> tuple[str, str]:
    whose, colon, text = line.partition(":")
    return (whose.strip(), text.strip()) if colon else ("", line)


def _entry(line: str, _naming: Naming) -> Said:
    when, _, title = line.partition(" ")
    if not any(letter.isdigit() for letter in when):
        return {"when": "", "title": line}
    return {"when": when, "title": title.strip()}


_NAMED: Final[Mapping[str, Callable[[Sequence[str]], Said]]] = {
    "actor": _actor,
    "issue": _issue,
    "place": _place,
}
_OTHERS: Final[Mapping[str, Callable[[str, Naming], Said]]] = {
    "aim": _aim,
    "claim": _claim,
    "entry": _entry,
    "scenario": lambda line, _: {"label": line},
    "question": lambda line, _: {"text": line},
}
