"""Flags: a post was corrected or withdrawn, and somebody has to look at what rests on it."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from depesche.newsroom.dossier import acts, objects
from depesche.newsroom.dossier.acts import Deed
from depesche.newsroom.models import Coverage, DossierObject, Person, Post


def keep(
    session: Session, coverage: Coverage, kind: str, key: str, *, by: Person, now: datetime
) -> None:
    """Somebody has looked: it holds. Raises NotAllowed, CoverageArchived, NotFound."""
    objects.check_writable(session, coverage, by)
    if objects.find(session, coverage, kind, key).flags:
        acts.record(session, coverage, kind=kind, key=key, verb="keep", facts={}, by=by, now=now)


def keep_all(session: Session, coverage: Coverage, post: Post, *, by: Person, now: datetime) -> int:
    """All that was flagged for this post holds; returns how many. Raises as `keep` does."""
    objects.check_writable(session, coverage, by)
    found = [one for one in flagged(session, coverage) if _is_for(one, post)]
    deeds = [Deed(one.kind, one.key, "keep") for one in found]
    acts.record_all(session, coverage, deeds, by=by, now=now)
    return len(found)


def flagged(session: Session, coverage: Coverage) -> Sequence[DossierObject]:
    """All that somebody has to look at, in the order in which it changed."""
    found = session.scalars(
        select(DossierObject)
        .where(DossierObject.coverage_id == coverage.id)
        .where(DossierObject.standing.in_(("standing", "withdrawn")))
        .order_by(DossierObject.act)
    )
    return [one for one in found if one.flags]


def flagged_for(session: Session, coverage: Coverage, post: Post) -> Sequence[DossierObject]:
    """What has to be looked at because of this post."""
    return [one for one in flagged(session, coverage) if _is_for(one, post)]


def _is_for(one: DossierObject, post: Post) -> bool:
    return any(flag["post"] == str(post.id) for flag in one.flags)
