"""What readers see of an object: of itself, where something names it, and in posts.

Two of these that are equal look the same. So whoever tells readers what has changed compares what
was with what is, and tells nobody of a change that is seen nowhere.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from depesche.newsroom.dossier.kinds import KINDS, scenarios
from depesche.newsroom.dossier.links import Link, links
from depesche.newsroom.models import DossierObject

WHOLE: Final = "all"  # the id of matrix, map and outlook: there is one of each
_IN_RETURN: Final = {"claim": ("contradicts", "revises"), "aim": ("actor",)}

Element = tuple[str, str]  # kind, id


@dataclass(frozen=True)
class Seen:
    """An object as it is seen; `by_name` is what others show that name it, `in_posts` what the
    posts show that it came with or that spoke to it, `in_return` are elements that show it because
    it names them."""

    itself: tuple[Any, ...]
    by_name: tuple[Any, ...]
    in_posts: tuple[Any, ...]
    elements: frozenset[Element]
    in_return: frozenset[Link]
    posts: frozenset[UUID]


def seen(one: DossierObject) -> Seen:
    """The object as it is seen now. Flags and what nobody has confirmed are the desk's."""
    return Seen(
        itself=(one.standing, one.as_of, one.position, one.history, _public(one.facts)),
        by_name=(one.standing, *_named(one)),
        in_posts=(one.standing, *(one.facts.get(name) for name in _IN_POSTS.get(one.kind, ()))),
        elements=frozenset(elements(one)),
        in_return=frozenset(link for link in links(one) if link[0] in _IN_RETURN.get(one.kind, ())),
        posts=frozenset(_posts(one)),
    )


def elements(one: DossierObject) -> Iterator[Element]:
    """The elements of pages in which the object is seen."""
    yield one.kind, one.key
    match one.kind:
        case "aim":
            yield "actor", one.facts["actor"]
        case "position":
            yield "issue", one.facts["issue"]
            yield "matrix", WHOLE
        case "place":
            yield "map", WHOLE
        case "scenario":
            yield "outlook", WHOLE


def _public(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {**facts, "likelihoods": scenarios.shown(facts)}


def _named(one: DossierObject) -> tuple[Any, ...]:
    """Its title, and what is said beside it; what rests on a claim has its posts."""
    facts = one.facts
    beside = {"actor": ("voice_of",), "claim": ("status", "verbatim", "posts")}.get(one.kind, ())
    return facts[KINDS[one.kind].title], *(facts[name] for name in beside)


def _posts(one: DossierObject) -> Iterator[UUID]:
    """The post that it came with, and those that spoke to it."""
    if one.post_id is not None:
        yield one.post_id
    for each in (*one.facts.get("answers", ()), *one.facts.get("shifts", ())):
        if each["post"]:
            yield UUID(each["post"])


_IN_POSTS: Final[Mapping[str, tuple[str, ...]]] = {
    "claim": ("verbatim", "status"),
    "position": ("actor", "issue", "stance"),
    "question": ("text", "answers"),
    "scenario": ("label", "shifts"),
}
