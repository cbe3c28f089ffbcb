"""What the logs must say once a dossier has changed.

An object is an element of a page under its own kind and key. Some elements are drawn from several
objects: an actor's card holds its aims, an issue's holds its positions, the matrix holds all of
them, the map all places. And whatever names an object shows what that is called. So what changes
with an object is found here, in one place, and told once.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Final, cast
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from depesche.newsroom import changes
from depesche.newsroom import telling as posts_telling
from depesche.newsroom.changes import Kind
from depesche.newsroom.dossier import links
from depesche.newsroom.dossier.kinds import places, timeline
from depesche.newsroom.dossier.readers.book import SHOWN, Book
from depesche.newsroom.models import Coverage, DossierLink, DossierObject, Post

WHOLE: Final = "all"  # the id of matrix, map and outlook: there is one of each
_IN_RETURN: Final = {"claim": ("contradicts", "revises"), "aim": ("actor",)}

Element = tuple[str, str]  # kind, id


def tell(
    session: Session,
    coverage: Coverage,
    changed: Sequence[DossierObject],
    *,
    now: datetime,
    is_new: bool,
    quiet: UUID | None = None,
    formerly: Iterable[Element] = (),
) -> None:
    """Record what looks different now, at the desk and for readers.

    `is_new` says that the first one has just been made, and nothing names it yet; `quiet` is a
    post that will be told anyway; `formerly` is where the first one was seen before.
    """
    for one in changed:
        changes.record(
            session, coverage, kind=cast("Kind", one.kind), object_id=one.key, now=now,
            audience="desk",
        )  # fmt: skip
    if coverage.status == "draft":
        return
    named = changed[1:] if is_new else changed
    touched = [*changed, *_naming(session, named)]
    seen = [*(e for one in touched for e in _elements(one)), *formerly]
    for one in changed:
        seen += seen_elsewhere(session, coverage, one.kind, one.key)
    for kind, key in dict.fromkeys(seen):
        _tell_readers(session, coverage, cast("Kind", kind), key, now)
    taken = [one for one in touched if one.kind == "position" or one in changed]
    for post in _posts(session, taken, quiet):
        posts_telling.tell(session, coverage, post, now=now, kinds=("post", "pin"))


def tell_counts(session: Session, coverage: Coverage, *, now: datetime) -> None:
    """Another day: years that are counted to it are counted anew."""
    for one in Book(session, coverage).of_kind("entry", "standing"):
        if coverage.status != "draft" and timeline.YEARS in one.facts["count"]:
            _tell_readers(session, coverage, "entry", one.key, now)


def seen_elsewhere(session: Session, coverage: Coverage, kind: str, key: str) -> Sequence[Element]:
    """The elements in which an object is seen because it names them: what a claim contradicts or
    revises shows that, and an actor's card has its aims."""
    if kind not in _IN_RETURN:
        return ()
    linked = session.execute(
        select(DossierLink.to_kind, DossierLink.to_key)
        .where(DossierLink.coverage_id == coverage.id, DossierLink.kind == kind)
        .where(DossierLink.key == key, DossierLink.role.in_(_IN_RETURN[kind]))
    )
    return [(to_kind, to_key) for to_kind, to_key in linked]


def _elements(one: DossierObject) -> Iterable[Element]:
    """The elements of pages in which the object is seen."""
    yield one.kind, one.key
    match one.kind:
        case "aim":
            yield "actor", one.facts["actor"]
        case "position":
            yield "issue", one.facts["issue"]
            yield "matrix", WHOLE
        case "place":
            yield "map", WHOLE
        case "scenario":
            yield "outlook", WHOLE


def _naming(session: Session, changed: Sequence[DossierObject]) -> list[DossierObject]:
    """The objects that name these, in whatever field; an actor is also named where its voice is."""
    found = [one for each in changed for one in links.naming(session, each)]
    voices = [one for one in found if one.kind == "actor"]
    return [*found, *(one for each in voices for one in links.naming(session, each))]


def _tell_readers(
    session: Session, coverage: Coverage, kind: Kind, key: str, now: datetime
) -> None:
    if is_shown(session, coverage, kind, key):
        changes.record(session, coverage, kind=kind, object_id=key, now=now)
    elif not changes.is_removed(session, coverage.id, kind, key):
        changes.record(session, coverage, kind=kind, object_id=key, now=now, verb="remove")


def is_shown(session: Session, coverage: Coverage, kind: str, key: str) -> bool:
    """Whether readers' pages have such an element."""
    match kind:
        case "matrix":
            return _stands(session, coverage, "position")
        case "outlook":
            return _stands(session, coverage, "scenario")
        case "map":
            return any(places.shown_on_map(facts) for facts in _facts(session, coverage, "place"))
        case _:
            one = session.get(DossierObject, (coverage.id, kind, key))
            return one is not None and one.standing in SHOWN


def _stands(session: Session, coverage: Coverage, kind: str) -> bool:
    any_ = select(DossierObject.key).where(
        DossierObject.coverage_id == coverage.id,
        DossierObject.kind == kind,
        DossierObject.standing.in_(SHOWN),
    )
    return session.scalar(any_.limit(1)) is not None


def _facts(session: Session, coverage: Coverage, kind: str) -> Iterable[dict[str, object]]:
    return session.scalars(
        select(DossierObject.facts).where(
            DossierObject.coverage_id == coverage.id,
            DossierObject.kind == kind,
            DossierObject.standing == "standing",
        )
    )


def _posts(session: Session, changed: Sequence[DossierObject], quiet: UUID | None) -> list[Post]:
    """The posts that these came with or that spoke to them: they show what became of it."""
    spoke = {
        UUID(each["post"])
        for one in changed
        for each in (*one.facts.get("answers", ()), *one.facts.get("shifts", ()))
        if each["post"]
    }
    ids = {one.post_id for one in changed} | spoke
    ids -= {None, quiet}
    return list(session.scalars(select(Post).where(Post.id.in_(ids)).order_by(Post.id)))
