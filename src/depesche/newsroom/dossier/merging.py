"""Folds of two that were one: the names go over, and whatever named the one names the other."""

from collections.abc import Mapping, Sequence
from typing import Any

from depesche.newsroom.dossier.kinds import KINDS
from depesche.newsroom.dossier.shelf import Shelf
from depesche.newsroom.models import Act, DossierObject


def merge(shelf: Shelf, touched: DossierObject, act: Act) -> list[DossierObject]:
    """It was somebody or something else all along, who gets its names."""
    into = shelf.find(touched.kind, act.facts["into"])
    touched.standing, touched.as_of = "merged", act.at
    touched.facts = {**touched.facts, "merged_into": act.facts["into"]}
    if into is None:
        return []
    kind = KINDS[touched.kind]
    given = [name for field in kind.named_by for name in _listed(touched.facts[field])]
    has = {name for field in kind.named_by for name in _listed(into.facts[field])}
    more = [name for name in dict.fromkeys(given) if name not in has]
    into.facts = {**into.facts, "aliases": [*into.facts["aliases"], *more]}
    return [into]


def follow(shelf: Shelf, touched: DossierObject, act: Act) -> list[DossierObject]:
    """What it names has become another one: it names that. It says nothing new by this."""
    gone, to = act.facts["gone"], act.facts["to"]
    touched.facts = {
        name: _renamed(value, act.facts["kind"], gone, to)
        if name not in KINDS[touched.kind].fields
        else _named(touched, name, act.facts)
        for name, value in touched.facts.items()
    }
    if touched.kind == "actor" and _leads_back(shelf, touched):
        touched.facts = {**touched.facts, "voice_of": ""}
    return []


def _leads_back(shelf: Shelf, actor: DossierObject) -> bool:
    """Whether it would be its own voice, by way of others."""
    voice, seen = shelf.find("actor", actor.facts["voice_of"]), set[str]()
    while voice is not None and voice.key not in seen:
        if voice.key == actor.key:
            return True
        seen.add(voice.key)
        voice = shelf.find("actor", voice.facts["voice_of"])
    return False


def _named(touched: DossierObject, name: str, facts: Mapping[str, Any]) -> Any:
    """The field, where it names what is gone, with what that has become; nothing names itself."""
    value, field = touched.facts[name], KINDS[touched.kind].fields[name]
    gone, to = facts["gone"], facts["to"]
    if field.refers != facts["kind"]:
        return _renamed(value, facts["kind"], gone, to)
    becomes = "" if (touched.kind, touched.key) == (facts["kind"], to) else to
    if isinstance(value, str):
        return becomes if value == gone else value
    return list(dict.fromkeys(becomes if key == gone else key for key in value))


def _renamed(value: Any, kind: str, gone: str, to: str) -> Any:
    """The same, with the other actor as the owner of whatever it is."""
    if isinstance(value, list):
        return [_renamed(one, kind, gone, to) for one in value]
    if not isinstance(value, Mapping):
        return value
    if value == {kind: gone}:
        return {kind: to}
    return {name: _renamed(one, kind, gone, to) for name, one in value.items()}


def _listed(value: str | Sequence[str]) -> Sequence[str]:
    return [value] if isinstance(value, str) and value else value
