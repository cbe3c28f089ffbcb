"""Revisions: the saved versions of a post, and going back to one of them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from depesche.errors import NotFound
from depesche.newsroom import corrections, people, posts
from depesche.newsroom.dossier import annotations
from depesche.newsroom.models import Correction, Coverage, Person, Post, Revision

_TYPED: Final = (
    "saved",
    "autosaved",
    "submitted",
    "returned",
)  # kinds of versions with markers in the text


def saved(session: Session, post: Post) -> Sequence[Revision]:
    """All saved versions of the post with who saved them, the newest first."""
    return session.scalars(
        select(Revision)
        .where(Revision.post_id == post.id)
        .order_by(Revision.number.desc())
        .options(joinedload(Revision.saved_by))
    ).all()


def restore(
    session: Session,
    coverage: Coverage,
    post: Post,
    number: int,
    *,
    seen: int,
    by: Person,
    now: datetime,
    pictured: bool = False,
) -> None:
    """Go back to the words of that version, as a new one. A published post is amended.

    The picture stays unless the version's, or none, is to come back as well (`pictured`). `seen`
    is the post's revision as the asker knows it. Going back to the present words is nothing.

    Raises NotFound and what `posts.put` raises.
    """
    version = _version(session, post, number)
    people.require(session, by, "draft", post)
    wanted = posts.as_wanted(version, pictured=pictured)
    if seen == post.revision and wanted.items() <= posts.as_wanted(post).items():
        return
    wanted["text"] = _typed(session, coverage, post, version)
    posts.put(
        session,
        coverage,
        post.id,
        by=by,
        now=now,
        seen=seen,
        after_revision=seen,
        restored=number,
        **wanted,
    )


def restore_openly(
    session: Session,
    coverage: Coverage,
    post: Post,
    number: int,
    *,
    note: str,
    seen: int,
    by: Person,
    now: datetime,
    pictured: bool = False,
) -> Correction:
    """Go back to the words of that version and tell readers: a correction, which raises as it
    does, and NotFound. The picture stays as in `restore`."""
    version = _version(session, post, number)
    wanted = posts.as_wanted(version, pictured=pictured)
    wanted["text"] = _typed(session, coverage, post, version)
    del wanted["byline"]  # that is amended
    return corrections.correct(
        session,
        coverage,
        post,
        note=note,
        seen=seen,
        by=by,
        now=now,
        **wanted,
    )


def _typed(session: Session, coverage: Coverage, post: Post, version: Revision) -> str:
    """Its text as it would be typed: what is no draft any more has had its markers read."""
    if version.kind in _TYPED:
        return version.text
    return annotations.as_typed_then(session, coverage, post, version.text)


def _version(session: Session, post: Post, number: int) -> Revision:
    version = posts.revision(session, post, number)
    if version is None:
        raise NotFound
    return version
