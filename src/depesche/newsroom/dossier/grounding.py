"""What becomes of what rests on something that is gone, or is not what it was.

A post was corrected or withdrawn, a claim was taken out: what rests on nothing else falls with it,
and somebody has to look at the rest.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, Literal

from sqlalchemy.orm import Session

from depesche.newsroom.dossier import acts, links, telling
from depesche.newsroom.dossier.acts import Deed
from depesche.newsroom.dossier.links import BASIS
from depesche.newsroom.models import Coverage, DossierObject, Person, Post

Why = Literal["corrected", "withdrawn", "removed"]

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
    touched = [*direct, *_indirect(session, coverage, direct)]
    deeds = [Deed(one.kind, one.key, "flag", {"why": why}) for one in touched]
    acts.record_all(session, coverage, deeds, post=post, tells_post=False, by=by, now=now)


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
    claims = [one for one in based if one.kind == "claim"]
    others = [one for one in based if one.kind != "claim"]
    told: dict[str, Any] = {"post": post, "tells_post": False, "by": by, "now": now}
    with telling.together(session, coverage, now=now):
        grounded = [Deed(one.kind, one.key, "ground", _lost(why, (), post=True)) for one in claims]
        acts.record_all(session, coverage, grounded, **told)
        fallen = [one.key for one in claims if one.standing != "standing"]
        deeds = [Deed(one.kind, one.key, "ground", _lost(why, fallen, post=True)) for one in others]
        deeds += [_without(one, fallen, why) for one in indirect]
        acts.record_all(session, coverage, deeds, **told)


def let_go(
    session: Session, coverage: Coverage, claim: DossierObject, *, by: Person, now: datetime
) -> None:
    """The claim was taken out: what rests on nothing else falls, the rest is flagged."""
    on = links.standing_on(session, coverage, "claim", [claim.key], roles=_CARRYING)
    deeds = [_without(one, [claim.key], "removed") for one in on]
    acts.record_all(session, coverage, deeds, by=by, now=now)


def _lost(why: Why, claims: Sequence[str], *, post: bool) -> dict[str, Any]:
    return {"why": why, "post": post, "claims": list(claims)}


def _without(one: DossierObject, fallen: Sequence[str], why: Why) -> Deed:
    """It rests on those that have fallen no longer; where it did not, somebody has to look."""
    lost = [key for key in one.facts.get("claims", ()) if key in fallen]
    if lost:
        return Deed(one.kind, one.key, "ground", _lost(why, lost, post=False))
    return Deed(one.kind, one.key, "flag", {"why": why})


def resting_on(
    session: Session, coverage: Coverage, kind: str, key: str
) -> Sequence[DossierObject]:
    """What stands in the dossier and rests on this post or claim, the oldest first."""
    roles = (BASIS,) if kind == "post" else (*_CARRYING, "contradicts")
    return links.standing_on(session, coverage, kind, [key], roles=roles)


def _indirect(
    session: Session, coverage: Coverage, direct: Sequence[DossierObject]
) -> Sequence[DossierObject]:
    """What rests on the claims among these, step by step, and is not among them itself.

    What only contradicts one of them carries the question no further.
    """
    found: dict[DossierObject, None] = {}
    claims = [one.key for one in direct if one.kind == "claim"]
    asked = set(claims)
    while claims:
        on = links.standing_on(
            session, coverage, "claim", claims, roles=(*_CARRYING, "contradicts")
        )
        found |= dict.fromkeys(on)
        claims = [
            one.key
            for one in on
            if one.kind == "claim" and one.key not in asked and _is_carried(one, asked)
        ]
        asked.update(claims)
    return [one for one in found if one not in direct]


def _is_carried(one: DossierObject, claims: set[str]) -> bool:
    """Whether a claim rests on one of these, and does not only contradict it."""
    return one.facts["revises"] in claims
