"""Objects of a dossier: put, taken out, merged, found. One verb for every kind.

`put()` says what an object should be, whether it is new or not; what is left out keeps its value,
and asking for what is so already changes nothing.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from depesche.errors import (
    BadKey,
    CoverageArchived,
    NotFound,
    ObjectMerged,
    UnknownKind,
    UnknownObject,
    Unreadable,
)
from depesche.newsroom import people, words
from depesche.newsroom.dossier import acts, positions
from depesche.newsroom.dossier.kind import Facts, Kind
from depesche.newsroom.dossier.kinds import KINDS
from depesche.newsroom.dossier.naming import naming
from depesche.newsroom.models import Coverage, DossierObject, Person, Post


@dataclass(frozen=True)
class Put:
    """What became of it."""

    object: DossierObject
    is_new: bool
    is_changed: bool


def find(session: Session, coverage: Coverage, kind: str, key: str) -> DossierObject:
    """The object of that kind and key, however it stands. Raises UnknownKind, NotFound."""
    _kind(kind)
    found = session.get(DossierObject, (coverage.id, kind, key))
    if found is None:
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
    **wanted: Any,
) -> Put:
    """Make the object what is wanted; without a key it is a new one, and gets its key.

    `wanted` are fields of its kind, and `posts`, the ids of posts it rests on; `post` is the post
    that it comes with.

    Raises NotAllowed, CoverageArchived, UnknownKind, BadKey, ObjectMerged, UnknownObject and what
    the kind's own rules raise.
    """
    check_writable(session, coverage, by)
    return place(
        session, coverage, kind, key, by=by, now=now, post=post, tells_post=tells_post, **wanted
    )


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
    **wanted: Any,
) -> Put:
    """The same, where it has been decided before that `by` may: a post has waited for its time."""
    its_kind = _kind(kind)
    facts = checked(session, coverage, kind, wanted)
    key = key or _new_key(session, coverage, kind, facts)
    if not words.is_slug(key):
        raise BadKey(key=key[: words.SLUG], field="key")
    present = session.get(DossierObject, (coverage.id, kind, key))
    if present is not None and present.standing == "merged":
        raise ObjectMerged(key=key, into=present.facts["merged_into"])
    if kind == "position" and present is None:
        facts = _continuing(session, coverage, facts)
    _check_whole(session, coverage, its_kind, key, present, facts, post)
    if present is not None and _is_so(present, facts, post):
        return Put(present, is_new=False, is_changed=False)
    acts.record(
        session, coverage, kind=kind, key=key, verb="put", facts=facts, by=by, now=now,
        post=post, tells_post=tells_post,
    )  # fmt: skip
    return Put(find(session, coverage, kind, key), is_new=present is None, is_changed=True)


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

    Raises NotAllowed, CoverageArchived, UnknownKind, NotFound.
    """
    check_writable(session, coverage, by)
    if find(session, coverage, kind, key).standing in {"removed", "merged"}:
        return
    acts.record(session, coverage, kind=kind, key=key, verb="remove", facts={}, by=by, now=now)


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
    """Two were one: `into` gets the names, and the other's address leads there.

    Raises NotAllowed, CoverageArchived, UnknownKind, NotFound, UnknownObject, ObjectMerged.
    """
    check_writable(session, coverage, by)
    merged = find(session, coverage, kind, key)
    if merged.standing == "merged" and merged.facts["merged_into"] == into:
        return
    target = session.get(DossierObject, (coverage.id, kind, into))
    if target is None or target.standing != "standing" or into == key:
        raise UnknownObject(kind=kind, key=into[: words.SLUG], field="into")
    if merged.standing == "merged":
        raise ObjectMerged(key=key, into=merged.facts["merged_into"])
    if not KINDS[kind].named_by:
        raise Unreadable(reason="only actors, issues and places can be merged", field="into")
    acts.record(
        session, coverage, kind=kind, key=key, verb="merge", facts={"into": into}, by=by, now=now
    )


