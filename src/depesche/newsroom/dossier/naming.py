"""What a dossier calls things: for texts that mention them, markers that stand for them, and
fields that say whose something is.

Read from the tables once for each state of the names, and kept: a post is matched against ten
thousand names at the cost of ten. Questions and scenarios are in no text, so asking or answering
one leaves the names as they are.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, partial
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from depesche.newsroom.dossier.kept import Kept, newest
from depesche.newsroom.dossier.kinds import KINDS, NAMING
from depesche.newsroom.dossier.known import Known, Name
from depesche.newsroom.dossier.names import Named, Names
from depesche.newsroom.models import Coverage, DossierObject

ASKED: Final = ("question", "scenario")  # what only markers name, by a number or a key
_MOST: Final = 64  # coverages whose names are kept

Row = tuple[str, str, Mapping[str, Any]]  # kind, key, facts


class Called:
    """What actors, issues and places are called in texts."""

    def __init__(self, rows: Sequence[Row], gone: Mapping[Name, str], language: str) -> None:
        self.rows = rows
        self.gone = gone
        self._language = language

    @cached_property
    def names(self) -> Names:
        """What finds mentions in a text."""
        named = (Named(kind, key, tuple(_names(kind, facts))) for kind, key, facts in self.rows)
        return Names(named, self._language)

    @cached_property
    def actors(self) -> Mapping[str, str | None]:
        """Keys of actors by each of their names; None where several have it."""
        found: dict[str, str | None] = {}
        for kind, key, facts in _of(self.rows, "actor"):
            for name in dict.fromkeys(name.casefold() for name in _names(kind, facts)):
                found[name] = None if found.get(name, key) != key else key
        return found


class Naming:
    """What everything in one dossier is called."""

    def __init__(self, called: Called, asked: Sequence[Row], numbers: Mapping[str, str]) -> None:
        self._called = called
        self._asked = asked
        self._numbers = numbers

    @property
    def names(self) -> Names:
        """What finds mentions in a text."""
        return self._called.names

    @cached_property
    def known(self) -> Known:
        """What markers can stand for."""
        named = self._called.rows
        asked = list(_of(self._asked, "question"))
        scenarios = {key: facts["label"] for _, key, facts in _of(self._asked, "scenario")}
        return Known(
            actors={key: facts["name"] for _, key, facts in _of(named, "actor")},
            issues={key: facts["label"] for _, key, facts in _of(named, "issue")},
            places={key: facts["name"] for _, key, facts in _of(named, "place")},
            questions={key: facts["text"] for _, key, facts in sorted(asked, key=_is_settled)},
            scenarios=scenarios,
            scenario_numbers={n: key for n, key in self._numbers.items() if key in scenarios},
            gone=self._called.gone,
        )

    def owned(self, value: Any) -> Any:
        """The same value, with actors wherever it names one of them."""
        if isinstance(value, list):
            return [self.owned(one) for one in value]
        if not isinstance(value, Mapping):
            return value
        if len(value) == 1 and value.keys() <= {"name", "actor"}:
            return self.owner(*value.values())
        return {name: self.owned(one) for name, one in value.items()}

    def owner(self, name: str) -> dict[str, str]:
        """Who that is: an actor by key or by one of its names, or just somebody of that name."""
        key = self.known.now("actor", name) or self._called.actors.get(name.casefold())
        return {"actor": key} if key else {"name": name}


_called: Final = Kept[Called]("called", _MOST)
_naming: Final = Kept[Naming]("naming", _MOST)


def naming(session: Session, coverage: Coverage) -> Naming:
    """What everything is called now."""
    told = _asked(session)
    state = (coverage.id, coverage.acts)
    if state not in told:  # a post asks several times in one transaction
        told[state] = _newest(session, coverage)
    named, asked = told[state]
    whose = (coverage.edition, coverage.id, coverage.language)
    read = partial(_read, session, coverage)

    def put_together() -> Naming:
        called = _called.get(session, whose, named, lambda: _read_called(session, coverage))
        return Naming(called, read(ASKED), _numbered(session, coverage))

    return _naming.get(session, whose, max(named, asked), put_together)


def carry(session: Session, coverage: Coverage, number: int) -> None:
    """Names are what they were after the act of that number."""
    told = _asked(session)
    if (coverage.id, number) in told:
        told[coverage.id, coverage.acts] = told[coverage.id, number]


def _asked(session: Session) -> dict[tuple[int, int], tuple[int, int]]:
    """The newest acts about names, by coverage and state, as far as this session has asked."""
    asked: dict[tuple[int, int], tuple[int, int]] = session.info.setdefault("newest names", {})
    return asked


def _newest(session: Session, coverage: Coverage) -> tuple[int, int]:
    """The numbers of the newest acts about something that is named, and that is asked."""
    numbers = newest(session, coverage, (*NAMING, *ASKED))
    return max(numbers[kind] for kind in NAMING), max(numbers[kind] for kind in ASKED)


def _read_called(session: Session, coverage: Coverage) -> Called:
    rows = _read(session, coverage, NAMING)
    there = {(kind, key) for kind, key, _ in rows}
    became = dict(_became(session, coverage))
    gone = {}
    for kind, key in became:
        now = key
        while (kind, now) in became:
            now = became[kind, now]
        gone[kind, key] = now if (kind, now) in there else ""
    return Called(rows, gone, coverage.language)


def _became(session: Session, coverage: Coverage) -> Iterator[tuple[Name, str]]:
    """What stands no longer, and what each has been merged into."""
    rows = (
        select(DossierObject.kind, DossierObject.key, DossierObject.facts)
        .where(DossierObject.coverage_id == coverage.id, DossierObject.kind.in_(NAMING))
        .where(DossierObject.standing != "standing")
    )
    for kind, key, facts in session.execute(rows):
        yield (kind, key), facts.get("merged_into", "")


def _read(session: Session, coverage: Coverage, kinds: Sequence[str]) -> list[Row]:
    rows = (
        select(DossierObject.kind, DossierObject.key, DossierObject.facts)
        .where(DossierObject.coverage_id == coverage.id, DossierObject.kind.in_(kinds))
        .where(DossierObject.standing == "standing")
        .order_by(DossierObject.made)
    )
    return [(kind, key, facts) for kind, key, facts in session.execute(rows)]


def _numbered(session: Session, coverage: Coverage) -> dict[str, str]:
    """All scenarios that ever were, by the number that each keeps when another goes."""
    keys = session.scalars(
        select(DossierObject.key)
        .where(DossierObject.coverage_id == coverage.id, DossierObject.kind == "scenario")
        .order_by(DossierObject.made)
    )
    return {str(number): key for number, key in enumerate(keys, start=1)}


def _is_settled(question: Row) -> bool:
    return question[2]["state"] in {"answered", "moot"}


def _of(rows: Sequence[Row], kind: str) -> Iterator[Row]:
    return (row for row in rows if row[0] == kind)


def _names(kind: str, facts: Mapping[str, Any]) -> Iterator[str]:
    for field in KINDS[kind].named_by:
        value = facts[field]
        yield from [value] if isinstance(value, str) else value
