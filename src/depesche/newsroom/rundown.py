"""The rundown: what the desk sees. Posts in every state, chosen, counted, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, func, select, tuple_
from sqlalchemy.orm import Session, joinedload, selectinload

from depesche.newsroom.models import Coverage, Person, Post, Presence, Return, Revision
from depesche.newsroom.ticker import WHOLE

# All that drawing a row needs, fetched with it: what readers see, who is at work on the post, and
# why it was sent back.
AT_THE_DESK: Final = (
    *WHOLE,
    joinedload(Post.presence).joinedload(Presence.person),
    selectinload(Post.returns).joinedload(Return.made_by),
)
LOOKED_UP: Final = 100  # characters of what is searched for


@dataclass(frozen=True)
class Choice:
    """Which posts to show: of one status (else all that are not discarded), of one author, with
    these words."""

    status: str | None = None
    author: Person | None = None
    words: str = ""

    def conditions(self) -> list[ColumnElement[bool]]:
        """The same as SQL."""
        in_state = Post.status == self.status if self.status else Post.status != "discarded"
        return [in_state, *self._regardless_of_status()]

    def _regardless_of_status(self) -> list[ColumnElement[bool]]:
        found = [Post.author_id == self.author.id] if self.author else []
        for word in self.words[:LOOKED_UP].lower().split():
            said = func.lower(Post.headline + " " + Post.text + " " + Post.byline)
            found.append(said.contains(word, autoescape=True))
        return found


def page(
    session: Session,
    coverage: Coverage,
    choice: Choice | None = None,
    *,
    before: Post | None = None,
    limit: int,
) -> Sequence[Post]:
    """The chosen posts from the newest down, or those before one: by when a post was published,
    or made where it is not public yet."""
    moment = func.coalesce(Post.published_at, Post.created_at)
    chosen = (choice or Choice()).conditions()
    query = select(Post).where(Post.coverage_id == coverage.id, *chosen).options(*AT_THE_DESK)
    if before is not None:
        last: tuple[Any, UUID] = (before.published_at or before.created_at, before.id)
        query = query.where(tuple_(moment, Post.id) < tuple_(*last))
    return session.scalars(query.order_by(moment.desc(), Post.id.desc()).limit(limit)).all()


def counts(
    session: Session, coverage: Coverage, *, author: Person | None = None, words: str = ""
) -> dict[str, int]:
    """How many posts there are of each status that has any."""
    regardless = Choice(author=author, words=words)._regardless_of_status()
    found = session.execute(
        select(Post.status, func.count())
        .where(Post.coverage_id == coverage.id, *regardless)
        .group_by(Post.status)
    )
    return dict(found.all())


def returned(session: Session, coverage: Coverage, author: Person) -> int:
    """How many of their posts were sent back to them and stand as they came."""
    query = (
        select(func.count())
        .select_from(Post)
        .join(Revision, (Revision.post_id == Post.id) & (Revision.number == Post.revision))
        .where(Post.coverage_id == coverage.id, Post.author_id == author.id)
        .where(Post.status == "draft", Revision.kind == "returned")
    )
    return session.scalar(query) or 0


def waiting(session: Session, coverage_ids: Sequence[int]) -> dict[int, int]:
    """How many submitted posts wait for an editor in each of these coverages that has any."""
    found = session.execute(
        select(Post.coverage_id, func.count())
        .where(Post.coverage_id.in_(coverage_ids), Post.status == "submitted")
        .group_by(Post.coverage_id)
    )
    return dict(found.all())
