"""Remembering: a dossier as it stood at a moment that has passed, and nothing that was taken back.

Its acts up to then are folded again. What is withdrawn or taken out by now is so here as well, and
so is whatever a post said that has been withdrawn since: its words are handed out no more. Nor is
where a place lies that is hidden by now.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any, Final, cast
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.orm import Session

from depesche.newsroom.dossier.folding import fold
from depesche.newsroom.dossier.kinds import KINDS
from depesche.newsroom.dossier.links import links
from depesche.newsroom.dossier.readers.holdings import Linked
from depesche.newsroom.dossier.rebuilding import Memory
from depesche.newsroom.models import Act, Coverage, DossierObject, Mention, Post

Name = tuple[str, str]  # kind, key

_TAKING_BACK: Final = ("ground", "retract")  # verbs by which words go
_COLUMNS: Final = tuple(column for column in Act.__table__.columns if column.key != "sending")


@dataclass
class Remembered:
    """The objects of a dossier as they stood: holdings of a book."""

    objects: dict[Name, DossierObject]
    key_posts: Callable[[], Sequence[Post]] = field(default=tuple)

    def called(self, kind: str, keys: Collection[str]) -> Iterator[DossierObject]:
        yield from (self.objects[kind, key] for key in keys if (kind, key) in self.objects)

    def of_kind(self, kind: str, standing: Collection[str]) -> Sequence[DossierObject]:
        found = [one for one in self.objects.values() if one.kind == kind]
        return _in_order(one for one in found if one.standing in standing)

    def some(
        self, kind: str, standing: Collection[str], *, limit: int, before: str | None, last: bool
    ) -> Sequence[DossierObject]:
        found = self.of_kind(kind, standing)
        behind = [one for one in found if before is None or one.position < before]
        return behind[-limit:] if last else behind[:limit]

    def under(self, kind: str, parents: Collection[str]) -> Sequence[DossierObject]:
        return [one for one in self.of_kind(kind, ("standing",)) if one.parent in parents]

    def parents(self, kind: str) -> Collection[str]:
        return {one.parent for one in self.of_kind(kind, ("standing",))}

    def linked(
        self, kinds: Collection[str], roles: Collection[str], to_kind: str, keys: Collection[str]
    ) -> Sequence[Linked]:
        return [
            link
            for link in self._links.get(to_kind, ())
            if link.one.kind in kinds and link.role in roles and link.to_key in keys
        ]

    def told_by(self, post_id: UUID) -> list[DossierObject]:
        """What the post had made, oldest first."""
        return self._told.get(post_id, [])

    @cached_property
    def _told(self) -> Mapping[UUID, list[DossierObject]]:
        found = defaultdict[UUID, list[DossierObject]](list)
        for one in sorted(self.objects.values(), key=lambda one: one.made):
            if one.post_id is not None:
                found[one.post_id].append(one)
        return found

    @cached_property
    def _links(self) -> Mapping[str, list[Linked]]:
        """What names something, by the kind of that."""
        found = defaultdict[str, list[Linked]](list)
        for one in _in_order(one for one in self.objects.values() if one.standing == "standing"):
            for role, kind, key in sorted(links(one)):
                found[kind].append(Linked(role, key, one))
        return found

    def stands(self, kind: str, key: str) -> bool:
        """Whether there is such an object, then and now."""
        found = self.objects.get((kind, key))
        return found is not None and found.standing == "standing"


def remembered(session: Session, coverage: Coverage, end: datetime) -> Remembered:
    """The objects as the acts before `end` make them, without what was taken back since."""
    gone = _withdrawn(session, coverage)
    shelf, reworded = Memory(), set[Name]()
    for act in _acts(session, coverage):
        if act.at < end:
            fold(shelf, act)
            if act.verb == "put" and act.post_id in gone:
                reworded.add((act.kind, act.key))
        elif act.verb in _TAKING_BACK and (act.verb == "retract" or act.post_id in gone):
            _take_back(shelf, act)
    for one, now in _present(session, coverage, shelf, reworded):
        _fall(one, now, is_reworded=(one.kind, one.key) in reworded)
    return Remembered(shelf.objects)


def mentions(
    session: Session, posts: Collection[UUID], end: datetime
) -> dict[UUID, Sequence[Mention]]:
    """Whom and what each of these posts named in the words that it had."""
    told = select(*_COLUMNS).where(Act.post_id.in_(posts), Act.verb == "mention", Act.at < end)
    shelf = Memory()
    for act in session.execute(told.order_by(Act.number)):
        fold(shelf, _as_act(act))
    return shelf.mentions


def _acts(session: Session, coverage: Coverage) -> Iterator[Act]:
    """All that makes objects, oldest first. They are many, and nobody changes them: no rows are
    kept in the session for them."""
    told = select(*_COLUMNS).where(Act.coverage_id == coverage.id, Act.verb != "mention")
    return map(_as_act, session.execute(told.order_by(Act.number)))


def _as_act(row: Row[Any]) -> Act:
    """The fold reads an act's columns, and nothing else of it."""
    return cast("Act", row)


def _withdrawn(session: Session, coverage: Coverage) -> set[UUID]:
    return set(
        session.scalars(
            select(Post.id).where(Post.coverage_id == coverage.id, Post.status == "withdrawn")
        )
    )


def _take_back(shelf: Memory, act: Act) -> None:
    """Of what stood then, what a post or somebody took back since; as of when it stood so stays."""
    one = shelf.find(act.kind, act.key)
    if one is None or one.standing != "standing":
        return
    if act.verb == "retract" and act.facts["number"] not in _given(one):
        return
    as_of, history = one.as_of, one.history
    fold(shelf, act)
    one.as_of, one.history = as_of, history


def _given(one: DossierObject) -> set[int]:
    """The numbers of its answers and likelihoods."""
    given = (*one.facts.get("answers", ()), *one.facts.get("likelihoods", ()))
    return {each["number"] for each in given}


def _present(
    session: Session, coverage: Coverage, shelf: Memory, reworded: Collection[Name]
) -> Iterator[tuple[DossierObject, Row[Any]]]:
    """Of those that have something to hide by now, each with what it has become."""
    one = DossierObject
    fallen = one.standing.in_(("withdrawn", "removed")) | (one.kind == "place")
    if reworded:
        fallen |= one.kind.in_({kind for kind, _ in reworded}) & one.key.in_(
            {key for _, key in reworded}
        )
    found = select(one.kind, one.key, one.standing, one.facts)
    for now in session.execute(found.where(one.coverage_id == coverage.id, fallen)):
        then = shelf.find(now.kind, now.key)
        if then is not None:
            yield then, now


def _fall(one: DossierObject, now: Row[Any], *, is_reworded: bool) -> None:
    """What has no words now has none here; nor has what a withdrawn post worded otherwise."""
    if now.standing == "removed" and one.standing != "merged":
        one.standing = "removed"
    elif now.standing == "withdrawn" and one.standing == "standing":
        one.standing = "withdrawn"
    elif is_reworded and _words(one) != _words(now):
        one.standing = "removed"
    if one.kind == "place" and now.facts["precision"] == "hidden":
        one.facts = {**one.facts, "precision": "hidden"}


def _words(one: DossierObject | Row[Any]) -> list[Any]:
    return [one.facts[name] for name in KINDS[one.kind].fields]


def _in_order(found: Iterator[DossierObject]) -> list[DossierObject]:
    by_key = sorted(found, key=lambda one: one.key)
    return sorted(by_key, key=lambda one: one.position, reverse=True)
