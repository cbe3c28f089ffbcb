"""Likelihoods of scenarios: proposed by one person of the desk, confirmed by another."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from depesche.errors import (
    AuthorIsActor,
    NothingToConfirm,
    NothingToTakeBack,
    OutcomeKnown,
    PersonNeeded,
    SecondPersonNeeded,
)
from depesche.newsroom import keys, people
from depesche.newsroom.dossier import acts, objects
from depesche.newsroom.dossier.kinds import scenarios
from depesche.newsroom.dossier.naming import naming
from depesche.newsroom.models import Coverage, DossierObject, Person


def estimate(
    session: Session,
    coverage: Coverage,
    key: str,
    *,
    low: int,
    high: int,
    words: str,
    author: Any,
    by: Person,
    now: datetime,
) -> int:
    """Propose how likely the scenario is, in per cent; returns the number to confirm it by.

    Proposing what was proposed last changes nothing.

    Raises NotAllowed, CoverageArchived, NotFound, LikelihoodOutOfRange, AuthorMissing, Missing,
    TooLong, AuthorIsActor, OutcomeKnown.
    """
    objects.check_writable(session, coverage, by)
    scenario = _open(session, coverage, key)
    proposed = scenarios.likelihood(low=low, high=high, words_=words, author=author)
    if "actor" in naming(session, coverage).owner(proposed["author"]["name"]):
        raise AuthorIsActor(field="author")
    last = (scenario.facts.get("likelihoods") or [None])[-1]
    if last and all(last[field] == value for field, value in proposed.items()):
        return int(last["number"])
    act = acts.record(
        session, coverage, kind="scenario", key=key, verb="estimate", facts=proposed, by=by, now=now
    )
    return act.number


def confirm(
    session: Session, coverage: Coverage, key: str, number: int, *, by: Person, now: datetime
) -> DossierObject:
    """Stand behind a likelihood as the second person; from now on readers see it.

    Confirming it twice is confirming it once.

    Raises NotAllowed, PersonNeeded, CoverageArchived, NotFound, OutcomeKnown, NothingToConfirm,
    SecondPersonNeeded.
    """
    people.require(session, by, "confirm", coverage)
    if keys.is_program(session, by):
        raise PersonNeeded
    objects.check_writable(session, coverage, by)
    scenario = _open(session, coverage, key)
    found = _numbered(scenario, number)
    if found is None:
        raise NothingToConfirm
    if found["by"] == by.id:
        raise SecondPersonNeeded
    if not found["confirmed_at"]:
        acts.record(
            session, coverage, kind="scenario", key=key, verb="confirm",
            facts={"number": number}, by=by, now=now,
        )  # fmt: skip
    return scenario


def take_back(
    session: Session, coverage: Coverage, key: str, number: int, *, by: Person, now: datetime
) -> DossierObject:
    """The likelihood was wrong, or should not be there: nobody sees it any more.

    Raises NotAllowed, CoverageArchived, NotFound, NothingToTakeBack.
    """
    objects.check_writable(session, coverage, by)
    scenario = objects.present(session, coverage, "scenario", key)
    if _numbered(scenario, number) is None:
        raise NothingToTakeBack
    acts.record(
        session, coverage, kind="scenario", key=key, verb="retract",
        facts={"number": number}, by=by, now=now,
    )  # fmt: skip
    return scenario


def _open(session: Session, coverage: Coverage, key: str) -> DossierObject:
    """The scenario, while nobody knows how it ends. Raises NotFound, OutcomeKnown."""
    scenario = objects.present(session, coverage, "scenario", key)
    if scenarios.is_over(scenario.facts):
        raise OutcomeKnown
    return scenario


def _numbered(scenario: DossierObject, number: int) -> dict[str, Any] | None:
    found = scenarios.all_(scenario.facts)
    return next((one for one in found if one["number"] == number), None)
