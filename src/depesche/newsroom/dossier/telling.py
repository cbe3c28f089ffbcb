"""What the logs must say once a dossier has changed.

An object is an element of a page under its own kind and key. Some elements are drawn from several
objects: an actor's card holds its aims, an issue's holds its positions, the matrix holds all of
them, the map all places. And whatever names an object shows what that is called. So what changes
with an object is found here, in one place, and told once, however many acts it took.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, cast
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from depesche.newsroom import changes
from depesche.newsroom import telling as posts_telling
from depesche.newsroom.changes import Kind, Line
from depesche.newsroom.dossier import links
from depesche.newsroom.dossier.kinds import KINDS, places, timeline
from depesche.newsroom.dossier.readers.book import Book
from depesche.newsroom.dossier.seen import Element, Seen, elements, seen
from depesche.newsroom.models import Coverage, DossierLink, DossierObject, Post

# What is not there without an actor or an issue that is.
_DEPENDING: Final = ("aim", "position")

Name = tuple[str, str]  # kind, key


@dataclass
class Untold:
    """What has changed and was not told yet: how it was seen before, and what it is now.

    `quiet` are posts that will be told anyway.
    """

    before: dict[Name, Seen | None] = field(default_factory=dict)
    changed: dict[Name, DossierObject] = field(default_factory=dict)
    quiet: set[UUID] = field(default_factory=set)

    def note(self, one: DossierObject, before: Seen | None) -> None:
        """It has changed; before, it was seen like that, or there was no such thing."""
        self.before.setdefault((one.kind, one.key), before)
        self.changed[one.kind, one.key] = one


@contextmanager
def together(session: Session, coverage: Coverage, *, now: datetime) -> Iterator[Untold]:
    """All that changes within is told once, at the end of the outermost of these."""
    name = f"untold {coverage.id}"
    if name in session.info:
        yield session.info[name]
        return
    untold = session.info[name] = Untold()
    try:
        yield untold
    finally:
        del session.info[name]
    _tell(session, coverage, untold, now)


def tell_anew(
    session: Session, coverage: Coverage, changed: Iterable[DossierObject], *, now: datetime
) -> None:
    """These are not what they were, and nobody knows what that was."""
    with together(session, coverage, now=now) as untold:
        for one in changed:
            untold.note(one, _UNKNOWN)


def tell_counts(session: Session, coverage: Coverage, *, now: datetime) -> None:
    """Another day: years that are counted to it are counted anew."""
    if coverage.status == "draft":
        return
    entries = Book(session, coverage).of_kind("entry", "standing")
    counted = [("entry", one.key) for one in entries if timeline.YEARS in one.facts["count"]]
    _tell_readers(session, coverage, counted, entries, now)


def _tell(session: Session, coverage: Coverage, untold: Untold, now: datetime) -> None:
    desk: list[Line] = [(cast("Kind", kind), key, "put") for kind, key in untold.changed]
    changes.record_all(session, coverage, desk, now=now, audience="desk")
    if coverage.status == "draft":
        return
    differing = list(_differing(untold))
    renamed = [one for one, was, is_ in differing if was and was.by_name != is_.by_name]
    naming = _naming(session, coverage, renamed)
    objects = [*(one for one, _, _ in differing), *naming]
    looks = [*_looks(differing), *(element for one in naming for element in elements(one))]
    _tell_readers(session, coverage, looks, objects, now)
    ids = {one.post_id for one in naming if one.kind == "position" and one.post_id}
    for _, was, is_ in differing:
        if was is None or was.in_posts != is_.in_posts:
            ids |= is_.posts | (was.posts if was else frozenset())
    for post in _posts(session, ids - untold.quiet):
        posts_telling.tell(session, coverage, post, now=now, kinds=("post", "pin"))


def _differing(untold: Untold) -> Iterator[tuple[DossierObject, Seen | None, Seen]]:
    """What readers see otherwise than before, with what was and what is."""
    for name, one in untold.changed.items():
        was, is_ = untold.before[name], seen(one)
        if was != is_:
            yield one, was, is_


def _looks(differing: Iterable[tuple[DossierObject, Seen | None, Seen]]) -> Iterator[Element]:
    """The elements in which these are seen and were seen: what a claim contradicts or revises
    shows that, and an actor's card has its aims."""
    returned: list[Element] = []
    for one, was, is_ in differing:
        yield from elements(one)
        if was is None or (was.by_name, was.in_return) != (is_.by_name, is_.in_return):
            named = is_.in_return | (was.in_return if was else frozenset())
            returned += sorted((kind, key) for _, kind, key in named)
        if was is not None:
            yield from sorted(was.elements - is_.elements)
    yield from returned


