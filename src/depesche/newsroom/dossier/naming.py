"""What a dossier calls things: for texts that mention them, markers that stand for them, and
fields that say whose something is.

Read from the tables once for each state of the names, and kept: a post is matched against ten
thousand names at the cost of ten.
"""

from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from depesche.newsroom.dossier.kinds import KINDS, NAMING
from depesche.newsroom.dossier.markers import Known
from depesche.newsroom.dossier.names import Named, Names
from depesche.newsroom.models import Act, Coverage, DossierObject

KNOWN: Final = (*NAMING, "question", "scenario")
_MOST: Final = 64  # coverages whose names are kept

Row = tuple[str, str, Mapping[str, Any]]  # kind, key, facts
State = tuple[str, int, int]  # edition, coverage, newest act about a name


class Naming:
    """What everything in one dossier is called."""

    def __init__(self, rows: Sequence[Row], language: str) -> None:
        self._rows = rows
        self._language = language

    @cached_property
    def names(self) -> Names:
        """What finds mentions in a text."""
        named = (
            Named(kind, key, tuple(_names(kind, facts))) for kind, key, facts in self._of(NAMING)
        )
        return Names(named, self._language)

    @cached_property
    def known(self) -> Known:
        """What markers can stand for."""
        scenarios = {key: facts["label"] for _, key, facts in self._of(["scenario"])}
        return Known(
            actors={key: facts["name"] for _, key, facts in self._of(["actor"])},
            issues={key: facts["label"] for _, key, facts in self._of(["issue"])},
            places={key: facts["name"] for _, key, facts in self._of(["place"])},
            questions=frozenset(key for _, key, _ in self._of(["question"])),
            scenarios=scenarios,
            scenario_numbers={str(n): key for n, key in enumerate(scenarios, start=1)},
        )

    def owned(self, value: Any) -> Any:
        """The same value, with actors wherever it names one of them."""
        if isinstance(value, list):
            return [self.owned(one) for one in value]
        if not isinstance(value, Mapping):
            return value
        if value.keys() == {"name"}:
            return self.owner(value["name"])
        return {name: self.owned(one) for name, one in value.items()}

    def owner(self, name: str) -> dict[str, str]:
        """Who that is: an actor by key or by one of its names, or just somebody of that name."""
        key = name if name in self.known.actors else self._actors.get(name.casefold())
        return {"actor": key} if key else {"name": name}

    @cached_property
    def _actors(self) -> Mapping[str, str | None]:
        """By each of their names; None where several have it."""
        found: dict[str, str | None] = {}
        for kind, key, facts in self._of(["actor"]):
            for name in dict.fromkeys(name.casefold() for name in _names(kind, facts)):
                found[name] = None if found.get(name, key) != key else key
        return found

    def _of(self, kinds: Sequence[str]) -> Iterator[Row]:
        return (row for row in self._rows if row[0] in kinds)


_kept: OrderedDict[State, Naming] = OrderedDict()


def naming(session: Session, coverage: Coverage) -> Naming:
    """What everything is called now.

    What a transaction has only just written may never have happened, and is not kept for others.
    """
    newest = _newest(session, coverage)
    state = (coverage.edition, coverage.id, newest)
    if newest in session.info.get("acts", ()):
        own: dict[State, Naming] = session.info.setdefault("naming", {})
        return own.get(state) or own.setdefault(state, _read(session, coverage))
    found = _kept.get(state)
    if found is None:
        found = _kept[state] = _read(session, coverage)
        while len(_kept) > _MOST:
            _kept.popitem(last=False)
    return found


def _newest(session: Session, coverage: Coverage) -> int:
    """The number of the newest act about something that has a name."""
    newest = select(func.max(Act.number)).where(Act.coverage_id == coverage.id, Act.kind.in_(KNOWN))
    return session.scalar(newest) or 0


def _read(session: Session, coverage: Coverage) -> Naming:
    rows = (
        select(DossierObject.kind, DossierObject.key, DossierObject.facts)
        .where(DossierObject.coverage_id == coverage.id, DossierObject.kind.in_(KNOWN))
        .where(DossierObject.standing == "standing")
        .order_by(DossierObject.made)
    )
    return Naming(
        [(kind, key, facts) for kind, key, facts in session.execute(rows)], coverage.language
    )


def _names(kind: str, facts: Mapping[str, Any]) -> Iterator[str]:
    for field in KINDS[kind].named_by:
        value = facts[field]
        yield from [value] if isinstance(value, str) else value
