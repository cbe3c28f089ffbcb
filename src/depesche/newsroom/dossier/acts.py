"""The one way into a dossier: an act is written down, folded into its objects, and told.

Whatever door it comes from, with a post or from the dossier desk, it is one row that stays. The
tables of objects, links and mentions are what these rows make in their order; `rebuilding.py`
makes them anew.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import delete, insert, update
from sqlalchemy.orm import Session

from depesche.newsroom.dossier import folding, links, telling
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
    act = Act(
        coverage_id=coverage.id,
        number=_next(session, coverage),
        at=now.astimezone(UTC),
        by_id=by if isinstance(by, int) else by.id,
        post_id=post.id if post else None,
        kind=kind,
        key=key,
        verb=verb,
        facts=json.loads(json.dumps(facts)),  # as whoever reads the row again will have them
    )
    session.add(act)
    session.info.setdefault("acts", set()).add(act.number)
    formerly = telling.seen_elsewhere(session, coverage, kind, key)
    changed = folding.fold(Tables(session, coverage.id), act)
    session.flush()
    for one in changed:
        _link(session, one)
    quiet = None if tells_post or post is None else post.id
    telling.tell(
        session, coverage, changed, now=now, quiet=quiet, is_new=_is_new(changed, act),
        formerly=formerly,
    )  # fmt: skip
    return act


def _is_new(changed: Sequence[DossierObject], act: Act) -> bool:
    return bool(changed) and changed[0].made == act.number


def _next(session: Session, coverage: Coverage) -> int:
    """The number of the next act, under the coverage's row lock."""
    number = session.scalar(
        update(Coverage)
        .where(Coverage.id == coverage.id)
        .values(acts=Coverage.acts + 1)
        .returning(Coverage.acts)
        .execution_options(synchronize_session=False)
    )
    session.refresh(coverage, ["acts"])
    return number or 0


class Tables:
    """The shelf on which the objects of a dossier are rows."""

    def __init__(self, session: Session, coverage_id: int) -> None:
        self._session = session
        self._coverage_id = coverage_id

    def find(self, kind: str, key: str) -> DossierObject | None:
        return self._session.get(DossierObject, (self._coverage_id, kind, key))

    def add(self, made: DossierObject) -> None:
        self._session.add(made)

    def mention(self, post_id: UUID, mentions: Sequence[Mention]) -> None:
        mine = delete(Mention).where(Mention.post_id == post_id)
        self._session.execute(mine, execution_options=_APART)
        if mentions:
            self._session.execute(insert(Mention), [_columns(row) for row in mentions])


def _link(session: Session, one: DossierObject) -> None:
    """Its links are those of its facts, no more and no less."""
    mine = delete(DossierLink).where(
        DossierLink.coverage_id == one.coverage_id,
        DossierLink.kind == one.kind,
        DossierLink.key == one.key,
    )
    session.execute(mine, execution_options=_APART)
    if rows := links.rows(one):
        session.execute(insert(DossierLink), [_columns(row) for row in rows])


def _columns(row: Mention | DossierLink) -> dict[str, Any]:
    return {column.key: getattr(row, column.key) for column in row.__table__.columns}