def _naming(
    session: Session, coverage: Coverage, renamed: Sequence[DossierObject]
) -> list[DossierObject]:
    """What stands and names these, in whatever field; an actor is also named where its voice is."""
    found = _linked_to(session, coverage, renamed)
    voices = [one for one in found if one.kind == "actor"]
    return list(dict.fromkeys([*found, *_linked_to(session, coverage, voices)]))


def _linked_to(
    session: Session, coverage: Coverage, named: Iterable[DossierObject]
) -> list[DossierObject]:
    keys = defaultdict(list)
    for one in named:
        keys[one.kind].append(one.key)
    return [
        one
        for kind, all_ in keys.items()
        for one in links.standing_on(session, coverage, kind, all_, roles=())
    ]


def _tell_readers(
    session: Session,
    coverage: Coverage,
    looks: Iterable[Element],
    objects: Iterable[DossierObject],
    now: datetime,
) -> None:
    """These elements look otherwise, or are gone; that they are is told once."""
    asked = list(dict.fromkeys(looks))
    shown = _shown(session, coverage, asked, objects)
    gone = changes.removed(session, coverage.id, [one for one in asked if one not in shown])
    lines: list[Line] = [
        (cast("Kind", kind), key, "put" if (kind, key) in shown else "remove")
        for kind, key in asked
        if (kind, key) not in gone
    ]
    changes.record_all(session, coverage, lines, now=now)


def _shown(
    session: Session,
    coverage: Coverage,
    asked: Sequence[Element],
    objects: Iterable[DossierObject],
) -> set[Element]:
    """Those of the elements that readers' pages have."""
    book = Book(session, coverage)
    book.opened(one for one in objects if one.kind in _DEPENDING)
    book.known(name for name in asked if name[0] in KINDS)
    return {
        (kind, key)
        for kind, key in asked
        if (is_shown(session, coverage, kind, key) if kind not in KINDS else _has(book, kind, key))
    }


def _has(book: Book, kind: str, key: str) -> bool:
    one = book.get(kind, key)
    return one is not None and book.is_there(one)


def is_shown(session: Session, coverage: Coverage, kind: str, key: str) -> bool:
    """Whether readers' pages have such an element."""
    match kind:
        case "matrix":
            return _has_cell(session, coverage)
        case "outlook":
            return _stands(session, coverage, "scenario")
        case "map":
            return any(places.shown_on_map(facts) for facts in _facts(session, coverage, "place"))
        case _:
            return _has(Book(session, coverage), kind, key)


def _has_cell(session: Session, coverage: Coverage) -> bool:
    """Whether somebody who is there has a position on something that is."""
    position = DossierObject
    cells = select(position.key).where(
        position.coverage_id == coverage.id,
        position.kind == "position",
        position.standing == "standing",
    )
    for role in ("actor", "issue"):
        link, named = aliased(DossierLink), aliased(DossierObject)
        cells = cells.join(
            link,
            (link.coverage_id == position.coverage_id)
            & (link.kind == position.kind)
            & (link.key == position.key)
            & (link.role == role),
        ).join(
            named,
            (named.coverage_id == link.coverage_id)
            & (named.kind == link.to_kind)
            & (named.key == link.to_key)
            & (named.standing == "standing"),
        )
    return session.scalar(cells.limit(1)) is not None


def _stands(session: Session, coverage: Coverage, kind: str) -> bool:
    return next(iter(_facts(session, coverage, kind)), None) is not None


def _facts(session: Session, coverage: Coverage, kind: str) -> Iterable[dict[str, object]]:
    return session.scalars(
        select(DossierObject.facts).where(
            DossierObject.coverage_id == coverage.id,
            DossierObject.kind == kind,
            DossierObject.standing == "standing",
        )
    )


def _posts(session: Session, ids: set[UUID]) -> list[Post]:
    if not ids:
        return []
    return list(session.scalars(select(Post).where(Post.id.in_(ids)).order_by(Post.id)))


_UNKNOWN: Final = Seen((), (), (), frozenset(), frozenset(), frozenset())
