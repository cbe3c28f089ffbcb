"""Media: the picture a post shows, if it has one, and what is said about it.

The picture is uploaded first (see uploads) and belongs to one post. Its alt text, caption and
credit are the post's, so that revisions, corrections and withdrawals carry them like other words.
"""

from collections.abc import Mapping
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from depesche.errors import AltMissing, NotFound, PictureElsewhere, PictureGone
from depesche.newsroom import words
from depesche.newsroom.models import Coverage, Picture, Post, Revision

TEXT: Final = 1_000  # characters of an alt text, of a caption


def find(session: Session, coverage: Coverage, picture_id: UUID) -> Picture:
    """A picture that was uploaded for this coverage, whoever may see it. Raises NotFound."""
    picture = session.get(Picture, picture_id)
    if picture is None or picture.coverage_id != coverage.id:
        raise NotFound
    return picture


def place(session: Session, coverage: Coverage, post: Post, wanted: Mapping[str, Any]) -> None:
    """Let the post show what is wanted: picture (an id, or None for none), alt, decorative,
    caption, credit. What is left out keeps its value.

    Raises PictureGone, PictureElsewhere, TooLong.
    """
    if "picture" in wanted and wanted["picture"] != post.picture_id:
        picture = _uploaded(session, coverage, post, wanted["picture"])
        post.picture_id = picture.id if picture else None
        set_committed_value(post, "picture", picture)
    _describe(post, wanted)
    if post.picture_id is None:
        post.alt, post.decorative, post.caption, post.credit = "", False, "", ""


def check_described(post: Post) -> None:
    """Raise AltMissing where readers would get a picture without words for it."""
    if post.picture_id is not None and not (post.alt or post.decorative):
        raise AltMissing(field="alt")


def _uploaded(
    session: Session, coverage: Coverage, post: Post, picture_id: UUID | None
) -> Picture | None:
    if picture_id is None:
        return None
    picture = session.get(Picture, picture_id)
    if picture is None:
        raise PictureGone(field="picture")
    if picture.coverage_id != coverage.id or _is_of_another(session, picture_id, post):
        raise PictureElsewhere
    return picture


def _is_of_another(session: Session, picture_id: UUID, post: Post) -> bool:
    """Whether another post shows it or may show it again; one that was withdrawn may not."""
    others = (
        select(Revision.post_id)
        .join(Post, Post.id == Revision.post_id)
        .where(Revision.picture_id == picture_id, Post.id != post.id, Post.status != "withdrawn")
    )
    return session.scalar(others.limit(1)) is not None


def _describe(post: Post, wanted: Mapping[str, Any]) -> None:
    if wanted.get("alt") is not None:
        post.alt = words.line(wanted["alt"], "alt", limit=TEXT)
    if wanted.get("decorative") is not None:
        post.decorative = bool(wanted["decorative"])
    if wanted.get("caption") is not None:
        post.caption = words.line(wanted["caption"], "caption", limit=TEXT)
    if wanted.get("credit") is not None:
        post.credit = words.line(wanted["credit"], "credit", limit=words.NAME)
