"""Discards: a draft is put out of sight, and can be taken back. Nothing public ever is.

A discarded post keeps its words and its revisions.
"""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from depesche.errors import NotDiscardable, Stale
from depesche.newsroom import people, posts, telling
from depesche.newsroom.models import Coverage, Discard, Person, Post

DISCARDABLE = ("draft", "submitted")


def discard(
    session: Session,
    coverage: Coverage,
    post: Post,
    *,
    by: Person,
    now: datetime,
    seen: int | None = None,
) -> None:
    """Put a draft or a submitted post out of sight. Doing it twice is doing it once.

    Its author may, and every editor.

    Raises NotAllowed, CoverageArchived, NotDiscardable, Stale.
    """
    people.require(session, by, "discard", post)
    if post.status == "discarded":
        return
    posts.check_writable(coverage)
    if post.status not in DISCARDABLE:
        raise NotDiscardable
    if seen not in {None, post.revision}:
        raise Stale(revision=post.revision)
    session.add(Discard(post_id=post.id, made_at=now, made_by_id=by.id))
    post.status, post.updated_at = "discarded", now
    telling.tell(session, coverage, post, now=now)


def recover(session: Session, coverage: Coverage, post: Post, *, by: Person, now: datetime) -> None:
    """Make it a draft again; one that is not discarded stays as it is.

    Raises NotAllowed, CoverageArchived.
    """
    people.require(session, by, "discard", post)
    if post.status != "discarded":
        return
    posts.check_writable(coverage)
    standing = select(Discard).where(Discard.post_id == post.id, Discard.recovered_at.is_(None))
    for made in session.scalars(standing):
        made.recovered_at, made.recovered_by_id = now, by.id
    post.status, post.updated_at = "draft", now
    telling.tell(session, coverage, post, now=now)
