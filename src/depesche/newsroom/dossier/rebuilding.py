"""A dossier made anew from its acts: what stands in the tables is nothing else.

`remade()` folds the acts in their order on a shelf of plain objects; `differences()` says where
the tables have something else, and `rebuild()` puts there what the acts say.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, TypeVar
from uuid import UUID

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from depesche.newsroom.dossier import links, telling
from depesche.newsroom.dossier.folding import fold
from depesche.newsroom.models import (
    Act,
    Coverage,
    DossierLink,
    DossierObject,
    Mention,
    new_edition,
)

Name = tuple[str, ...]
Row = dict[str, Any]

Stored = DossierObject | DossierLink | Mention
T = TypeVar("T", DossierObject, DossierLink, Mention)

_TABLES: Final[Sequence[type[Stored]]] = (DossierObject, DossierLink, Mention)


@dataclass
class Memory:
    """The shelf on which the objects of a dossier are in memory only."""

    objects: dict[tuple[str, str], DossierObject] = field(default_factory=dict)
    mentions: dict[UUID, Sequence[Mention]] = field(default_factory=dict)

    def find(self, kind: str, key: str) -> DossierObject | None:
        return self.objects.get((kind, key))

    def add(self, made: DossierObject) -> None:
        self.objects[made.kind, made.key] = made

    def mention(self, post_id: UUID, mentions: Sequence[Mention]) -> None:
        self.mentions[post_id] = mentions


def remade(session: Session, coverage: Coverage) -> Memory:
    """The dossier as its acts make it."""
    shelf = Memory()
    acts = select(Act).where(Act.coverage_id == coverage.id).order_by(Act.number)
    for act in session.scalars(acts.execution_options(yield_per=500)):
        fold(shelf, act)
    return shelf


def differences(session: Session, coverage: Coverage) -> list[Name]:
    """The names of what the tables hold and the acts do not say, or the other way round."""
    says = _rows(remade(session, coverage))
    has = {_name(row): _columns(row) for row in _there(session, coverage)}
    return sorted(name for name in says.keys() | has.keys() if says.get(name) != has.get(name))


def rebuild(session: Session, coverage: Coverage, *, now: datetime) -> list[Name]:
    """Make the tables what the acts say; readers are told what differs. Returns its names.

    The logs begin another edition: pages and names that were made of something else are let go.
    """
    found = differences(session, coverage)
    if not found:
        return []
    rows = _rows(remade(session, coverage))
    for table in reversed(_TABLES):
        session.execute(delete(table).where(table.coverage_id == coverage.id))
    session.expire_all()
    for table in _TABLES:
        of_table = [row for name, row in rows.items() if name[0] == table.__tablename__]
        if of_table:
            session.execute(insert(table), of_table)
    session.refresh(coverage)
    coverage.edition = new_edition()
    telling.tell_anew(session, coverage, _objects(session, coverage, found), now=now)
    return found


def _objects(session: Session, coverage: Coverage, names: Sequence[Name]) -> list[DossierObject]:
    of_objects = [name[1:] for name in names if name[0] == DossierObject.__tablename__]
    found = (session.get(DossierObject, (coverage.id, *name)) for name in of_objects)
    return [one for one in found if one is not None]


def _there(session: Session, coverage: Coverage) -> Iterator[Stored]:
    """All that the tables hold of the dossier."""
    yield from _rows_of(session, coverage, DossierObject)
    yield from _rows_of(session, coverage, DossierLink)
    yield from _rows_of(session, coverage, Mention)


def _rows_of(session: Session, coverage: Coverage, table: type[T]) -> Iterable[T]:
    of_dossier = select(table).where(table.coverage_id == coverage.id)
    return session.scalars(of_dossier.execution_options(populate_existing=True))


def _rows(shelf: Memory) -> dict[Name, Row]:
    return {_name(row): _columns(row) for row in _all(shelf)}


def _all(shelf: Memory) -> Iterator[Stored]:
    for one in shelf.objects.values():
        yield one
        yield from links.rows(one)
    for mentions in shelf.mentions.values():
        yield from mentions


def _name(row: Stored) -> Name:
    keys = (str(c.key) for c in row.__mapper__.primary_key if c.key != "coverage_id")
    return row.__tablename__, *(str(getattr(row, key)) for key in keys)


def _columns(row: Stored) -> Row:
    return {column.key: getattr(row, column.key) for column in row.__table__.columns}
