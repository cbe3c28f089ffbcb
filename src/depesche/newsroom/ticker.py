"""What readers see: posts page by page, pins, key events, the summary.

Only published and withdrawn posts come out of here: drafts and embargoes end in these queries.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from depesche.errors import NotFound
from depesche.newsroom.models import Coverage, Mark, Picture, Post

PAGE: Final = 30
ABOVE: Final = 3  # newer posts shown above the one a permalink leads to
PUBLIC: Final = ("published", "withdrawn")
_AT_ONCE: Final = 400

# All that drawing a post needs, fetched with it: a template never asks the database.
WHOLE: Final = (
    joinedload(Post.coverage),
    joinedload(Post.author),
    joinedload(Post.picture),
    joinedload(Post.withdrawal),
    selectinload(Post.marks),
    selectinload(Post.corrections),
    selectinload(Post.mentions),
    selectinload(Post.told),
)


@dataclass(frozen=True)
class Page:
    """Some posts in a row, newest first, and whether there are more on either side."""

    posts: Sequence[Post]
    has_newer: bool
    has_older: bool


def page(
    session: Session, coverage: Coverage, *, before: str | None = None, limit: int = PAGE
) -> Page:
    """The newest posts, or those older than the position `before`."""
    query = _public(coverage).order_by(Post.position.desc()).limit(limit + 1)
    if before is not None:
        query = query.where(Post.position < before)
    posts = session.scalars(query).all()
    return Page(posts[:limit], has_newer=before is not None, has_older=len(posts) > limit)


def page_of(
    session: Session,
    coverage: Coverage,
    ids: Collection[UUID],
    *,
    before: str | None = None,
    limit: int = PAGE,
) -> Page:
    """The newest of these posts that are public, or those older than the position `before`."""
    positions = [
        position
        for some in _portions(sorted(ids))
        for position in session.scalars(select(Post.position).where(Post.id.in_(some)))
        if position and (before is None or position < before)
    ]
    chosen = sorted(positions, reverse=True)[: limit + 1]
    found = session.scalars(
        _public(coverage).where(Post.position.in_(chosen)).order_by(Post.position.desc())
    ).all()
    return Page(found[:limit], has_newer=before is not None, has_older=len(found) > limit)


def page_with(session: Session, coverage: Coverage, post: Post, *, limit: int = PAGE) -> Page:
    """The page that holds this post: the newest one if it is there, else one around it."""
    newest = page(session, coverage, limit=limit)
    if post.position is None or any(p.id == post.id for p in newest.posts):
        return newest
    newer = session.scalars(
        _public(coverage).where(Post.position > post.position).order_by(Post.position).limit(ABOVE)
    ).all()
    rest = page(session, coverage, before=newer[0].position, limit=limit - len(newer))
    return Page([*reversed(newer), *rest.posts], has_newer=True, has_older=rest.has_older)


def public_post(session: Session, coverage: Coverage, post_id: UUID) -> Post:
    """A post that readers may see. Raises NotFound."""
    post = session.scalar(_public(coverage).where(Post.id == post_id))
    if post is None:
        raise NotFound
    return post


def public_picture(session: Session, key: str) -> Picture:
    """The picture that a published post shows now, by its public name. Raises NotFound."""
    picture = session.scalar(select(Picture).where(Picture.key == key))
    if picture is None or not is_shown(session, picture):
        raise NotFound
    return picture


def is_shown(session: Session, picture: Picture) -> bool:
    """Whether readers see this picture now."""
    shown = exists().where(Post.picture_id == picture.id, Post.status == "published")
    return session.scalar(select(shown)) or False


def marked(session: Session, coverage: Coverage, kind: str) -> Sequence[Post]:
    """The published posts that carry this mark, newest first."""
    return session.scalars(_marked(session, coverage, kind).options(*WHOLE)).all()


def summary(session: Session, coverage: Coverage) -> Post | None:
    """The newest published post that sums up so far."""
    return session.scalar(_marked(session, coverage, "summary").limit(1).options(*WHOLE))


def summary_id(session: Session, coverage: Coverage) -> UUID | None:
    """The id of that post."""
    return session.scalar(_marked(session, coverage, "summary").with_only_columns(Post.id).limit(1))


def count(session: Session, coverage: Coverage) -> int:
    """How many posts readers can see."""
    return (
        session.scalar(
            select(func.count()).where(Post.coverage_id == coverage.id, Post.status.in_(PUBLIC))
        )
        or 0
    )


def newest_position(session: Session, coverage: Coverage) -> str:
    """The position of the newest public post; empty while there is none."""
    positions = select(func.max(Post.position)).where(
        Post.coverage_id == coverage.id, Post.status.in_(PUBLIC)
    )
    return session.scalar(positions) or ""


def newest(session: Session, coverage_ids: Sequence[int]) -> dict[int, Post]:
    """The newest published post of each of these coverages that has one."""
    latest = (
        select(func.max(Post.position))
        .where(Post.coverage_id.in_(coverage_ids), Post.status == "published")
        .group_by(Post.coverage_id)
    )
    # The newest of one coverage can stand in the position of an older post of another.
    found = session.scalars(
        select(Post)
        .where(
            Post.coverage_id.in_(coverage_ids),
            Post.status == "published",
            Post.position.in_(latest),
        )
        .order_by(Post.position)
    )
    return {post.coverage_id: post for post in found}


def _portions(ids: Sequence[UUID]) -> Iterator[Sequence[UUID]]:
    """As many as one question may name."""
    yield from (ids[start : start + _AT_ONCE] for start in range(0, len(ids), _AT_ONCE))


def _public(coverage: Coverage) -> Select[Post]:
    return (
        select(Post).where(Post.coverage_id == coverage.id, Post.status.in_(PUBLIC)).options(*WHOLE)
    )


def _marked(session: Session, coverage: Coverage, kind: str) -> Select[Post]:
    """From the few marks to their posts: asked the other way, a database walks the whole ticker."""
    carrying = session.scalars(
        select(Mark.post_id).where(
            Mark.coverage_id == coverage.id, Mark.kind == kind, Mark.removed_at.is_(None)
        )
    ).all()
    marked = select(Post).where(Post.id.in_(carrying), Post.status == "published")
    return marked.order_by(Post.position.desc())
