"""Releases: when a post goes out, and its going out.

Publishing now and publishing later are one thing: a post waits for its time, if only for an
instant. The later of `scheduled_at` and `embargoed_until` counts; before the opening nothing goes
out, and a post without a time waits for just that.
"""

from datetime import UTC, datetime
from typing import Any, Final

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from depesche.errors import Missing
from depesche.newsroom import coverages, media, telling, text
from depesche.newsroom.dossier import posting
from depesche.newsroom.models import Coverage, Person, Post
from depesche.newsroom.ticker import WHOLE

AT_ONCE: Final = datetime.min.replace(tzinfo=UTC)


def plan(coverage: Coverage, post: Post, status: str, *, by: Person, now: datetime) -> None:
    """Let the post wait for its time, or be a draft or submitted. Raises Missing."""
    times = [time for time in (post.scheduled_at, post.embargoed_until) if time is not None]
    post.due_at = max(times, default=None)
    if status in {"draft", "submitted"}:
        post.status = status
        return
    text.check_readable(post.headline, post.text)
    media.check_described(post)
    if not times and coverage.status != "announced":
        if status == "scheduled" and post.status != "scheduled":  # one that is waits no longer
            raise Missing(field="scheduled_at")
        post.due_at = now
    post.status, post.published_by_id = "scheduled", by.id


def is_due(coverage: Coverage, post: Post, now: datetime) -> bool:
    """Whether the post waits for nothing any more."""
    if post.status != "scheduled" or coverage.status not in coverages.OPEN:
        return False
    return post.due_at is None or post.due_at <= now


def release(session: Session, coverage: Coverage, post: Post, *, now: datetime) -> None:
    """Make the post public and tell readers.

    Its position is its place in the log: a clock that jumps does not reorder a ticker.
    """
    post.status = "published"
    post.published_at = post.updated_at = now
    post.position = f"{coverage.sequence + 1:010d}"
    posting.publish(session, coverage, post, now=now)
    telling.tell(session, coverage, post, now=now)


def release_next(session: Session, *, now: datetime) -> Post | None:
    """Release the post of an open coverage that fell due first; None when none is due.

    One at a time, so that a burst at the opening keeps nobody else waiting.
    """
    is_due = Post.due_at.is_(None) | (Post.due_at <= now)
    first = (Post.due_at.nulls_first(), Post.updated_at, Post.created_at)
    coverage = session.scalar(
        _waiting(Coverage).where(is_due).order_by(*first).limit(1).with_for_update(of=Coverage)
    )
    if coverage is None:
        return None
    post = session.scalar(
        select(Post)
        .where(Post.coverage_id == coverage.id, Post.status == "scheduled", is_due)
        .order_by(*first)
        .limit(1)
        .options(*WHOLE)
        .execution_options(populate_existing=True)
    )
    if post is not None:  # another server may have been faster
        release(session, coverage, post, now=now)
    return post


def next_due(session: Session) -> datetime | None:
    """When the next waiting post of an open coverage falls due; AT_ONCE for one without time."""
    row = session.execute(
        _waiting(Post.due_at).order_by(Post.due_at.nulls_first()).limit(1)
    ).first()
    return None if row is None else row[0] or AT_ONCE


def _waiting(what: Any) -> Select[Any]:
    return (
        select(what)
        .join_from(Post, Coverage, Coverage.id == Post.coverage_id)
        .where(Post.status == "scheduled", Coverage.status.in_(coverages.OPEN))
    )
