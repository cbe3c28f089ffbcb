"""What readers see: posts page by page, pins, key events, the summary.

Only published and withdrawn posts come out of here: drafts and embargoes end in these queries.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

from sqlalchemy import Select, exists, func, select
from sqlalchemy.orm import Session, joinedload, selectinload

from depesche.errors import NotFound
from depesche.newsroom.models import Coverage, Mark, Picture, Post

Order = Literal["newest", "oldest"]  # what is read first

PAGE: Final = 30
ABOVE: Final = 3  # newer posts shown above the one a permalink leads to
PUBLIC: Final = ("published", "withdrawn")
OVER: Final = ("ended", "archived")  # of a coverage: nothing is added any more
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
    """Some posts in a row, as they are read, and whether there are more on either side."""

    posts: Sequence[Post]
    has_newer: bool
    has_older: bool
    order: Order = "newest"  # which end of the ticker is read first


def order_of(coverage: Coverage) -> Order:
    """A ticker that runs is read from its newest post, one that is over from its beginning."""
    return "oldest" if coverage.status in OVER else "newest"


def page(
    session: Session,
    coverage: Coverage,
    *,
    order: Order = "newest",
    before: str | None = None,
    after: str | None = None,
    limit: int = PAGE,
) -> Page:
    """The first posts in that order, or those next to a position: older than `before`, else newer
    than `after`.

    What is next to a position is next to it in either order, so that one can go both ways.
    """
    runs_up = after is not None or (order == "oldest" and before is None)
    query = _public(coverage).limit(limit + 1)
    query = query.order_by(Post.position if runs_up else Post.position.desc())
    if before is not None:
        query = query.where(Post.position < before)
    elif after is not None:
        query = query.where(Post.position > after)
    found = session.scalars(query).all()
    posts, has_more = found[:limit], len(found) > limit
    is_turned = runs_up != (order == "oldest")
    return Page(
        posts[::-1] if is_turned else posts,
        has_newer=has_more if runs_up else before is not None,
        has_older=after is not None if runs_up else has_more,
        order=order,
    )


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


def page_with(
    session: Session,
    coverage: Coverage,
    post: Post,
    *,
    order: Order = "newest",
    limit: int = PAGE,
) -> Page:
    """The page that holds this post: the first one if it is there, else one around it."""
    first = page(session, coverage, order=order, limit=limit)
    if post.position is None or any(p.id == post.id for p in first.posts):
        return first
    is_up = order == "oldest"
    near = _public(coverage).limit(ABOVE)
    if is_up:
        near = near.where(Post.position < post.position).order_by(Post.position.desc())
    else:
        near = near.where(Post.position > post.position).order_by(Post.position)
    above = session.scalars(near).all()
    edge = above[0].position  # next to the post
    older, newer = (None, edge) if is_up else (edge, None)
    left = limit - len(above)
    rest = page(session, coverage, order=order, before=older, after=newer, limit=left)
    posts = [*reversed(above), *rest.posts]
    return Page(
        posts,
        has_newer=rest.has_newer if is_up else True,
        has_older=True if is_up else rest.has_older,
        order=order,
    )


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
        .options(*WHOLE)
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
