"""Marks: a post can be a pin, a key event, a summary. Who made it so, and until when, is kept."""

from datetime import datetime
from typing import Any, Final, Literal, cast

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from depesche.errors import CoverageArchived, CoverageEnded, EndPassed, PostDiscarded, PostWithdrawn
from depesche.newsroom import people, telling, zones
from depesche.newsroom.changes import Kind
from depesche.newsroom.models import Coverage, Mark, Person, Post

Marking = Literal["pin", "key_event", "summary"]
MARKINGS: Final[tuple[Marking, ...]] = ("pin", "key_event", "summary")

# Which elements of a page show that a post carries the mark.
_SHOWN_IN: Final[dict[Marking, tuple[Kind, ...]]] = {
    "pin": ("pin",),
    "key_event": ("post", "key_event", "entry"),
    "summary": ("post", "summary"),
}


def make(
    session: Session,
    coverage: Coverage,
    post: Post,
    kind: Marking,
    *,
    by: Person,
    now: datetime,
    until: datetime | None = None,
) -> None:
    """Mark the post, for good or until then; marking it twice is marking it once.

    Marking it again for another while changes when it ends.

    Raises NotAllowed, CoverageEnded, CoverageArchived, PostWithdrawn, PostDiscarded, NaiveTime,
    EndPassed.
    """
    people.require(session, by, "mark", post)
    until = zones.aware(until, "until")
    if until is not None and until <= now:
        raise EndPassed(field="until")
    if place(session, coverage, post, kind, on=True, by=by, now=now, until=until):
        telling.tell(session, coverage, post, now=now, kinds=_SHOWN_IN[kind])
        return
    _check_open(coverage, post)
    mark = standing(session, post, kind)
    if mark is not None and mark.until != until:
        mark.until = until
        session.flush()
        session.expire(post, ["marks"])
        telling.tell(session, coverage, post, now=now, kinds=())


def remove(
    session: Session, coverage: Coverage, post: Post, kind: Marking, *, by: Person, now: datetime
) -> None:
    """Take the mark off; raises as `make` does."""
    people.require(session, by, "mark", post)
    if place(session, coverage, post, kind, on=False, by=by, now=now):
        telling.tell(session, coverage, post, now=now, kinds=_SHOWN_IN[kind])


def take_next_off(session: Session, *, now: datetime) -> Post | None:
    """Take the mark off whose while was over first, and tell; None when none is over."""
    over = Mark.until <= now
    coverage = session.scalar(
        _for_a_while(Coverage).where(over).limit(1).with_for_update(of=Coverage)
    )
    if coverage is None:
        return None
    first = _for_a_while(Mark).where(over, Mark.coverage_id == coverage.id).limit(1)
    mark = session.scalar(first.execution_options(populate_existing=True))
    if mark is None:  # another server was faster
        return None
    post = session.get_one(Post, mark.post_id)
    _end(session, mark, by=None, now=now)
    telling.tell(session, coverage, post, now=now, kinds=_SHOWN_IN[cast("Marking", mark.kind)])
    return post


def next_end(session: Session) -> datetime | None:
    """When the while of the next mark is over that was not put on for good."""
    end: datetime | None = session.scalar(_for_a_while(Mark.until).limit(1))
    return end


def place(
    session: Session,
    coverage: Coverage,
    post: Post,
    kind: Marking,
    *,
    on: bool,
    by: Person,
    now: datetime,
    until: datetime | None = None,
) -> bool:
    """Put the mark on or take it off without telling anybody; returns whether it changed."""
    mark = standing(session, post, kind)
    if on == (mark is not None):
        return False
    people.require(session, by, "mark", post)
    _check_open(coverage, post)
    if mark is None:
        session.add(
            Mark(
                coverage_id=coverage.id,
                post_id=post.id,
                kind=kind,
                made_at=now,
                made_by_id=by.id,
                until=until,
            )
        )
        session.flush()
    else:
        _end(session, mark, by=by, now=now)
    session.expire(post, ["marks"])
    return True


def standing(session: Session, post: Post, kind: Marking) -> Mark | None:
    """The mark of this kind that the post carries now."""
    return session.scalar(
        select(Mark).where(Mark.post_id == post.id, Mark.kind == kind, Mark.removed_at.is_(None))
    )


def take_all_off(session: Session, post: Post, *, by: Person, now: datetime) -> None:
    """A withdrawn post carries no mark."""
    for kind in MARKINGS:
        if mark := standing(session, post, kind):
            _end(session, mark, by=by, now=now)
    session.expire(post, ["marks"])


def _end(session: Session, mark: Mark, *, by: Person | None, now: datetime) -> None:
    """The mark stands no longer; nobody took it off where its while was over."""
    mark.removed_at, mark.removed_by_id = now, by.id if by else None
    session.flush()


def _for_a_while(what: Any) -> Select[Any]:
    """Of the marks that stand and will end, those first that end first."""
    return (
        select(what)
        .select_from(Mark)
        .join(Coverage, Coverage.id == Mark.coverage_id)
        .where(Mark.removed_at.is_(None), Mark.until.is_not(None), Coverage.status != "archived")
        .order_by(Mark.until)
    )


def _check_open(coverage: Coverage, post: Post) -> None:
    if coverage.status == "archived":
        raise CoverageArchived
    if coverage.status == "ended":
        raise CoverageEnded
    if post.status == "withdrawn":
        raise PostWithdrawn
    if post.status == "discarded":
        raise PostDiscarded
