"""Objects of a dossier: put, taken out, merged, found. One verb for every kind.

`put()` says what an object should be, whether it is new or not; what is left out keeps its value,
and asking for what is so already changes nothing.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from depesche.errors import (
    BadKey,
    Circular,
    CoverageArchived,
    LeadQuestion,
    NotFound,
    NotMergeable,
    ObjectMerged,
    UnknownObject,
)
from depesche.newsroom import people, words
from depesche.newsroom.dossier import acts, checking, grounding, links, mentions, numbering, telling
from depesche.newsroom.dossier.acts import Deed
from depesche.newsroom.dossier.kinds import KINDS, positions, questions
from depesche.newsroom.dossier.kinds.kind import Facts
from depesche.newsroom.models import Act, Coverage, DossierObject, Person, Post

_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}")


@dataclass(frozen=True)
class Put:
    """What became of it."""

    object: DossierObject
    is_new: bool
    is_changed: bool


def find(session: Session, coverage: Coverage, kind: str, key: str) -> DossierObject:
    """The object of that kind and key, however it stands. Raises UnknownKind, NotFound."""
    checking.check_kind(kind)
    found = session.get(DossierObject, (coverage.id, kind, key))
    if found is None:
        raise NotFound
    return found


def present(session: Session, coverage: Coverage, kind: str, key: str) -> DossierObject:
    """The object of that kind and key, if it stands. Raises UnknownKind, NotFound."""
    found = find(session, coverage, kind, key)
    if found.standing != "standing":
        raise NotFound
    return found


def standing(
    session: Session, coverage: Coverage, kind: str, *, limit: int | None = None
) -> Sequence[DossierObject]:
    """Those of that kind that stand, in their order."""
    query = (
        select(DossierObject)
        .where(DossierObject.coverage_id == coverage.id, DossierObject.kind == kind)
        .where(DossierObject.standing == "standing")
        .order_by(DossierObject.position.desc(), DossierObject.key)
    )
    return session.scalars(query.limit(limit) if limit else query).all()


def came_with(
    session: Session, post: Post, kind: str, *, standing: str = "standing"
) -> Sequence[DossierObject]:
    """Those of that kind that came with the post and stand, or stand so, the oldest first."""
    return session.scalars(
        select(DossierObject)
        .where(DossierObject.post_id == post.id, DossierObject.kind == kind)
        .where(DossierObject.standing == standing)
        .order_by(DossierObject.made)
    ).all()


def put(
    session: Session,
    coverage: Coverage,
    kind: str,
    key: str | None = None,
    /,
    *,
    by: Person,
    now: datetime,
    post: Post | None = None,
    tells_post: bool = True,
    sending: UUID | None = None,
    **wanted: Any,
) -> Put:
    """Make the object what is wanted; without a key it is a new one, and gets its key.

    `wanted` are fields of its kind, and `posts`, the ids of posts it rests on; `post` is the post
    that it comes with. What was sent before under the same `sending` is not made again.

    Raises NotAllowed, CoverageArchived, UnknownKind, BadKey, ObjectMerged, UnknownObject and what
    the kind's own rules raise.
    """
    check_writable(session, coverage, by)
    if sending and (before := sent(session, coverage, sending)):
        return Put(before, is_new=False, is_changed=False)
    return place(
        session, coverage, kind, key,
        by=by, now=now, post=post, tells_post=tells_post, sending=sending, **wanted,
    )  # fmt: skip


def place(
    session: Session,
    coverage: Coverage,
    kind: str,
    key: str | None = None,
    /,
    *,
    by: Person,
    now: datetime,
    post: Post | None = None,
    tells_post: bool = True,
    sending: UUID | None = None,
    **wanted: Any,
) -> Put:
    """The same, where it has been decided before that `by` may: a post has waited for its time."""
    checking.check_kind(kind)
    facts = checking.checked(session, coverage, kind, wanted)
    present = session.get(DossierObject, (coverage.id, kind, key)) if key else None
    key = key or numbering.new_key(session, coverage, kind, facts)
    if not words.is_slug(key) or _UUID.fullmatch(key):  # key posts are entries under their ids
        raise BadKey(key=key[: words.SLUG], field="key")
    if present is not None and present.standing == "merged":
        raise ObjectMerged(key=key, into=present.facts["merged_into"])
    if kind == "position" and present is None:
        facts = _continuing(session, coverage, facts)
    checking.check_whole(session, coverage, kind, key, facts=facts, present=present, post=post)
    if present is not None and _is_so(present, facts, post):
        return Put(present, is_new=False, is_changed=False)
    was_gone = present is not None and present.standing == "removed"
    act = acts.record(
        session, coverage, kind=kind, key=key, verb="put", facts=facts, by=by, now=now,
        post=post, tells_post=tells_post,
    )  # fmt: skip
    if sending is not None:
        act.sending = sending
    if was_gone:
        mentions.come_back(session, coverage, kind, key, by=by, now=now)
    return Put(find(session, coverage, kind, key), is_new=present is None, is_changed=True)


def sent(session: Session, coverage: Coverage, sending: UUID) -> DossierObject | None:
    """The object about which a page has sent something under that id."""
    act = session.scalar(select(Act).where(Act.coverage_id == coverage.id, Act.sending == sending))
    return find(session, coverage, act.kind, act.key) if act else None


def remove(
    session: Session,
    coverage: Coverage,
    kind: str,
    key: str,
    *,
    by: Person,
    now: datetime,
) -> None:
    """Take the object out; doing it twice is doing it once. What it was stays in the acts.

    What rests on a claim falls with it, or is flagged.

    Raises NotAllowed, CoverageArchived, UnknownKind, NotFound, LeadQuestion.
    """
    check_writable(session, coverage, by)
    found = find(session, coverage, kind, key)
    if found.standing in {"removed", "merged"}:
        return
    if kind == "question" and key == questions.LEAD and coverage.lead_question:
        raise LeadQuestion
    with telling.together(session, coverage, now=now):
        acts.record(session, coverage, kind=kind, key=key, verb="remove", facts={}, by=by, now=now)
        if kind == "claim":
            grounding.let_go(session, coverage, found, by=by, now=now)
    mentions.follow(session, coverage, found, to=None, by=by, now=now)


def merge(
    session: Session,
    coverage: Coverage,
    kind: str,
    key: str,
    *,
    into: str,
    by: Person,
    now: datetime,
) -> None:
    """Two were one: `into` gets the names and all that named the other, whose address leads there.

    Raises NotAllowed, CoverageArchived, UnknownKind, NotFound, NotMergeable, Circular,
    UnknownObject, ObjectMerged.
    """
    check_writable(session, coverage, by)
    merged = find(session, coverage, kind, key)
    if not KINDS[kind].named_by:
        raise NotMergeable(field="into")
    if merged.standing == "merged" and merged.facts["merged_into"] == into:
        return
    target = session.get(DossierObject, (coverage.id, kind, into))
    if into == key:
        raise Circular(field="into")
    if target is None or target.standing != "standing":
        raise UnknownObject(kind=kind, key=into[: words.SLUG], field="into")
    if merged.standing == "merged":
        raise ObjectMerged(key=key, into=merged.facts["merged_into"])
    facts = {"kind": kind, "gone": key, "to": into}
    following = [Deed(one.kind, one.key, "follow", facts) for one in links.naming(session, merged)]
    deeds = [Deed(kind, key, "merge", {"into": into}), *following]
    acts.record_all(session, coverage, deeds, by=by, now=now)
    mentions.follow(session, coverage, merged, to=into, by=by, now=now)


def current(session: Session, coverage: Coverage, actor: str, issue: str) -> DossierObject | None:
    """The position that counts in that cell of the matrix."""
    return session.scalar(
        select(DossierObject)
        .where(DossierObject.coverage_id == coverage.id, DossierObject.kind == "position")
        .where(DossierObject.parent == positions.cell(actor, issue))
        .where(DossierObject.standing == "standing")
        .order_by(DossierObject.made.desc())
        .limit(1)
    )


def check_writable(session: Session, coverage: Coverage, by: Person) -> None:
    """Raise NotAllowed or CoverageArchived unless this person may change the dossier now."""
    people.require(session, by, "dossier", coverage)
    if coverage.status == "archived":
        raise CoverageArchived


def _is_so(present: DossierObject, facts: Facts, post: Post | None) -> bool:
    """Whether the object is already what is wanted."""
    posts = {*facts.get("posts", []), *([str(post.id)] if post else [])}
    is_based = posts <= set(present.facts["posts"])
    fields = {name: value for name, value in facts.items() if name != "posts"}
    is_same = all(present.facts[name] == value for name, value in fields.items())
    is_back = present.standing == "withdrawn" and not posts  # it would not stand again
    return (present.standing == "standing" or is_back) and is_based and is_same


def _continuing(session: Session, coverage: Coverage, facts: Facts) -> dict[str, Any]:
    """A new position supersedes the one that counted until now, unless it says otherwise."""
    before = current(session, coverage, facts.get("actor", ""), facts.get("issue", ""))
    if before is None or facts.get("supersedes"):
        return dict(facts)
    return {**facts, "supersedes": before.key}
