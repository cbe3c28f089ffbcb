"""Presence: who is at work on which post, so that the second one knows before anything is lost.

The desk's page holds back whoever comes second until they take over; the newsroom itself refuses
nobody, and whoever saves over a version they have not seen is told so in any case. It stands in
the database, because there may be several processes, and ends by itself a minute after the last
sign of life, by the machine's clock (`wall`). Where that was set back, what would last longer than
a minute is over, too.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.orm import Session, joinedload

from depesche.newsroom import changes, people
from depesche.newsroom.models import Coverage, Person, Post, Presence

LASTS: Final = timedelta(seconds=60)
_PERSON: Final = (joinedload(Presence.person),)


def take(
    session: Session,
    coverage: Coverage,
    post: Post,
    *,
    tab: UUID,
    by: Person,
    now: datetime,
    wall: datetime,
    over: bool = False,
) -> Presence:
    """Be at work on the post in this tab for the next minute; asking again is a sign of life.

    Where somebody else is at work on it they stay so, unless it is taken `over`. Returns who is
    at work on it then. Raises NotAllowed.
    """
    people.require(session, by, "draft", post)
    present = _of(session, post)
    if present is not None and wall < present.expires_at <= wall + LASTS:
        if is_in(present, tab, by):
            present.expires_at = wall + LASTS
            return present
        if not over:
            return present
    if present is not None:
        session.delete(present)
        session.flush()
    expires_at = wall + LASTS
    session.add(
        Presence(post_id=post.id, person_id=by.id, tab=tab, since=now, expires_at=expires_at)
    )
    _tell(session, coverage, post.id, now)
    return session.get_one(Presence, post.id, options=_PERSON, populate_existing=True)


def leave(
    session: Session, coverage: Coverage, post: Post, *, tab: UUID, by: Person, now: datetime
) -> None:
    """No longer be at work on the post in this tab; somebody else's presence stays.

    Raises NotAllowed.
    """
    people.require(session, by, "draft", post)
    present = _of(session, post)
    if present is None or not is_in(present, tab, by):
        return
    session.delete(present)
    _tell(session, coverage, post.id, now)


def is_in(present: Presence, tab: UUID, by: Person) -> bool:
    """Whether that is this person in this tab."""
    return (present.tab, present.person_id) == (tab, by.id)


def end_due(session: Session, *, now: datetime, wall: datetime) -> Sequence[UUID]:
    """End every presence without a sign of life; returns the posts."""
    over = select(Post.coverage_id).join_from(Presence, Post).where(_is_over(wall))
    query = select(Coverage).where(Coverage.id.in_(over)).order_by(Coverage.id).with_for_update()
    ended: list[UUID] = []
    for coverage in session.scalars(query).all():
        due = (
            select(Presence)
            .join_from(Presence, Post)
            .where(Post.coverage_id == coverage.id, _is_over(wall))
            .execution_options(populate_existing=True)
        )
        for present in session.scalars(due).all():
            session.delete(present)
            _tell(session, coverage, present.post_id, now)
            ended.append(present.post_id)
    return ended


def is_due(session: Session, *, wall: datetime) -> bool:
    """Whether anybody's last sign of life was too long ago."""
    return bool(session.scalar(select(exists().where(_is_over(wall)))))


def _is_over(wall: datetime) -> ColumnElement[bool]:
    return (Presence.expires_at <= wall) | (Presence.expires_at > wall + LASTS)


def _of(session: Session, post: Post) -> Presence | None:
    return session.get(Presence, post.id, options=_PERSON, populate_existing=True)


def _tell(session: Session, coverage: Coverage, post_id: UUID, now: datetime) -> None:
    """The post's row at the desk says who is at work on it."""
    changes.record(session, coverage, kind="post", object_id=post_id, now=now, audience="desk")
