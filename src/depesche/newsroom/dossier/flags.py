"""Flags: a post was corrected or withdrawn, and somebody has to look at what rests on it."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from depesche.newsroom.dossier import acts, objects
from depesche.newsroom.dossier.links import BASIS
from depesche.newsroom.models import Coverage, DossierLink, DossierObject, Person, Post

Why = Literal["corrected", "withdrawn"]

# By which fields something rests on a claim so that it cannot be right where that is not.
_CARRYING: Final = ("claims", "depends_on", "revises")


def raise_(
    session: Session, coverage: Coverage, post: Post, why: Why, *, by: Person, now: datetime
) -> None:
    """Flag all that rests on the post, and what rests on that; a withdrawn one carries nothing."""
    direct = resting_on(session, coverage, "post", str(post.id))
    if why == "withdrawn":
        drop(session, coverage, post, direct, why, by=by, now=now)
        return
    for one in [*direct, *_indirect(session, coverage, direct)]:
        _act(session, coverage, post, one, verb="flag", facts={"why": why}, by=by, now=now)


def drop(
    session: Session,
    coverage: Coverage,
    post: Post,
    based: Sequence[DossierObject],
    why: Why,
    *,
    by: Person,
    now: datetime,
) -> None:
    """These rest on the post no longer: what rests on nothing else falls, the rest is flagged.

    With a claim falls what rests on that alone.
    """
    indirect = _indirect(session, coverage, based)
    fallen: list[str] = []
    for one in sorted(based, key=lambda one: one.kind != "claim"):
        facts = {"why": why, "post": True, "claims": list(fallen)}
        _act(session, coverage, post, one, verb="ground", facts=facts, by=by, now=now)
        if one.kind == "claim" and one.standing != "standing":
            fallen.append(one.key)
    for one in indirect:
        lost = [key for key in one.facts.get("claims", ()) if key in fallen]
        facts = {"why": why, "post": False, "claims": lost} if lost else {"why": why}
        _act(
            session,
            coverage,
            post,
            one,
            verb="ground" if lost else "flag",
            facts=facts,
            by=by,
            now=now,
        )


def _act(
    session: Session,
    coverage: Coverage,
    post: Post,
    one: DossierObject,
    *,
    verb: str,
    facts: Mapping[str, Any],
    **who: Any,
) -> None:
    acts.record(
        session, coverage, kind=one.kind, key=one.key, verb=verb, facts=facts, post=post,
        tells_post=False, **who,
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
    """What stands in the dossier and rests on this post or claim, the oldest first."""
    roles = (BASIS,) if kind == "post" else (*_CARRYING, "contradicts")
    return list(dict.fromkeys(_linked(session, coverage, kind, key, roles)))


def _indirect(
    session: Session, coverage: Coverage, direct: Sequence[DossierObject]
) -> Sequence[DossierObject]:
    """What rests on the claims among these, step by step, and is not among them itself.

    What only contradicts one of them carries the question no further.
    """
    found: dict[DossierObject, None] = {}
    claims = [one for one in direct if one.kind == "claim"]
    asked = set(claims)
    while claims:
        claim = claims.pop()
        found |= dict.fromkeys(resting_on(session, coverage, "claim", claim.key))
        carrying = _linked(session, coverage, "claim", claim.key, _CARRYING)
        more = [one for one in carrying if one.kind == "claim" and one not in asked]
        claims += more
        asked.update(more)
    return [one for one in found if one not in direct]


def _linked(
    session: Session, coverage: Coverage, kind: str, key: str, roles: Sequence[str]
) -> Iterator[DossierObject]:
    linked = (
        select(DossierObject)
        .join(
            DossierLink,
            (DossierLink.coverage_id == DossierObject.coverage_id)
            & (DossierLink.kind == DossierObject.kind)
            & (DossierLink.key == DossierObject.key),
        )
        .where(DossierLink.coverage_id == coverage.id, DossierLink.role.in_(roles))
        .where(DossierLink.to_kind == kind, DossierLink.to_key == key)
        .where(DossierObject.standing == "standing")
        .order_by(DossierObject.made)
    )
    yield from session.scalars(linked)


def _is_for(one: DossierObject, post: Post) -> bool:
    return any(flag["post"] == str(post.id) for flag in one.flags)
