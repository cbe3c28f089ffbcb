"""Coverages: made, announced, opened at their minute, paused, ended, archived."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from depesche.errors import (
    CoverageArchived,
    NoSuchStep,
    NotFound,
    OpeningMissing,
    OpeningPassed,
    PresentationFixed,
    SlugFixed,
    SlugTaken,
    UnknownLanguage,
    UnknownStatus,
)
from depesche.newsroom import changes, people, words, zones
from depesche.newsroom.dossier import objects, telling
from depesche.newsroom.dossier.kinds import questions
from depesche.newsroom.models import Assignment, Coverage, DossierObject, Person, Post

STATUSES: Final = ("draft", "announced", "live", "paused", "ended", "archived")
OPEN: Final = ("live", "paused")  # posts go out

_STEPS: Final[Mapping[str, tuple[str, ...]]] = {
    "draft": ("announced", "live"),
    "announced": ("live", "ended"),
    "live": ("paused", "ended"),
    "paused": ("live", "ended"),
    "ended": ("live", "archived"),
    "archived": (),
}
_LINES: Final = ("headline", "dateline", "official_subject", "unofficial_subject", "lead_question")
_FIXED_ONCE_POSTED: Final = ("language", "newsroom_zone")


def find(session: Session, slug: str, *, to_write: bool = False) -> Coverage:
    """The coverage of that slug; `to_write` makes other writers of it wait. Raises NotFound."""
    if not words.is_slug(slug):  # no database need know what to do with just any string
        raise NotFound
    query = select(Coverage).where(Coverage.slug == slug)
    coverage = session.scalar(query.with_for_update() if to_write else query)
    if coverage is None:
        raise NotFound
    return coverage


def public(session: Session, slug: str) -> Coverage:
    """The coverage of that slug, if readers may see it. Raises NotFound."""
    coverage = find(session, slug)
    if coverage.status == "draft":
        raise NotFound
    return coverage


def listed(session: Session, *, statuses: Sequence[str] = STATUSES) -> Sequence[Coverage]:
    """The coverages in these states: what is live first, then what opens next, then the latest."""
    rank = {"live": 0, "paused": 0, "announced": 1, "draft": 2, "ended": 3, "archived": 3}
    found = session.scalars(
        select(Coverage).where(Coverage.status.in_(statuses)).order_by(Coverage.id)
    ).all()
    return sorted(found, key=lambda c: (rank[c.status], _nearness(c)))


def page(session: Session, *, after: int = 0, limit: int) -> Sequence[Coverage]:
    """Coverages in the order they were made, from the one after that id."""
    return session.scalars(
        select(Coverage).where(Coverage.id > after).order_by(Coverage.id).limit(limit)
    ).all()


def readable(session: Session, person: Person) -> Sequence[Coverage]:
    """What this person sees at the desk: everything, or for a contributor their own."""
    return [c for c in listed(session) if people.may(session, person, "read", c)]


def contributors(session: Session, coverage: Coverage) -> Sequence[Person]:
    """The contributors whose own this coverage is."""
    return session.scalars(
        select(Person)
        .join(Assignment, Assignment.person_id == Person.id)
        .where(Assignment.coverage_id == coverage.id)
        .order_by(Person.name)
    ).all()


def make(
    session: Session, *, headline: str, by: Person, now: datetime, slug: str = "", **fields: Any
) -> Coverage:
    """A new coverage, as a draft. Without a slug it gets one made of the headline.

    Raises NotAllowed, SlugTaken and what is wrong with the fields (see `edit`).
    """
    people.require(session, by, "arrange")
    slug = words.slug(slug or _free_slug(session, words.slug_from(headline) or "ticker"))
    if session.scalar(select(Coverage.id).where(Coverage.slug == slug)) is not None:
        raise SlugTaken(slug=slug, field="slug")
    zone = fields.get("newsroom_zone") or "Europe/Berlin"
    coverage = Coverage(
        slug=slug,
        status="draft",
        headline="",
        standfirst="",
        dateline="",
        language="de",
        newsroom_zone=zone,
        event_zone=zone,
        official_subject="",
        unofficial_subject="",
        lead_question="",
        created_at=now,
        created_by_id=by.id,
    )
    _set(coverage, {"headline": headline, **fields})
    try:
        with session.begin_nested():
            session.add(coverage)
    except IntegrityError as error:  # somebody made it at the same moment
        raise SlugTaken(slug=slug, field="slug") from error
    _ask_lead(session, coverage, by=by, now=now)
    return coverage


def edit(session: Session, coverage: Coverage, *, by: Person, now: datetime, **fields: Any) -> None:
    """Change what is given: headline, standfirst, slug, dateline, language, newsroom_zone,
    event_zone, opens_at, official_subject, unofficial_subject, lead_question.

    Raises CoverageArchived, NotAllowed, SlugFixed, SlugTaken, PresentationFixed, OpeningPassed,
    OpeningMissing, UnknownLanguage, UnknownZone, NaiveTime, Missing, TooLong.
    """
    people.require(session, by, "arrange", coverage)
    _check_fixed(session, coverage, fields)
    before, opening, lead = _snapshot(coverage), coverage.opens_at, coverage.lead_question
    _set(coverage, fields)
    if _snapshot(coverage) == before:
        return
    if coverage.status == "archived":
        raise CoverageArchived
    if coverage.status == "announced" and coverage.opens_at != opening:
        _check_opening(coverage, now)
    if coverage.lead_question != lead:
        _ask_lead(session, coverage, by=by, now=now)
    _tell(session, coverage, now)
    if coverage.opens_at != opening:
        telling.tell_counts(session, coverage, now=now)


def announce(session: Session, coverage: Coverage, *, by: Person, now: datetime) -> None:
    """Show readers the preview; it opens by itself. Raises OpeningMissing, OpeningPassed."""
    _check_opening(coverage, now)
    _step(session, coverage, "announced", by=by, now=now)


def open_now(session: Session, coverage: Coverage, *, by: Person, now: datetime) -> None:
    """Open the ticker, or open it again."""
    _step(session, coverage, "live", by=by, now=now)


def pause(session: Session, coverage: Coverage, *, by: Person, now: datetime) -> None:
    """Tell readers that nothing is expected for a while. Posts still go out."""
    _step(session, coverage, "paused", by=by, now=now)


def end(session: Session, coverage: Coverage, *, by: Person, now: datetime) -> None:
    """Close the ticker. What was still scheduled becomes a draft again: nothing goes out later."""
    _step(session, coverage, "ended", by=by, now=now)
    coverage.ended_at = now
    waiting = select(Post).where(Post.coverage_id == coverage.id, Post.status == "scheduled")
    for post in session.scalars(waiting):
        post.status, post.due_at = "draft", None
        changes.record(session, coverage, kind="post", object_id=post.id, now=now, audience="desk")


def archive(session: Session, coverage: Coverage, *, by: Person, now: datetime) -> None:
    """From now on nothing changes any more."""
    _step(session, coverage, "archived", by=by, now=now)


_VERBS: Final = {
    "announced": announce,
    "live": open_now,
    "paused": pause,
    "ended": end,
    "archived": archive,
}


def bring(session: Session, coverage: Coverage, status: str, *, by: Person, now: datetime) -> None:
    """Take the step to that status; staying where it is is no step.

    Raises UnknownStatus, NoSuchStep and what the step raises.
    """
    people.require(session, by, "arrange", coverage)
    if status == coverage.status:
        return
    if status not in STATUSES:
        raise UnknownStatus(status=status, known=", ".join(STATUSES), field="status")
    if status not in _VERBS:
        raise NoSuchStep(status=coverage.status, wanted=status)
    _VERBS[status](session, coverage, by=by, now=now)


def steps(coverage: Coverage) -> tuple[str, ...]:
    """The states it may be brought to from here."""
    return _STEPS[coverage.status]


def open_due(session: Session, *, now: datetime) -> Sequence[Coverage]:
    """Open every announced coverage whose minute has come, however long ago it was."""
    due = session.scalars(
        select(Coverage)
        .where(Coverage.status == "announced", Coverage.opens_at <= now)
        .order_by(Coverage.opens_at)
        .with_for_update()
    ).all()
    for coverage in due:
        _become(session, coverage, "live", now)
    return due


def next_opening(session: Session) -> datetime | None:
    """When the next announced coverage opens."""
    return session.scalar(
        select(Coverage.opens_at)
        .where(Coverage.status == "announced")
        .order_by(Coverage.opens_at)
        .limit(1)
    )


def _step(session: Session, coverage: Coverage, status: str, *, by: Person, now: datetime) -> None:
    people.require(session, by, "arrange", coverage)
    if status not in _STEPS[coverage.status]:
        raise NoSuchStep(status=coverage.status, wanted=status)
    _become(session, coverage, status, now)


def _become(session: Session, coverage: Coverage, status: str, now: datetime) -> None:
    coverage.status = status
    if status == "live":
        coverage.opened_at = coverage.opened_at or now
        coverage.ended_at = None
    _tell(session, coverage, now)


def _tell(session: Session, coverage: Coverage, now: datetime) -> None:
    changes.record(
        session, coverage, kind="coverage", object_id=coverage.id, now=now, audience="desk"
    )
    if coverage.status != "draft":
        changes.record(session, coverage, kind="coverage", object_id=coverage.slug, now=now)


def _check_opening(coverage: Coverage, now: datetime) -> None:
    if coverage.opens_at is None:
        raise OpeningMissing
    if coverage.opens_at <= now:
        raise OpeningPassed


def _ask_lead(session: Session, coverage: Coverage, *, by: Person, now: datetime) -> None:
    """The lead question is one of the dossier's open questions."""
    if coverage.lead_question:
        asked = coverage.lead_question
        objects.put(session, coverage, "question", questions.LEAD, text=asked, by=by, now=now)
    elif session.get(DossierObject, (coverage.id, "question", questions.LEAD)) is not None:
        objects.remove(session, coverage, "question", questions.LEAD, by=by, now=now)


