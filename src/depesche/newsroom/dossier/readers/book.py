"""The book: what readers may see of a dossier's objects, with everything resolved that they name.

Only the fields of a kind come out of here: likelihoods that nobody has confirmed, flags, who did
what at the desk and where hidden places are do not. What was withdrawn has no words.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from depesche.newsroom.dossier.kinds import KINDS, NAMING, places
from depesche.newsroom.dossier.kinds.fields import Field
from depesche.newsroom.dossier.links import links
from depesche.newsroom.dossier.readers.holdings import Holdings, Tables
from depesche.newsroom.models import Coverage, DossierObject

SHOWN: Final = ("standing", "withdrawn")  # of what was withdrawn a notice remains

Name = tuple[str, str]  # kind, key


@dataclass(frozen=True)
class Ref:
    """How something is called and where it is; without an address, nobody of this dossier."""

    text: str
    href: str = ""
    voice_of: str = ""  # an actor that speaks for another
    status: str = ""  # of a claim
    verbatim: str = ""  # of a claim that is a quote


@dataclass(frozen=True)
class Card:
    """An object as readers see it. `basis` are the ids of the posts it rests on, oldest first."""

    kind: str
    key: str
    href: str
    position: str
    as_of: datetime
    is_withdrawn: bool = False
    facts: Mapping[str, Any] = field(default_factory=dict)
    basis: Sequence[str] = ()
    more: Mapping[str, Any] = field(default_factory=dict)


class Book:
    """Reads objects of one dossier, each once: those that are now, or those of other `holdings`."""

    def __init__(
        self, session: Session, coverage: Coverage, holdings: Holdings | None = None
    ) -> None:
        self.session = session
        self.coverage = coverage
        self.holdings = holdings or Tables(session, coverage)
        self._known: dict[Name, DossierObject | None] = {}

    def opened(self, objects: Iterable[DossierObject]) -> None:
        """Know these, and fetch all that they name at once."""
        objects = list(objects)
        self._known |= {(one.kind, one.key): one for one in objects}
        named = {(kind, key) for one in objects for _, kind, key in links(one) if kind in KINDS}
        self.known(named)

    def known(self, named: Iterable[Name]) -> None:
        """Fetch these, all at once, and of actors whose voices they are."""
        named = set(named)
        self._fetch(named)
        found = (self.get(*name) for name in named if name[0] == "actor")
        self._fetch({("actor", a.facts["voice_of"]) for a in found if a and a.facts["voice_of"]})

    def card(self, one: DossierObject, **more: Any) -> Card:
        """The object as readers see it, with what a kind has beyond its fields."""
        bare = Card(one.kind, one.key, self.href(one.kind, one.key), one.position, one.as_of)
        if one.standing == "withdrawn":
            return replace(bare, is_withdrawn=True)
        return replace(bare, facts=self._resolved(one), basis=self._basis(one), more=more)

    def href(self, kind: str, key: str) -> str:
        """The address of an object."""
        return f"/live/{self.coverage.slug}/dossier/{kind}/{key}"

    def ref(self, kind: str, key: str) -> Ref | None:
        """What a field names; None where readers may not see it any more."""
        one = self.get(kind, key)
        if one is None or (one.standing != "standing" and kind not in NAMING):
            return None
        return Ref(
            text=str(one.facts[KINDS[kind].title]),
            href=self.href(kind, key) if one.standing == "standing" else "",
            voice_of=self._voice_of(one),
            status=one.facts["status"] if kind == "claim" else "",
            verbatim=one.facts["verbatim"] if kind == "claim" else "",
        )

    def owner(self, value: Mapping[str, Any] | None) -> Ref | None:
        """Whose something is."""
        if not value:
            return None
        return self.ref("actor", value["actor"]) if "actor" in value else Ref(value["name"])

    def get(self, kind: str, key: str) -> DossierObject | None:
        """The object of that key, however it stands."""
        if (kind, key) not in self._known:
            self._fetch({(kind, key)})
        return self._known[kind, key]

    def is_there(self, one: DossierObject) -> bool:
        """Whether readers find it: it is shown, and so is all that it cannot be without."""
        if one.standing != "standing":
            return one.standing in SHOWN
        needed = (
            self.get(field.refers, one.facts[name])
            for name, field in KINDS[one.kind].fields.items()
            if field.refers and field.is_required
        )
        return all(other is not None and other.standing in SHOWN for other in needed)

    def of_kind(self, kind: str, *standing: str) -> Sequence[DossierObject]:
        """All objects of a kind that stand so, in their order."""
        return self.holdings.of_kind(kind, standing)

    def _fetch(self, names: Iterable[Name]) -> None:
        keys = defaultdict(set)
        for kind, key in names:
            keys[kind].add(key)
        for kind, wanted in keys.items():
            missing = {key for key in wanted if (kind, key) not in self._known}
            self._known |= {(kind, key): None for key in missing}
            self._known |= {(kind, one.key): one for one in self.holdings.called(kind, missing)}

    def _resolved(self, one: DossierObject) -> dict[str, Any]:
        facts = places.for_readers(one.facts) if one.kind == "place" else one.facts
        fields = KINDS[one.kind].fields.items()
        return {name: self._value(field, facts[name]) for name, field in fields}

    def _value(self, its: Field, value: Any) -> Any:
        if its.refers and isinstance(value, str):
            return self.ref(its.refers, value) if value else None
        if its.refers:
            return [ref for key in value if (ref := self.ref(its.refers, key))]
        if its.is_owner and isinstance(value, list):
            return [ref for one in value if (ref := self.owner(one))]
        if its.is_owner:
            return self.owner(value)
        if isinstance(value, list):
            return [_valued(self, one) for one in value]
        return value

    def _voice_of(self, one: DossierObject) -> str:
        if one.kind != "actor" or not one.facts["voice_of"]:
            return ""
        whose = self.get("actor", one.facts["voice_of"])
        return str(whose.facts["name"]) if whose and whose.standing == "standing" else ""

    def _basis(self, one: DossierObject) -> Sequence[str]:
        """Its posts; of what rests on claims only, theirs."""
        if one.facts["posts"] or one.kind != "position":
            return list(one.facts["posts"])
        claims = (self.get("claim", key) for key in one.facts["claims"])
        return [post for claim in claims if claim for post in claim.facts["posts"]]


def _valued(book: Book, value: Any) -> Any:
    """How somebody sees it, with who that is."""
    if isinstance(value, Mapping) and "by" in value:
        return {**value, "by": book.owner(value["by"])}
    return value
