"""Hindsight: what readers saw at the end of a minute that has passed.

As in `ticker.py`, drafts and embargoes end in these queries; so do the words of whatever was
withdrawn, by then or since. A post has the words that were public then, which later amendments and
corrections have left in its revisions; what came of it since is told beside it.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, func, or_, select, tuple_
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from depesche.newsroom import minutes, posts, ticker
from depesche.newsroom.dossier import remembering
from depesche.newsroom.dossier.readers.book import Book
from depesche.newsroom.dossier.remembering import Remembered
from depesche.newsroom.marks import MARKINGS
from depesche.newsroom.models import Change, Correction, Coverage, Mark, Mention, Post, Revision
from depesche.newsroom.ticker import PUBLIC, WHOLE, Page

# Of a post; not what is only fetched when it is asked for, such as what a search finds.
_COLUMNS: Final = [one for one in Post.__mapper__.column_attrs if not one.deferred]
_TICK: Final = timedelta.resolution
_AFTERWARDS: Final = ("amended", "corrected")  # kinds of versions saved once a post is public


@dataclass(frozen=True)
class Since:
    """What became of a post after that minute: corrections, and whether the picture that it
    showed then is one that nobody may see any more."""

    corrections: Sequence[Correction]
    has_lost_picture: bool


@dataclass(frozen=True)
class Steps:
    """The posts in whose minutes something happened just before and just after, as they are now;
    and of those that are key events."""

    earlier: Post | None
    later: Post | None
    earlier_key: Post | None
    later_key: Post | None


class Hindsight:
    """A coverage as it stood at the end of a minute.

    What readers see changes with a line of their log. So all is as of the last line by then, the
    one numbered `sequence`: between two lines, one minute is like the other. The posts that come
    out of here are no rows: nothing that is done to them is kept.
    """

    def __init__(self, session: Session, coverage: Coverage, minute: datetime) -> None:
        self.session = session
        self.coverage = coverage
        self.minute = minute
        self.sequence, self.end = _reached(session, coverage, minute + minutes.MINUTE)
        self.since: dict[UUID, Since] = {}
        self._last = f"{self.sequence:010d}"  # no post had a position behind this one
        self._stood: dict[UUID, Post] = {}
        self._marked: dict[str, Sequence[Post]] = {}

    def book(self) -> Book:
        """The dossier of then."""
        return Book(self.session, self.coverage, self._dossier)

    def page(
        self, *, before: str | None = None, after: str | None = None, limit: int = ticker.PAGE
    ) -> Page:
        """The newest posts of then, or those next to a position: older than `before`, else newer
        than `after`."""
        query = self._public().limit(limit + 1)
        if before is None and after is not None:
            above = query.where(Post.position > after).order_by(Post.position)
            found = self.session.scalars(above).all()
            shown = self._as_they_stood(found[:limit][::-1])
            return Page(shown, has_newer=len(found) > limit, has_older=True)
        if before is not None:
            query = query.where(Post.position < before)
        found = self.session.scalars(query.order_by(Post.position.desc())).all()
        shown = self._as_they_stood(found[:limit])
        return Page(shown, has_newer=before is not None, has_older=len(found) > limit)

    def marked(self, kind: str) -> Sequence[Post]:
        """The posts that carried this mark, newest first, with those that were withdrawn since."""
        if kind not in self._marked:
            self._marked[kind] = self._carrying(kind)
        return self._marked[kind]

    def summary(self) -> Post | None:
        """The newest of then that summed up so far."""
        return next(iter(self.marked("summary")), None)

    def steps(self) -> Steps:
        """Where to go from here."""
        shown = select(Post).where(Post.coverage_id == self.coverage.id, Post.status == "published")
        earlier = shown.where(Post.position <= self._last, Post.published_at < self.minute)
        later = shown.where(Post.position > self._last)
        keys = self._present_keys()
        return Steps(
            self.session.scalar(earlier.order_by(Post.position.desc()).limit(1)),
            self.session.scalar(later.order_by(Post.position).limit(1)),
            next((one for one in keys if self._is_earlier(one)), None),
            next((one for one in reversed(keys) if str(one.position) > self._last), None),
        )

    def _present_keys(self) -> Sequence[Post]:
        """The key events of now, newest first, with no more of them than a step tells."""
        found = select(Mark.post_id).where(
            Mark.coverage_id == self.coverage.id,
            Mark.kind == "key_event",
            Mark.removed_at.is_(None),
        )
        ids = self.session.scalars(found).all()
        shown = select(Post).where(Post.id.in_(ids), Post.status == "published")
        return self.session.scalars(shown.order_by(Post.position.desc())).all()

    def _carrying(self, kind: str) -> Sequence[Post]:
        """From the few marks to their posts: asked the other way, a database walks the ticker."""
        carrying = {mark.post_id for mark in self._marks([kind])}
        found = self.session.scalars(select(Post).where(Post.id.in_(carrying)).options(*WHOLE))
        public = [post for post in found if post.status in PUBLIC and self._was_there(post)]
        public.sort(key=lambda post: str(post.position), reverse=True)
        return self._as_they_stood(public)

    @cached_property
    def _dossier(self) -> Remembered:
        """Folded when it is asked for: where a page was drawn already, nobody does."""
        found = remembering.remembered(self.session, self.coverage, self.end)
        found.key_posts = self._key_posts
        return found

    def _key_posts(self) -> Sequence[Post]:
        return [post for post in self.marked("key_event") if not post.withdrawal]

    def _is_earlier(self, post: Post) -> bool:
        return post.published_at is not None and post.published_at < self.minute

    def _public(self) -> Select[Post]:
        return (
            select(Post)
            .where(Post.coverage_id == self.coverage.id, Post.status.in_(PUBLIC))
            .where(Post.position <= self._last)
            .options(*WHOLE)
        )

    def _was_there(self, post: Post) -> bool:
        return post.position is not None and post.position <= self._last

    def _marks(self, kinds: Collection[str]) -> list[Mark]:
        """The marks that stood, the oldest first."""
        stood = or_(Mark.removed_at.is_(None), Mark.removed_at >= self.end)
        found = select(Mark).where(
            Mark.coverage_id == self.coverage.id, Mark.kind.in_(kinds), Mark.made_at < self.end
        )
        return sorted(self.session.scalars(found.where(stood)), key=lambda mark: mark.id)

    def _as_they_stood(self, found: Sequence[Post]) -> list[Post]:
        """These posts as they were then, each made once."""
        fresh = [post for post in found if post.id not in self._stood]
        standing = {post.id for post in fresh if post.status == "published"}
        versions = _public_versions(self.session, standing, self.end)
        marks = self._marks_of(standing)
        named = remembering.mentions(self.session, standing, self.end)
        for post in fresh:
            if post.status == "withdrawn":
                self._stood[post.id] = _notice(post)
                continue
            version = versions[post.id]
            stood = self._stood[post.id] = _as_it_stood(post, version, marks[post.id], self.end)
            self._tell(stood, named.get(post.id, ()))
            self.since[post.id] = Since(
                [one for one in post.corrections if one.made_at >= self.end],
                has_lost_picture=version.picture_id not in {None, post.picture_id},
            )
        return [self._stood[post.id] for post in found]

    def _tell(self, stood: Post, named: Sequence[Mention]) -> None:
        """What the post said to the dossier, and whom it named."""
        found = [one for one in named if self._dossier.stands(one.kind, one.key)]
        set_committed_value(stood, "mentions", found)
        set_committed_value(stood, "told", self._dossier.told_by(stood.id))

    def _marks_of(self, ids: Collection[UUID]) -> Mapping[UUID, list[Mark]]:
        found = defaultdict[UUID, list[Mark]](list)
        for mark in self._marks(MARKINGS):
            if mark.post_id in ids:
                found[mark.post_id].append(mark)
        return found


def _reached(session: Session, coverage: Coverage, end: datetime) -> tuple[int, datetime]:
    """How many lines the readers' log had by then, and the end of the last one: of what was there
    all is older. Its times have no index, but are in order."""

    def told_at(number: int) -> datetime:
        line = select(Change.at).where(
            Change.coverage_id == coverage.id,
            Change.audience == "reader",
            Change.sequence == number,
        )
        return session.scalars(line).one()

    lines = bisect_left(range(1, coverage.sequence + 1), end, key=told_at)
    return lines, told_at(lines) + _TICK if lines else end


def _public_versions(
    session: Session, ids: Collection[UUID], end: datetime
) -> dict[UUID, Revision]:
    """The version of each of these public posts that readers had.

    What went out is the newest version that is no change of a public post: those before it were
    drafts, and are never it. Later ones count from when they were saved.
    """
    was_public = or_(Revision.kind.not_in(_AFTERWARDS), Revision.saved_at < end)
    newest = (
        select(Revision.post_id, func.max(Revision.number))
        .where(Revision.post_id.in_(ids), was_public)
        .group_by(Revision.post_id)
    )
    found = select(Revision).where(tuple_(Revision.post_id, Revision.number).in_(newest))
    return {version.post_id: version for version in session.scalars(found)}


def _as_it_stood(post: Post, version: Revision, marks: Iterable[Mark], end: datetime) -> Post:
    """The post in that version. Its picture is the one that it still shows, or none."""
    stood = _copy(post, revision=version.number, updated_at=version.saved_at, **posts.kept(version))
    is_pictured = version.picture_id == post.picture_id
    set_committed_value(stood, "picture", post.picture if is_pictured else None)
    set_committed_value(stood, "marks", list(marks))
    told = [one for one in post.corrections if one.made_at < end]
    set_committed_value(stood, "corrections", told)
    return stood


def _notice(post: Post) -> Post:
    """Of a post that was withdrawn, by then or since, nothing but its notice."""
    wordless = dict.fromkeys(posts.KEPT, "") | {"picture_id": None, "decorative": False}
    stood = _copy(post, **wordless)
    set_committed_value(stood, "withdrawal", post.withdrawal)
    return stood


def _copy(post: Post, **otherwise: Any) -> Post:
    """A post that no session knows, with all that drawing one asks for."""
    columns = {one.key: getattr(post, one.key) for one in _COLUMNS if one.key != "annotations"}
    stood = Post(**{**columns, "annotations": [], **otherwise})
    set_committed_value(stood, "coverage", post.coverage)
    set_committed_value(stood, "author", post.author)
    for name in ("picture", "withdrawal", "presence"):
        set_committed_value(stood, name, None)
    for name in ("marks", "corrections", "returns", "mentions", "told"):
        set_committed_value(stood, name, [])
    return stood
