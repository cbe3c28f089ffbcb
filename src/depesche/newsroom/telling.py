"""What the logs must say once a post has changed, and what a search finds of it from now on.

Every verb on a post ends here, and nothing else records a post, a pin, a key event or a summary.
What readers were last told is read from the log itself, so that the log always ends where the
tables are: an old page plus the changes equals a fresh page.
"""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from depesche.newsroom import changes, search, ticker
from depesche.newsroom.changes import Kind, Verb
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
    if post.status in ticker.PUBLIC:
        post.stems = search.kept(post, coverage)
    session.flush()
    changes.record(session, coverage, kind="post", object_id=post.id, now=now, audience="desk")
    if post.status not in ticker.PUBLIC:
        return None
    page = _Page.of(session, coverage, post)
    numbers = [_tell_readers(session, coverage, post, kind, page=page, now=now) for kind in kinds]
    return next((number for number in numbers if number is not None), None)


@dataclass(frozen=True)
class _Page:
    """What of a post ought to be on readers' pages, and what they were told of it so far."""

    marks: Set[str]  # that it carries
    shown: Set[str]  # kinds of which the last they were told is a put
    removed: Set[str]  # … a remove
    known: Set[str]  # kinds they were ever told of

    @classmethod
    def of(cls, session: Session, coverage: Coverage, post: Post) -> "_Page":
        carried = session.scalars(
            select(Mark.kind).where(Mark.post_id == post.id, Mark.removed_at.is_(None))
        )
        told = session.execute(
            select(Change.kind, Change.verb, Change.superseded_by)
            .where(Change.coverage_id == coverage.id, Change.audience == "reader")
            .where(Change.kind.in_(EVERYTHING), Change.object_id == str(post.id))
        ).all()
        last = [(kind, verb) for kind, verb, by in told if by is None]
        return cls(
            {*carried},
            {kind for kind, verb in last if verb == "put"},
            {kind for kind, verb in last if verb == "remove"},
            {kind for kind, _, _ in told},
        )

    def carries(self, kind: Kind) -> bool:
        return ("key_event" if kind == "entry" else kind) in self.marks  # key posts are entries

    def shows(self, kind: Kind) -> bool:
        """Key events were told before there was a timeline, on which they all stand."""
        if kind == "entry":
            return "key_event" in self.known and kind not in self.removed
        return kind in self.shown


def _tell_readers(
    session: Session, coverage: Coverage, post: Post, kind: Kind, *, page: _Page, now: datetime
) -> int | None:
    def record(verb: Verb) -> int:
        return changes.record(session, coverage, kind=kind, object_id=post.id, now=now, verb=verb)

    if kind == "summary":
        return _tell_summary(session, coverage, post, now)
    if kind == "post" or (post.status == "published" and page.carries(kind)):
        return record("put")
    return record("remove") if page.shows(kind) else None


def _tell_summary(session: Session, coverage: Coverage, post: Post, now: datetime) -> int | None:
    """Only the newest summary is on the page: another one may have to come or go."""
    present = ticker.summary_id(session, coverage)
    told = _last_put(session, coverage, "summary")
    if told is not None and told != str(present):
        changes.record(session, coverage, kind="summary", object_id=told, now=now, verb="remove")
    if present is None or (told == str(present) and present != post.id):
        return None
    return changes.record(session, coverage, kind="summary", object_id=present, now=now)


def _last_put(session: Session, coverage: Coverage, kind: Kind) -> str | None:
    """The object of this kind that readers' pages show now, as far as the log knows."""
    query = (
        select(Change.object_id)
        .where(Change.coverage_id == coverage.id, Change.audience == "reader")
        .where(Change.kind == kind, Change.verb == "put", Change.superseded_by.is_(None))
    )
    return session.scalar(query.limit(1))
