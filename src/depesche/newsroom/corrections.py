"""Corrections: the words change, and the reader is told what was wrong."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, cast
from uuid import UUID, uuid4

from sqlalchemy.orm import Session

from depesche.errors import (
    CorrectionExists,
    PostNotPublic,
    PostWithdrawn,
    SameWords,
    Stale,
    UnknownCorrectionClass,
)
from depesche.newsroom import marks, media, people, posts, telling, words
from depesche.newsroom import text as texts
from depesche.newsroom.dossier import annotations, posting
from depesche.newsroom.marks import Marking
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
    sending: UUID | None = None,
    **pictured: Any,
) -> Correction:
    """Replace the words of a published post, or its picture, and say so.

    `note` tells the reader what was wrong; `internal_note` never leaves the desk. `pictured` is
    what `media.place` takes. The same correction under the same id changes nothing.

    Raises NotAllowed, CoverageArchived, PostNotPublic, PostWithdrawn, Stale, SameWords,
    CorrectionExists, UnknownCorrectionClass, Missing, TooLong, TextTooDeep, PictureGone,
    PictureElsewhere, AltMissing, MarkerUnread, MarkerTooLong.
    """
    people.require(session, by, "correct", post)
    reading = annotations.read(session, coverage, texts.checked(text))
    text, note = reading.text, words.note(note, "note", required=True)
    headline = None if headline is None else words.line(headline, "headline")
    if correction_class not in CLASSES:
        raise UnknownCorrectionClass(name=correction_class, known=", ".join(CLASSES), field="class")
    if correction_id and (made := session.get(Correction, correction_id)):
        told = (text, note, correction_class)
        return _same(session, made, post, told, headline=headline, pictured=pictured)
    _check(coverage, post, seen)
    before = posts.kept(post)
    post.text, post.headline = text, post.headline if headline is None else headline
    asked = annotations.note(post, reading)
    media.place(session, coverage, post, pictured)
    if posts.kept(post) == before:
        raise SameWords
    texts.check_readable(post.headline, post.text)
    media.check_described(post)
    posting.check(session, coverage, post)
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
    posts.keep_revision(session, post, kind="corrected", by=by, now=now, sending=sending)
    session.flush()
    session.expire(post, ["corrections"])
    for kind in asked:
        marks.place(session, coverage, post, cast("Marking", kind), on=True, by=by, now=now)
    posting.correct(session, coverage, post, by=by, now=now)
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
    *,
    headline: str | None,
    pictured: Mapping[str, Any],
) -> Correction:
    """The correction that was made before, if it is this one."""
    corrected = posts.revision(session, post, made.to_revision) if made.post_id == post.id else None
    if corrected is None or (corrected.text, made.note, made.correction_class) != wanted:
        raise CorrectionExists
    if headline not in {None, corrected.headline}:
        raise CorrectionExists
    if pictured.get("picture", corrected.picture_id) != corrected.picture_id:
        raise CorrectionExists
    return made
