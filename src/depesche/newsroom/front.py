"""The front page: what is on, what is coming, what was. Drafts end in these queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import Session, joinedload

from depesche.newsroom import coverages
from depesche.newsroom.models import Coverage, Post

MOST: Final = 50  # that are on at the same time, or announced
PAGE: Final = 20  # of those that were
HEADLINES: Final = 3

_OVER: Final = ("ended", "archived")
_ended_at = func.coalesce(Coverage.ended_at, Coverage.created_at)


@dataclass(frozen=True)
class Some:
    """Some coverages in their order, and whether more of them follow."""

    coverages: Sequence[Coverage]
    has_more: bool


def on(session: Session) -> Some:
    """What is live, and then what is paused; what was opened last stands first."""
    ranked = Coverage.status, Coverage.opened_at.desc(), Coverage.slug  # live before paused
    return _some(session, coverages.OPEN, *ranked, limit=MOST)


def coming(session: Session, *, limit: int = MOST) -> Some:
    """What is announced, the next first."""
    return _some(session, ("announced",), Coverage.opens_at, Coverage.slug, limit=limit)


def over(session: Session, *, before: str | None = None) -> Some:
    """What has ended, the last first; or what had before that coverage did.

    One that has been opened again has no place there any more: after it everything follows. Raises
    NotFound where readers know of no such coverage.
    """
    earlier = _earlier(coverages.public(session, before)) if before is not None else None
    ranked = _ended_at.desc(), Coverage.slug
    return _some(session, _OVER, *ranked, limit=PAGE, where=earlier)


def foremost(session: Session) -> Coverage | None:
    """What is on, else what comes next, if anything is or does."""
    found = on(session).coverages or coming(session, limit=1).coverages
    return found[0] if found else None


def headlines(session: Session, coverage: Coverage) -> Sequence[Post]:
    """The newest posts that stand as they were published."""
    return session.scalars(
        select(Post)
        .where(Post.coverage_id == coverage.id, Post.status == "published")
        .order_by(Post.position.desc())
        .limit(HEADLINES)
        .options(joinedload(Post.withdrawal))
    ).all()


def _earlier(coverage: Coverage) -> ColumnElement[bool] | None:
    if coverage.status not in _OVER:
        return None
    ended = coverage.ended_at or coverage.created_at
    return or_(_ended_at < ended, and_(_ended_at == ended, Coverage.slug > coverage.slug))


def _some(
    session: Session,
    statuses: Sequence[str],
    *ranked: object,
    limit: int,
    where: ColumnElement[bool] | None = None,
) -> Some:
    query: Select[Coverage] = select(Coverage).where(Coverage.status.in_(statuses))
    if where is not None:
        query = query.where(where)
    found = session.scalars(query.order_by(*ranked).limit(limit + 1)).all()  # type: ignore[arg-type]
    return Some(found[:limit], has_more=len(found) > limit)
