"""The one way into a dossier: an act is written down, folded into its objects, and told.

Whatever door it comes from, with a post or from the dossier desk, it is one row that stays. The
tables of objects, links and mentions are what these rows make in their order; `rebuilding.py`
makes them anew.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Delete, bindparam, delete, insert, select, update
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from depesche.newsroom.dossier import folding, links, naming, telling
from depesche.newsroom.dossier.kinds import NAMING
from depesche.newsroom.dossier.naming import ASKED
from depesche.newsroom.dossier.seen import Seen, seen
from depesche.newsroom.models import (
    Act,
    Coverage,
    DossierLink,
    DossierObject,
    Mention,
    Person,
    Post,
)

_APART: Final = {"synchronize_session": False}  # no row of these is kept in a session


@dataclass(frozen=True)
class Deed:
    """What is done to one object: the verb and its facts, which have been checked."""

    kind: str
    key: str
    verb: str
    facts: Mapping[str, Any] = field(default_factory=dict)


def record(
    session: Session,
    coverage: Coverage,
    *,
    kind: str,
    key: str,
    verb: str,
    facts: Mapping[str, Any],
    by: Person | int,
    now: datetime,
    post: Post | None = None,
    tells_post: bool = True,
) -> Act:
    """Write the act down and let it change the dossier; readers and desk are told.

    Facts have been checked. A post that is about to be told itself need not be told by this.
    """
    deed = Deed(kind, key, verb, facts)
    return record_all(
        session, coverage, [deed], by=by, now=now, post=post, tells_post=tells_post
    )[0]  # fmt: skip


def record_all(
    session: Session,
    coverage: Coverage,
    deeds: Sequence[Deed],
    *,
    by: Person | int,
    now: datetime,
    post: Post | None = None,
    tells_post: bool = True,
) -> Sequence[Act]:
    """The same for several acts, one after the other, at the cost of few."""
    made = [
        Act(
            coverage_id=coverage.id,
            number=number,
            at=now.astimezone(UTC),
            by_id=by if isinstance(by, int) else by.id,
            post_id=post.id if post else None,
            kind=deed.kind,
            key=deed.key,
            verb=deed.verb,
            facts=json.loads(json.dumps(deed.facts)),  # as whoever reads the row again has them
        )
        for number, deed in enumerate(deeds, start=_first(session, coverage, deeds))
    ]
    _write(session, made)
    with telling.together(session, coverage, now=now) as untold:
        if post is not None and not tells_post:
            untold.quiet.add(post.id)
        tables = Tables(session, coverage.id)
        tables.open({(deed.kind, deed.key) for deed in deeds})
        for one in dict.fromkeys(one for act in made for one in folding.fold(tables, act)):
            untold.note(one, tables.seen(one))
            tables.changed.append(one)
        session.flush()
        tables.link()
    return made


def _write(session: Session, made: Sequence[Act]) -> None:
    """One is kept in the session; of many, nobody asks for their ids, which would take as many
    statements."""
    if len(made) == 1:
        session.add(made[0])
    elif made:
        session.execute(insert(Act), [_columns(act) for act in made])


def _first(session: Session, coverage: Coverage, deeds: Sequence[Deed]) -> int:
    """The number of the first of these acts, under the coverage's row lock."""
    before = coverage.acts
    last = session.scalars(
        update(Coverage)
        .where(Coverage.id == coverage.id)
        .values(acts=Coverage.acts + len(deeds))
        .returning(Coverage.acts)
        .execution_options(synchronize_session=False)
    ).one()
    set_committed_value(coverage, "acts", last)
    first = last - len(deeds) + 1
    session.info.setdefault("acts", set()).update(range(first, last + 1))
    if before == first - 1 and not any(deed.kind in (*NAMING, *ASKED) for deed in deeds):
        naming.carry(session, coverage, before)
    return first


class Tables:
    """The shelf on which the objects of a dossier are rows. It knows how they were before."""

    def __init__(self, session: Session, coverage_id: int) -> None:
        self.changed: list[DossierObject] = []
        self._session = session
        self._coverage_id = coverage_id
        self._before: dict[DossierObject, tuple[Seen, set[links.Link]]] = {}

    def open(self, names: set[tuple[str, str]]) -> None:
        """Fetch these at once, where they are several."""
        for kind in {kind for kind, _ in names} if len(names) > 1 else ():
            keys = sorted(key for of_kind, key in names if of_kind == kind)
            for start in range(0, len(keys), links.AT_ONCE):
                some = select(DossierObject).where(
                    DossierObject.coverage_id == self._coverage_id,
                    DossierObject.kind == kind,
                    DossierObject.key.in_(keys[start : start + links.AT_ONCE]),
                )
                for one in self._session.scalars(some):
                    self._before[one] = (seen(one), links.links(one))

    def find(self, kind: str, key: str) -> DossierObject | None:
        found = self._session.get(DossierObject, (self._coverage_id, kind, key))
        if found is not None and found not in self._before:
            self._before[found] = (seen(found), links.links(found))
        return found

    def add(self, made: DossierObject) -> None:
        self._session.add(made)

    def mention(self, post_id: UUID, mentions: Sequence[Mention]) -> None:
        mine = delete(Mention).where(Mention.post_id == post_id)
        self._session.execute(mine, execution_options=_APART)
        if mentions:
            self._session.execute(insert(Mention), [_columns(row) for row in mentions])

    def seen(self, one: DossierObject) -> Seen | None:
        """How it was seen before these acts; None where there was no such object."""
        return self._before[one][0] if one in self._before else None

    def link(self) -> None:
        """The links of what has changed are those of its facts, no more and no less."""
        more: list[DossierLink] = []
        gone: list[dict[str, str]] = []
        for one in self.changed:
            had = self._before[one][1] if one in self._before else set()
            has = links.links(one)
            more += [links.row(one, link) for link in sorted(has - had)]
            gone += [_named(one, link) for link in sorted(had - has)]
        if gone:
            self._session.connection().execute(_unlinked(self._coverage_id), gone)
        if more:
            self._session.execute(insert(DossierLink), [_columns(row) for row in more])


def _unlinked(coverage_id: int) -> Delete:
    named = ("kind", "key", "role", "to_kind", "to_key")
    return delete(DossierLink).where(
        DossierLink.coverage_id == coverage_id,
        *(getattr(DossierLink, name) == bindparam(f"its_{name}") for name in named),
    )


def _named(one: DossierObject, link: links.Link) -> dict[str, str]:
    role, kind, key = link
    return {
        "its_kind": one.kind, "its_key": one.key,
        "its_role": role, "its_to_kind": kind, "its_to_key": key,
    }  # fmt: skip


def _columns(row: Act | Mention | DossierLink) -> dict[str, Any]:
    columns = (column.key for column in row.__table__.columns)
    return {name: getattr(row, name) for name in columns if name != "id"}