def _check_fixed(session: Session, coverage: Coverage, fields: Mapping[str, Any]) -> None:
    slug = fields.get("slug", coverage.slug)
    if slug != coverage.slug:
        if coverage.status != "draft":
            raise SlugFixed
        words.slug(slug)
        if session.scalar(select(Coverage.id).where(Coverage.slug == slug)) is not None:
            raise SlugTaken(slug=slug, field="slug")
    for field in _FIXED_ONCE_POSTED:
        differs = fields.get(field, getattr(coverage, field)) != getattr(coverage, field)
        if differs and _has_posted(session, coverage):
            raise PresentationFixed(field=field)


def _has_posted(session: Session, coverage: Coverage) -> bool:
    posted = select(func.count()).where(
        Post.coverage_id == coverage.id, Post.published_at.is_not(None)
    )
    return bool(session.scalar(posted))


def _set(coverage: Coverage, fields: Mapping[str, Any]) -> None:
    for field, value in fields.items():
        setattr(coverage, field, _checked(field, value))


def _checked(field: str, value: Any) -> Any:
    if field in _LINES:
        return words.line(value, field, required=field == "headline")
    if field == "standfirst":
        return words.note(value, field)
    if field in {"newsroom_zone", "event_zone"}:
        return zones.zone(value, field).key
    if field == "language" and value not in words.LANGUAGES:
        raise UnknownLanguage(language=value, known=", ".join(words.LANGUAGES), field="language")
    return zones.aware(value, field) if field == "opens_at" else value


def _snapshot(coverage: Coverage) -> tuple[object, ...]:
    return tuple(
        getattr(coverage, field)
        for field in (
            *_LINES,
            "standfirst",
            "slug",
            "language",
            "newsroom_zone",
            "event_zone",
            "opens_at",
        )
    )


def _free_slug(session: Session, wanted: str) -> str:
    stem = wanted[: words.SLUG - len("-9999")].rstrip("-")
    taken = set(session.scalars(select(Coverage.slug).where(Coverage.slug.startswith(stem))))
    numbered = (f"{stem}-{n}" for n in range(2, 10_000))
    return next(s for s in chain([wanted], numbered) if s not in taken | words.RESERVED)


def _nearness(coverage: Coverage) -> float:
    moment = coverage.opens_at or coverage.created_at
    if coverage.status == "announced":
        return moment.timestamp()
    return -(coverage.ended_at or coverage.opened_at or moment).timestamp()