def checked(
    session: Session, coverage: Coverage, kind: str, wanted: Mapping[str, Any]
) -> dict[str, Any]:
    """Each field by itself, as it is kept, and that everything it names is there.

    Raises what is wrong with a field, and UnknownObject.
    """
    facts: dict[str, Any] = {}
    for name, value in wanted.items():
        if name == "posts":
            facts[name] = [_post(session, coverage, post) for post in value or ()]
            continue
        field = _kind(kind).fields.get(name)
        if field is None or name == "superseded_by":
            raise Unreadable(reason=f"there is no field {name[:40]} here", field=name[:40])
        read = field.check(value, name)
        if field.refers:
            _check_there(session, coverage, field.refers, read, name)
        facts[name] = naming(session, coverage).owned(read)
    return facts


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


def _kind(kind: str) -> Kind:
    if kind not in KINDS:
        raise UnknownKind(kind=kind[: words.SLUG], known=", ".join(KINDS), field="kind")
    return KINDS[kind]


def _check_there(
    session: Session, coverage: Coverage, kind: str, keys: str | Sequence[str], field: str
) -> None:
    for key in [keys] if isinstance(keys, str) else keys:
        found = session.get(DossierObject, (coverage.id, kind, key)) if key else None
        if key and (found is None or found.standing in {"removed", "merged"}):
            raise UnknownObject(kind=kind, key=key, field=field)


def _post(session: Session, coverage: Coverage, post_id: Any) -> str:
    try:
        post = session.get(Post, post_id if isinstance(post_id, UUID) else UUID(str(post_id)))
    except ValueError:
        post = None
    if post is None or post.coverage_id != coverage.id or post.status != "published":
        raise UnknownObject(kind="post", key=str(post_id)[:40], field="posts")
    return str(post.id)


def _check_whole(
    session: Session,
    coverage: Coverage,
    kind: Kind,
    key: str,
    present: DossierObject | None,
    facts: Facts,
    post: Post | None,
) -> None:
    """The rules between fields, on the object as it would be."""

    def others(of_kind: str, of_key: str) -> Facts | None:
        found = session.get(DossierObject, (coverage.id, of_kind, of_key))
        return found.facts if found else None

    before = present.facts if present else kind.empty()
    posts = [*before["posts"], *facts.get("posts", []), *([str(post.id)] if post else [])]
    whole = {**before, **facts, "posts": posts}
    for name, field in kind.fields.items():
        if field.is_required:
            field.check(whole[name], name)
    kind.check(whole, key, others)


def _is_so(present: DossierObject, facts: Facts, post: Post | None) -> bool:
    """Whether the object is already what is wanted."""
    posts = {*facts.get("posts", []), *([str(post.id)] if post else [])}
    is_based = posts <= set(present.facts["posts"])
    fields = {name: value for name, value in facts.items() if name != "posts"}
    is_same = all(present.facts[name] == value for name, value in fields.items())
    return present.standing == "standing" and is_based and is_same


def _continuing(session: Session, coverage: Coverage, facts: Facts) -> dict[str, Any]:
    """A new position supersedes the one that counted until now, unless it says otherwise."""
    before = current(session, coverage, facts.get("actor", ""), facts.get("issue", ""))
    if before is None or facts.get("supersedes"):
        return dict(facts)
    return {**facts, "supersedes": before.key}


def _new_key(session: Session, coverage: Coverage, kind: str, facts: Facts) -> str:
    """A number, or made of what the object is called."""
    if KINDS[kind].is_numbered:
        return str(_free_number(session, coverage, kind))
    stem = words.slug_from(str(facts.get(KINDS[kind].title, ""))) or kind
    stem, number = stem[: words.SLUG - 6].strip("-"), 2
    key = stem
    while session.get(DossierObject, (coverage.id, kind, key)) is not None:
        key, number = f"{stem}-{number}", number + 1
    return key


def _free_number(session: Session, coverage: Coverage, kind: str) -> int:
    of_kind = (DossierObject.coverage_id == coverage.id, DossierObject.kind == kind)
    number = (
        session.scalar(select(func.count()).select_from(DossierObject).where(*of_kind)) or 0
    ) + 1
    while session.get(DossierObject, (coverage.id, kind, str(number))) is not None:
        number += 1
    return number
