"""The dossier as the desk sees it: what is in it, and what somebody has to look at."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import Text, cast, func, select
from sqlalchemy.orm import Session

from depesche.newsroom import people
from depesche.newsroom.dossier import flags, objects
from depesche.newsroom.dossier.kinds import KINDS, scenarios
from depesche.newsroom.models import Coverage, DossierObject, Person, Post

SEEN = ("standing", "withdrawn")


@dataclass(frozen=True)
class Check:
    """A post that was corrected or withdrawn, and what rests on it."""

    post: Post
    why: str  # corrected | withdrawn
    objects: Sequence[DossierObject]


def listed(session: Session, coverage: Coverage) -> Mapping[str, Sequence[DossierObject]]:
    """By kind, all that stands or was withdrawn, in its order."""
    found = session.scalars(
        select(DossierObject)
        .where(DossierObject.coverage_id == coverage.id, DossierObject.standing.in_(SEEN))
        .order_by(DossierObject.position.desc(), DossierObject.key)
    ).all()
    return {kind: [one for one in found if one.kind == kind] for kind in KINDS}


def to_check(session: Session, coverage: Coverage) -> Sequence[Check]:
    """The posts for which something has to be looked at, as they came; each with what that is."""
    flagged = flags.flagged(session, coverage)
    why = {flag["post"]: flag["why"] for one in flagged for flag in one.flags if flag["post"]}
    return [
        Check(
            session.get_one(Post, UUID(post_id)),
            reason,
            [one for one in flagged if any(flag["post"] == post_id for flag in one.flags)],
        )
        for post_id, reason in why.items()
    ]


def pending(session: Session, coverage: Coverage, person: Person) -> Sequence[DossierObject]:
    """The scenarios whose newest unconfirmed likelihood this person can confirm, newest last."""
    if not people.may(session, person, "confirm", coverage) or coverage.status == "archived":
        return []
    found = objects.standing(session, coverage, "scenario")
    return sorted((one for one in found if _waits_for(one, person)), key=lambda one: one.act)


def _waits_for(scenario: DossierObject, person: Person) -> bool:
    """Whether the likelihood that is offered for confirmation was proposed by somebody else."""
    proposed = scenarios.pending(scenario.facts)[-1:]
    is_over = scenarios.is_over(scenario.facts)
    return not is_over and any(one["by"] != person.id for one in proposed)


def waiting(session: Session, coverage: Coverage, person: Person) -> int:
    """How many objects this person has to look at, likelihoods to confirm among them."""
    return _flagged(session, coverage) + len(pending(session, coverage, person))


def _flagged(session: Session, coverage: Coverage) -> int:
    return (
        session.scalar(
            select(func.count())
            .select_from(DossierObject)
            .where(DossierObject.coverage_id == coverage.id, DossierObject.standing.in_(SEEN))
            .where(cast(DossierObject.flags, Text) != "[]")
        )
        or 0
    )
