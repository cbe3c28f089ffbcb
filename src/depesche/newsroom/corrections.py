"""Corrections: the words change, and the reader is told what was wrong."""

from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from depesche.errors import (
    CorrectionExists,
    Missing,
    PostNotPublic,
    PostWithdrawn,
    SameWords,
    Stale,
    UnknownCorrectionClass,
)
from depesche.newsroom import people, posts, telling, words
from depesche.newsroom import text as texts
from depesche.newsroom.models import Correction, Coverage, Person, Post

CLASSES: Final = ("correction", "clarification")


def correct(
    session: Session,
    coverage: Coverage,
    post: Post,
    *,
    text: str,
    note: str,
    by: Person,
    now: datetime,
    correction_class: str = "correction",
    headline: str | None = None,
    internal_note: str = "",
    correction_id: UUID | None = None,
    seen: int | None = None,
) -> Correction:
    """Replace the words of a published post and say so.

    `note` tells the reader what was wrong; `internal_note` never leaves the desk. The same
    correction under the same id changes nothing.

    Raises NotAllowed, CoverageArchived, PostNotPublic, PostWithdrawn, Stale, SameWords,
    CorrectionExists, UnknownCorrectionClass, Missing, TooLong, TextTooDeep.
    """
    people.require(session, by, "correct", post)
    text, note = texts.checked(text), words.note(note, "note", required=True)
    headline = None if headline is None else words.line(headline, "headline")
    if correction_class not in CLASSES:
        raise UnknownCorrectionClass(name=correction_class, known=", ".join(CLASSES), field="class")
    if correction_id and (made := session.get(Correction, correction_id)):
        return _same(session, made, post, (text, note, correction_class), headline)
    _check(coverage, post, seen)
    headline = post.headline if headline is None else headline
    if (text, headline) == (post.text, post.headline):
        raise SameWords
    if not (text or headline):
        raise Missing(field="text")
    correction = Correction(
        id=correction_id or uuid4(),
        post_id=post.id,
        correction_class=correction_class,
        note=note,
        internal_note=words.note(internal_note, "internal_note"),
        from_revision=post.revision,
        to_revision=post.revision + 1,
        made_at=now,
        made_by_id=by.id,
    )
    session.add(correction)
    post.text, post.headline = text, headline
    posts.keep_revision(session, post, by=by, now=now)
    session.flush()
    session.expire(post, ["corrections"])
    telling.tell(session, coverage, post, now=now)
    return correction


def _check(coverage: Coverage, post: Post, seen: int | None) -> None:
    posts.check_writable(coverage)
    if post.status == "withdrawn":
        raise PostWithdrawn
    if post.status != "published":
        raise PostNotPublic
    if seen is not None and seen != post.revision:
        raise Stale(revision=post.revision)


def _same(
    session: Session,
    made: Correction,
    post: Post,
    wanted: tuple[str, str, str],
    headline: str | None,
) -> Correction:
    """The correction that was made before, if it is this one."""
    corrected = posts.revision(session, post, made.to_revision) if made.post_id == post.id else None
    if corrected is None or (corrected.text, made.note, made.correction_class) != wanted:
        raise CorrectionExists
    if headline not in {None, corrected.headline}:
        raise CorrectionExists
    return made
