"""A whole ticker in parts, from its beginning, for whoever files it.

A public post keeps its position, and a withdrawn one its place: what stood in a part stays in it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from depesche.errors import NotFound
from depesche.newsroom import ticker
from depesche.newsroom.models import Coverage, Post

PART: Final = 500  # posts


@dataclass(frozen=True)
class Part:
    """Some posts in a row, oldest first; which part of how many, how many posts there are in all,
    and the number of the first of them."""

    posts: Sequence[Post]
    number: int
    count: int
    post_count: int
    first: int

    @property
    def is_last(self) -> bool:
        return self.number == self.count


def part(session: Session, coverage: Coverage, number: int) -> Part:
    """That part, counted from 1; the first is there before anything is. Raises NotFound."""
    post_count = ticker.count(session, coverage)
    count = max(1, -(-post_count // PART))
    if not 1 <= number <= count:
        raise NotFound
    before = (number - 1) * PART
    after = _position(session, coverage, before) if before else None
    page = ticker.page(session, coverage, order="oldest", after=after, limit=PART)
    return Part(page.posts, number, count, post_count, first=before + 1)


def _position(session: Session, coverage: Coverage, number: int) -> str | None:
    """The position of that post, counted from 1."""
    return session.scalar(
        select(Post.position)
        .where(Post.coverage_id == coverage.id, Post.status.in_(ticker.PUBLIC))
        .order_by(Post.position)
        .offset(number - 1)
        .limit(1)
    )
