"""What the logs must say once a post has changed.

Every verb on a post ends here, and nothing else records a post, a pin, a key event or a summary.
What readers were last told is read from the log itself, so that the log always ends where the
tables are: an old page plus the changes equals a fresh page.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from depesche.newsroom import changes, ticker
from depesche.newsroom.changes import Kind
from depesche.newsroom.models import Change, Coverage, Mark, Post

EVERYTHING: Final[tuple[Kind, ...]] = ("post", "pin", "key_event", "entry", "summary")


def tell(
    session: Session,
    coverage: Coverage,
    post: Post,
    *,
    now: datetime,
    kinds: Iterable[Kind] = EVERYTHING,
) -> int | None:
    """Record what looks different now, at the desk and for readers.

    `kinds` are the elements of a page that may look different. Returns the number of the post's
    own change in the readers' log, or of the last one recorded; None while nothing is public.
    """
    session.flush()
    changes.record(session, coverage, kind="post", object_id=post.id, now=now, audience="desk")
    if post.status not in ticker.PUBLIC:
        return None
    numbers = [_tell_readers(session, coverage, post, kind, now) for kind in kinds]
    return next((number for number in numbers if number is not None), None)


def _tell_readers(
    session: Session, coverage: Coverage, post: Post, kind: Kind, now: datetime
) -> int | None:
    match kind:
        case "post":
            return changes.record(session, coverage, kind="post", object_id=post.id, now=now)
        case "summary":
            return _tell_summary(session, coverage, post, now)
        case _:
            mark = "key_event" if kind == "entry" else kind  # key posts stand on the timeline
            shown = post.status == "published" and _carries(session, post, mark)
            return _put_or_remove(session, coverage, kind, str(post.id), shown=shown, now=now)


def _tell_summary(session: Session, coverage: Coverage, post: Post, now: datetime) -> int | None:
    """Only the newest summary is on the page: another one may have to come or go."""
    present = ticker.summary(session, coverage)
    told = _last_put(session, coverage, "summary")
    if told is not None and (present is None or told != str(present.id)):
        changes.record(session, coverage, kind="summary", object_id=told, now=now, verb="remove")
    if present is None or (told == str(present.id) and present.id != post.id):
        return None
    return changes.record(session, coverage, kind="summary", object_id=present.id, now=now)


def _put_or_remove(
    session: Session, coverage: Coverage, kind: Kind, object_id: str, *, shown: bool, now: datetime
) -> int | None:
    if shown:
        return changes.record(session, coverage, kind=kind, object_id=object_id, now=now)
    if not _is_on_pages(session, coverage, kind, object_id):
        return None
    return changes.record(session, coverage, kind=kind, object_id=object_id, now=now, verb="remove")


def _is_on_pages(session: Session, coverage: Coverage, kind: Kind, object_id: str) -> bool:
    """Whether readers' pages show it, as far as the log knows.

    Key events were told before there was a timeline, on which they all stand.
    """
    if kind != "entry":
        return _last_put(session, coverage, kind, object_id) is not None
    was_key = changes.of_object(session, coverage.id, "key_event", object_id) is not None
    return was_key and not changes.is_removed(session, coverage.id, kind, object_id)


def _carries(session: Session, post: Post, kind: str) -> bool:
    return (
        session.scalar(
            select(Mark.id).where(
                Mark.post_id == post.id, Mark.kind == kind, Mark.removed_at.is_(None)
            )
        )
        is not None
    )


def _last_put(
    session: Session, coverage: Coverage, kind: Kind, object_id: str | None = None
) -> str | None:
    """The object of this kind that readers' pages show now, as far as the log knows."""
    query = (
        select(Change.object_id)
        .where(Change.coverage_id == coverage.id, Change.audience == "reader")
        .where(Change.kind == kind, Change.verb == "put", Change.superseded_by.is_(None))
    )
    if object_id is not None:
        query = query.where(Change.object_id == object_id)
    return session.scalar(query.limit(1))
