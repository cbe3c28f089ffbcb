"""What positions could rest on: offered while one is taken, and what the present one does not
know yet."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import case, func, select
from sqlalchemy.orm import Session, aliased

from depesche.newsroom.dossier import objects
from depesche.newsroom.models import Coverage, DossierLink, DossierObject, Mention, Post

OFFERED: Final = 10  # posts, and as many claims

Names = tuple[str, str]  # the keys of an actor and of an issue


@dataclass(frozen=True)
class Taken:
    """All positions of an actor on an issue, the one that counts first."""

    positions: Sequence[DossierObject]
    newer: (
        datetime | None
    )  # when something was published or said that the present one is older than

    @property
    def current(self) -> DossierObject:
        return self.positions[0]

    @property
    def changes(self) -> int:
        return len(self.positions) - 1


@dataclass(frozen=True)
class Bases:
    """What a position could rest on, what is about both actor and issue first, then the newest."""

    posts: Sequence[Post]
    claims: Sequence[DossierObject]


def taken(session: Session, coverage: Coverage) -> Mapping[Names, Taken]:
    """Where who stands on what, and whether something newer is known."""
    newest = _newest(session, coverage)
    found = defaultdict[Names, list[DossierObject]](list)
    for one in objects.standing(session, coverage, "position"):
        found[one.facts["actor"], one.facts["issue"]].append(one)
    return {
        names: Taken(positions, _after(newest.get(names), positions[0].as_of))
        for names, positions in found.items()
    }


def offered(session: Session, coverage: Coverage, actor: str, issue: str) -> Bases:
    """What is offered when somebody says where this actor stands on this issue."""
    return Bases(_posts(session, coverage, actor, issue), _claims(session, coverage, actor, issue))


def _after(newest: datetime | None, as_of: datetime) -> datetime | None:
    return newest if newest is not None and newest > as_of else None


def _newest(session: Session, coverage: Coverage) -> Mapping[Names, datetime]:
    """When an actor and an issue were last named together, or the actor last said something in
    a post about the issue."""
    found: dict[Names, datetime] = {}
    for actor, issue, at in [*_named(session, coverage), *_said(session, coverage)]:
        found[actor, issue] = max(at, found.get((actor, issue), at))
    return found


def _named(session: Session, coverage: Coverage) -> Sequence[Any]:
    actor, issue = aliased(Mention), aliased(Mention)
    return session.execute(
        select(actor.key, issue.key, func.max(Post.published_at))
        .join(issue, issue.post_id == actor.post_id)
        .join(Post, Post.id == actor.post_id)
        .where(actor.coverage_id == coverage.id, Post.status == "published")
        .where(actor.kind == "actor", issue.kind == "issue")
        .group_by(actor.key, issue.key)
    ).all()


def _said(session: Session, coverage: Coverage) -> Sequence[Any]:
    speaker, claim = DossierLink, DossierObject
    return session.execute(
        select(speaker.to_key, Mention.key, func.max(claim.made_at))
        .join(claim, (claim.kind == speaker.kind) & (claim.key == speaker.key))
        .join(Mention, Mention.post_id == claim.post_id)
        .where(speaker.coverage_id == coverage.id, claim.coverage_id == coverage.id)
        .where(speaker.kind == "claim", speaker.role == "speaker", speaker.to_kind == "actor")
        .where(claim.standing == "standing", Mention.kind == "issue")
        .group_by(speaker.to_key, Mention.key)
    ).all()


def _posts(session: Session, coverage: Coverage, actor: str, issue: str) -> Sequence[Post]:
    named = case(
        ((Mention.kind == "actor") & (Mention.key == actor), 1),
        ((Mention.kind == "issue") & (Mention.key == issue), 2),
    )
    ranked = (
        select(Mention.post_id, func.count(named.distinct()).label("named"))
        .where(Mention.coverage_id == coverage.id, named.is_not(None))
        .group_by(Mention.post_id)
        .subquery()
    )
    return session.scalars(
        select(Post)
        .outerjoin(ranked, ranked.c.post_id == Post.id)
        .where(Post.coverage_id == coverage.id, Post.status == "published")
        .order_by(func.coalesce(ranked.c.named, 0).desc(), Post.position.desc())
        .limit(OFFERED)
    ).all()


def _claims(
    session: Session, coverage: Coverage, actor: str, issue: str
) -> Sequence[DossierObject]:
    """Those that the actor said in posts about the issue; then those that are one of both."""
    claim = DossierObject
    is_theirs = (
        select(DossierLink.key)
        .where(DossierLink.coverage_id == coverage.id, DossierLink.kind == "claim")
        .where(DossierLink.role == "speaker", DossierLink.to_key == actor)
        .where(DossierLink.key == claim.key)
        .exists()
    )
    is_about_it = (
        select(Mention.post_id)
        .where(Mention.post_id == claim.post_id, Mention.kind == "issue", Mention.key == issue)
        .exists()
    )
    named = case((is_theirs & is_about_it, 2), (is_theirs | is_about_it, 1), else_=0)
    return session.scalars(
        select(claim)
        .where(claim.coverage_id == coverage.id, claim.kind == "claim")
        .where(claim.standing == "standing")
        .order_by(named.desc(), claim.position.desc())
        .limit(OFFERED)
    ).all()
