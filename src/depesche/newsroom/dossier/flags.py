"""Flags: a post was corrected or withdrawn, and somebody has to look at what rests on it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from depesche.newsroom.dossier import acts, objects
from depesche.newsroom.dossier.links import BASIS
from depesche.newsroom.models import Coverage, DossierLink, DossierObject, Person, Post

Why = Literal["corrected", "withdrawn"]


def raise_(
    session: Session, coverage: Coverage, post: Post, why: Why, *, by: Person, now: datetime
) -> None:
    """Flag all that rests on the post, and what rests on that; a withdrawn one carries nothing."""
    direct = resting_on(session, coverage, "post", str(post.id))
    verb = "ground" if why == "withdrawn" else "flag"
    fallen = [one.key for one in direct if one.kind == "claim" and one.post_id == post.id]
    for one in direct:
        acts.record(
            session, coverage, kind=one.kind, key=one.key, verb=verb,
            facts={"why": why, "claims": fallen} if one.kind == "position" else {"why": why},
            by=by, now=now, post=post, tells_post=False,
        )  # fmt: skip
    for one in _indirect(session, coverage, direct):
        acts.record(
            session, coverage, kind=one.kind, key=one.key, verb="flag", facts={"why": why},
            by=by, now=now, post=post, tells_post=False,
        )  # fmt: skip


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
    for one in found:
        keep(session, coverage, one.kind, one.key, by=by, now=now)
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


def resting_on(
    session: Session, coverage: Coverage, kind: str, key: str
) -> Sequence[DossierObject]:
    """What stands in the dossier and rests on this post or claim."""
    roles = (BASIS,) if kind == "post" else ("claims", "depends_on", "contradicts", "revises")
    linked = (
        select(DossierLink.kind, DossierLink.key)
        .where(DossierLink.coverage_id == coverage.id, DossierLink.role.in_(roles))
        .where(DossierLink.to_kind == kind, DossierLink.to_key == key)
        .distinct()
    )
    found = [
        session.get_one(DossierObject, (coverage.id, of, name))
        for of, name in session.execute(linked)
    ]
    standing = [one for one in found if one.standing == "standing"]
    return sorted(standing, key=lambda one: one.made)


def _indirect(
    session: Session, coverage: Coverage, direct: Sequence[DossierObject]
) -> Sequence[DossierObject]:
    """What rests on the claims among these, and is not among them itself."""
    found = {
        (one.kind, one.key): one
        for claim in direct
        if claim.kind == "claim"
        for one in resting_on(session, coverage, "claim", claim.key)
    }
    known = {(one.kind, one.key) for one in direct}
    return [one for name, one in found.items() if name not in known]


def _is_for(one: DossierObject, post: Post) -> bool:
    return any(flag["post"] == str(post.id) for flag in one.flags)
