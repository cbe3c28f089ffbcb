"""Traces: what a post said to the dossier, and in which posts an object of it is seen."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from depesche.newsroom import ticker
from depesche.newsroom.dossier.kinds import NAMING, questions
from depesche.newsroom.dossier.links import BASIS
from depesche.newsroom.dossier.readers.book import Book
from depesche.newsroom.models import Coverage, DossierObject, Mention, Post
from depesche.newsroom.ticker import Page

_SPOKEN_TO: Final = ("question", "scenario")
_AT_ONCE: Final = 400  # posts in one question


@dataclass(frozen=True)
class Claimed:
    """A claim of a post; `verbatim` are the words of a quote, else it is all of the post."""

    href: str
    verbatim: str
    status: str


@dataclass(frozen=True)
class Taken:
    """A position that a post says somebody has."""

    href: str
    actor: str
    issue: str
    stance: str


@dataclass(frozen=True)
class Spoken:
    """A question or a scenario that a post speaks to; of a scenario, in which direction."""

    href: str
    text: str
    shift: str = ""


@dataclass
class Trace:
    """What one post said: quotes, positions it took, questions it asked and answered, scenarios
    it speaks for or against."""

    claims: list[Claimed] = field(default_factory=list)
    positions: list[Taken] = field(default_factory=list)
    asked: list[Spoken] = field(default_factory=list)
    answered: list[Spoken] = field(default_factory=list)
    shifted: list[Spoken] = field(default_factory=list)


def of_posts(session: Session, coverage: Coverage, posts: Sequence[Post]) -> dict[UUID, Trace]:
    """What each of these posts said, of those that said anything."""
    return of_posts_in(Book(session, coverage), posts)


def of_posts_in(book: Book, posts: Sequence[Post]) -> dict[UUID, Trace]:
    """The same, as the book has it."""
    found = defaultdict[UUID, Trace](Trace)
    told = [one for post in posts for one in post.told if one.standing == "standing"]
    book.opened([one for one in told if one.kind == "position"])
    for one in told:
        _came_with(book, found[UUID(str(one.post_id))], one)
    for post_id, one in _spoken_to(book, posts):
        _spoke_to(book, found[post_id], str(post_id), one)
    return dict(found)


def claims_of(session: Session, posts: Iterable[Post]) -> dict[UUID, Trace]:
    """What each of these posts claims, of whichever coverages they are; no more of its trace."""
    found = defaultdict[UUID, Trace](Trace)
    ids = sorted({post.id for post in posts})
    for some in (ids[at : at + _AT_ONCE] for at in range(0, len(ids), _AT_ONCE)):
        rows = session.execute(
            select(DossierObject, Coverage)
            .join(Coverage, Coverage.id == DossierObject.coverage_id)
            .where(DossierObject.post_id.in_(some), DossierObject.kind == "claim")
            .where(DossierObject.standing == "standing")
            .order_by(DossierObject.made)
        )
        for one, coverage in rows:
            _came_with(Book(session, coverage), found[UUID(str(one.post_id))], one)
    return dict(found)


def posts_about(
    session: Session, coverage: Coverage, one: DossierObject, *, before: str | None, limit: int
) -> Page:
    """The posts on which the object rests and those that mention it, newest first."""
    mentioning = select(Mention.post_id).where(
        Mention.coverage_id == coverage.id, Mention.kind == one.kind, Mention.key == one.key
    )
    ids = {*map(UUID, one.facts["posts"])}
    if one.kind in NAMING:
        ids |= set(session.scalars(mentioning))
    return ticker.page_of(session, coverage, ids, before=before, limit=limit)


def _came_with(book: Book, trace: Trace, one: DossierObject) -> None:
    href, facts = book.href(one.kind, one.key), one.facts
    if one.kind == "claim":
        trace.claims.append(Claimed(href, facts["verbatim"], facts["status"]))
    elif one.kind == "question":
        trace.asked.append(Spoken(href, facts["text"]))
    elif one.kind == "position":
        actor, issue = book.ref("actor", facts["actor"]), book.ref("issue", facts["issue"])
        if actor and issue and actor.href and issue.href:
            trace.positions.append(Taken(href, actor.text, issue.text, facts["stance"]))


def _spoken_to(book: Book, posts: Sequence[Post]) -> list[tuple[UUID, DossierObject]]:
    """The questions and scenarios that rest on these posts, whatever they came with."""
    ids = [str(post.id) for post in posts]
    linked = book.holdings.linked(_SPOKEN_TO, (BASIS,), "post", ids)
    found = [(UUID(link.to_key), link.one) for link in linked]
    return sorted(found, key=lambda pair: pair[1].made)


def _spoke_to(book: Book, trace: Trace, post: str, one: DossierObject) -> None:
    href = book.href(one.kind, one.key)
    if one.kind == "question":
        if any(answer["post"] == post for answer in questions.answers(one.facts)):
            trace.answered.append(Spoken(href, one.facts["text"]))
        return
    shifts = [each["shift"] for each in one.facts.get("shifts", ()) if each["post"] == post]
    if shifts:
        trace.shifted.append(Spoken(href, one.facts["label"], shifts[-1]))
