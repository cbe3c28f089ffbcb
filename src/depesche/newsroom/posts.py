"""Posts: drafted, submitted, scheduled, published, amended.

`put()` is the one way in: the composer, the API and everything that comes later hand over what
they want a post to be, under an id of their own making, so that sending it twice is harmless.
"""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid4

from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from depesche.errors import (
    CoverageArchived,
    CoverageEnded,
    CoverageNotOpen,
    Missing,
    NotFound,
    PostElsewhere,
    PostPublic,
    PostWithdrawn,
    RevisionNeeded,
    Stale,
    UnknownStatus,
)
from depesche.newsroom import marks, people, releases, telling, text, words, zones
from depesche.newsroom.marks import Marking
from depesche.newsroom.models import Coverage, Person, Post, Revision
from depesche.newsroom.ticker import WHOLE

STATUSES: Final = ("draft", "submitted", "scheduled", "published", "withdrawn")
ASKABLE: Final = ("draft", "submitted", "scheduled", "published")
_VERB_FOR: Final[Mapping[str, str]] = {
    "draft": "draft",
    "submitted": "submit",
    "scheduled": "schedule",
    "published": "publish",
}
_MARKS: Final[Mapping[str, Marking]] = {
    "pinned": "pin",
    "key_event": "key_event",
    "summary": "summary",
}


@dataclass(frozen=True)
class Put:
    """What became of it."""

    post: Post
    is_new: bool
    is_changed: bool


def find(session: Session, coverage: Coverage, post_id: UUID) -> Post:
    """A post of this coverage in any state. Raises NotFound."""
    post = _get(session, post_id)
    if post is None or post.coverage_id != coverage.id:
        raise NotFound
    return post


def put(
    session: Session,
    coverage: Coverage,
    post_id: UUID,
    *,
    by: Person,
    now: datetime,
    seen: int | None = None,
    **wanted: Any,
) -> Put:
    """Make the post what is wanted: text, headline, byline, status, scheduled_at,
    embargoed_until, key_event, pinned, summary. What is left out keeps its value.

    Asking again for what was asked before changes nothing. To change a post that exists, `seen`
    is its revision as the asker knows it. A published post is amended: readers get the new words
    and are told nothing else (see corrections for the other way).

    Raises NotAllowed, PostElsewhere, RevisionNeeded, Stale, UnknownStatus, Missing, TooLong,
    TextTooDeep, NaiveTime, PostPublic, PostWithdrawn, CoverageNotOpen, CoverageEnded,
    CoverageArchived.
    """
    request = _digest(wanted)
    post = _get(session, post_id)
    if post is None:
        return _make(session, coverage, post_id, wanted, request, by=by, now=now)
    if post.coverage_id != coverage.id:
        raise PostElsewhere
    people.require(session, by, "draft", post)
    if _was_asked(session, post, request):
        return Put(post, is_new=False, is_changed=False)
    _check_seen(post, seen)
    _change(session, coverage, post, wanted, request, by=by, now=now)
    return Put(post, is_new=False, is_changed=True)


def publish(
    session: Session, coverage: Coverage, *, text: str, by: Person, now: datetime, **wanted: Any
) -> Post:
    """Publish a new post under a new id; raises as `put` does."""
    wanted = {"text": text, "status": "published", **wanted}
    return put(session, coverage, uuid4(), by=by, now=now, **wanted).post


def amend(
    session: Session, coverage: Coverage, post: Post, *, by: Person, now: datetime, **wanted: Any
) -> Post:
    """Change the words of a published post silently; raises as `put` does."""
    return put(session, coverage, post.id, by=by, now=now, seen=post.revision, **wanted).post


def at_the_desk(
    session: Session, coverage: Coverage, *, before: Post | None = None, limit: int
) -> Sequence[Post]:
    """The posts of a coverage in every state, from the newest down: by when a post was published,
    or made where it is not public yet."""
    moment = func.coalesce(Post.published_at, Post.created_at)
    query = select(Post).where(Post.coverage_id == coverage.id).options(*WHOLE)
    if before is not None:
        last = (before.published_at or before.created_at, before.id)
        query = query.where(tuple_(moment, Post.id) < tuple_(*last))
    return session.scalars(query.order_by(moment.desc(), Post.id.desc()).limit(limit)).all()


def page(
    session: Session, coverage: Coverage, *, after: Post | None = None, limit: int
) -> Sequence[Post]:
    """The posts of a coverage in every state and in the order they were made, after that one."""
    query = select(Post).where(Post.coverage_id == coverage.id).options(*WHOLE)
    if after is not None:
        query = query.where(tuple_(Post.created_at, Post.id) > (after.created_at, after.id))
    return session.scalars(query.order_by(Post.created_at, Post.id).limit(limit)).all()


