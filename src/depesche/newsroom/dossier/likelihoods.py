"""Likelihoods of scenarios: proposed by one person of the desk, confirmed by another."""

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from depesche.errors import NothingToConfirm, SecondPersonNeeded
from depesche.newsroom import people
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
    TooLong.
    """
    objects.check_writable(session, coverage, by)
    scenario = objects.present(session, coverage, "scenario", key)
    proposed = scenarios.likelihood(low=low, high=high, words_=words, author=author)
    proposed = naming(session, coverage).owned(proposed)
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

    Raises NotAllowed, CoverageArchived, NotFound, NothingToConfirm, SecondPersonNeeded.
    """
    people.require(session, by, "confirm", coverage)
    objects.check_writable(session, coverage, by)
    scenario = objects.present(session, coverage, "scenario", key)
    all_ = scenario.facts.get("likelihoods", [])
    found = next((one for one in all_ if one["number"] == number), None)
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
