"""Marks: a post can be a pin, a key event, a summary. Who made it so, and until when, is kept."""

from datetime import datetime
from typing import Final, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from depesche.errors import CoverageArchived, CoverageEnded, PostWithdrawn
from depesche.newsroom import people, telling
from depesche.newsroom.changes import Kind
from depesche.newsroom.models import Coverage, Mark, Person, Post

Marking = Literal["pin", "key_event", "summary"]
MARKINGS: Final[tuple[Marking, ...]] = ("pin", "key_event", "summary")

# Which elements of a page show that a post carries the mark.
_SHOWN_IN: Final[dict[Marking, tuple[Kind, ...]]] = {
    "pin": ("pin",),
    "key_event": ("post", "key_event"),
    "summary": ("post", "summary"),
}


def make(
    session: Session, coverage: Coverage, post: Post, kind: Marking, *, by: Person, now: datetime
) -> None:
    """Mark the post; marking it twice is marking it once.

    Raises NotAllowed, CoverageEnded, CoverageArchived, PostWithdrawn.
    """
    people.require(session, by, "mark", post)
    if place(session, coverage, post, kind, on=True, by=by, now=now):
        telling.tell(session, coverage, post, now=now, kinds=_SHOWN_IN[kind])


def remove(
    session: Session, coverage: Coverage, post: Post, kind: Marking, *, by: Person, now: datetime
) -> None:
    """Take the mark off; raises as `make` does."""
    people.require(session, by, "mark", post)
    if place(session, coverage, post, kind, on=False, by=by, now=now):
        telling.tell(session, coverage, post, now=now, kinds=_SHOWN_IN[kind])


def place(
    session: Session,
    coverage: Coverage,
    post: Post,
    kind: Marking,
    *,
    on: bool,
    by: Person,
    now: datetime,
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
            )
        )
    else:
        mark.removed_at, mark.removed_by_id = now, by.id
    session.flush()
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
            mark.removed_at, mark.removed_by_id = now, by.id
    session.flush()
    session.expire(post, ["marks"])


def _check_open(coverage: Coverage, post: Post) -> None:
    if coverage.status == "archived":
        raise CoverageArchived
    if coverage.status == "ended":
        raise CoverageEnded
    if post.status == "withdrawn":
        raise PostWithdrawn