def keep_revision(
    session: Session, post: Post, *, by: Person | None, now: datetime, request: str | None = None
) -> None:
    """Save the post's present words as its next revision."""
    post.revision += 1
    post.updated_at = now
    session.add(
        Revision(
            post_id=post.id,
            number=post.revision,
            headline=post.headline,
            text=post.text,
            byline=post.byline,
            request=request,
            saved_at=now,
            saved_by_id=by.id if by else None,
        )
    )


def revision(session: Session, post: Post, number: int) -> Revision | None:
    """One saved version of a post."""
    return session.get(Revision, (post.id, number))


def check_writable(coverage: Coverage) -> None:
    """Raise CoverageArchived where nothing changes any more."""
    if coverage.status == "archived":
        raise CoverageArchived


def _make(
    session: Session,
    coverage: Coverage,
    post_id: UUID,
    wanted: Mapping[str, Any],
    request: str,
    *,
    by: Person,
    now: datetime,
) -> Put:
    people.require(session, by, "draft", coverage)
    post = Post(
        id=post_id,
        coverage_id=coverage.id,
        status="draft",
        headline="",
        text="",
        byline="",
        revision=0,
        author_id=by.id,
        created_at=now,
        updated_at=now,
    )
    session.add(post)
    _change(session, coverage, post, {"status": "draft", **wanted}, request, by=by, now=now)
    return Put(_get(session, post_id) or post, is_new=True, is_changed=True)


def _change(
    session: Session,
    coverage: Coverage,
    post: Post,
    wanted: Mapping[str, Any],
    request: str,
    *,
    by: Person,
    now: datetime,
) -> None:
    status = _status(post, wanted)
    _check_allowed(session, coverage, post, status, by)
    before = (post.headline, post.text, post.byline, post.status)
    _set_words(post, wanted)
    _set_times(post, wanted)
    if post.status != "published":
        releases.plan(coverage, post, status, by=by, now=now)
    session.flush()
    marked = [
        marks.place(session, coverage, post, kind, on=bool(wanted[name]), by=by, now=now)
        for name, kind in _MARKS.items()
        if wanted.get(name) is not None
    ]
    keep_revision(session, post, by=by, now=now, request=request)
    if releases.is_due(coverage, post, now):
        releases.release(session, coverage, post, now=now)
    elif any(marked) or before != (post.headline, post.text, post.byline, post.status):
        telling.tell(session, coverage, post, now=now)
    else:
        telling.tell(session, coverage, post, now=now, kinds=())


def _status(post: Post, wanted: Mapping[str, Any]) -> str:
    status = str(wanted.get("status") or post.status)
    if post.status == "withdrawn":
        raise PostWithdrawn
    if status not in ASKABLE:
        raise UnknownStatus(status=status, known=", ".join(ASKABLE), field="status")
    return status


def _check_allowed(
    session: Session, coverage: Coverage, post: Post, status: str, by: Person
) -> None:
    check_writable(coverage)
    if post.status == "published":
        people.require(session, by, "amend", coverage)
        if status != "published":
            raise PostPublic
        return
    if coverage.status == "ended":
        raise CoverageEnded
    people.require(session, by, _VERB_FOR[status], coverage)
    if post.status == "scheduled":
        people.require(session, by, "schedule", coverage)
    if status == "published" and coverage.status == "draft":
        raise CoverageNotOpen


def _set_words(post: Post, wanted: Mapping[str, Any]) -> None:
    if wanted.get("text") is not None:
        post.text = text.checked(wanted["text"])
    if wanted.get("headline") is not None:
        post.headline = words.line(wanted["headline"], "headline")
    if wanted.get("byline") is not None:
        post.byline = words.line(wanted["byline"], "byline", limit=words.NAME)
    if post.status == "published" and not (post.text or post.headline):
        raise Missing(field="text")


def _set_times(post: Post, wanted: Mapping[str, Any]) -> None:
    for field in ("scheduled_at", "embargoed_until"):
        if field not in wanted:
            continue
        value = zones.aware(wanted[field], field)
        if post.status == "published" and value not in {None, getattr(post, field)}:
            raise PostPublic
        if post.status != "published":
            setattr(post, field, value)


def _get(session: Session, post_id: UUID) -> Post | None:
    return session.get(Post, post_id, options=WHOLE, populate_existing=True)


def _check_seen(post: Post, seen: int | None) -> None:
    if seen is None:
        raise RevisionNeeded(revision=post.revision)
    if seen != post.revision:
        raise Stale(revision=post.revision)


def _was_asked(session: Session, post: Post, request: str) -> bool:
    return (
        session.scalar(
            select(Revision.number)
            .where(Revision.post_id == post.id, Revision.request == request)
            .limit(1)
        )
        is not None
    )


def _digest(wanted: Mapping[str, Any]) -> str:
    """The same for the same wishes, whatever order they came in."""
    spelled = json.dumps(wanted, sort_keys=True, default=lambda value: value.isoformat())
    return hashlib.sha256(spelled.encode()).hexdigest()
