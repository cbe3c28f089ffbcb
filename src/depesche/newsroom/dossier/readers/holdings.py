"""Holdings: where a book finds the objects of a dossier. They are rows, or what once was."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from depesche.newsroom import ticker
from depesche.newsroom.models import Coverage, DossierLink, DossierObject, Post

_AT_ONCE: Final = 400  # keys in one question


@dataclass(frozen=True)
class Linked:
    """An object that names another, or rests on a post: in which role, and the key of that."""

    role: str
    to_key: str
    one: DossierObject


class Holdings(Protocol):
    """The objects of one dossier; of each kind the greatest position comes first."""

    def called(self, kind: str, keys: Collection[str]) -> Iterator[DossierObject]:
        """Those of these keys that there are, however they stand."""
        ...

    def of_kind(self, kind: str, standing: Collection[str]) -> Sequence[DossierObject]:
        """All that stand so."""
        ...

    def some(
        self, kind: str, standing: Collection[str], *, limit: int, before: str | None, last: bool
    ) -> Sequence[DossierObject]:
        """As many of them, from the position `before` on; the last ones, in whatever order."""
        ...

    def under(self, kind: str, parents: Collection[str]) -> Sequence[DossierObject]:
        """Those that stand and have one of these parents."""
        ...

    def parents(self, kind: str) -> Collection[str]:
        """The parents of all that stand."""
        ...

    def linked(
        self, kinds: Collection[str], roles: Collection[str], to_kind: str, keys: Collection[str]
    ) -> Sequence[Linked]:
        """What stands and names one of these in such a role."""
        ...

    def key_posts(self) -> Sequence[Post]:
        """The posts that stand on the timeline by themselves."""
        ...


class Tables:
    """The dossier as it is now."""

    def __init__(self, session: Session, coverage: Coverage) -> None:
        self._session = session
        self._coverage = coverage
        self._all = select(DossierObject).where(DossierObject.coverage_id == coverage.id)

    def called(self, kind: str, keys: Collection[str]) -> Iterator[DossierObject]:
        wanted = sorted(keys)
        for start in range(0, len(wanted), _AT_ONCE):
            some = wanted[start : start + _AT_ONCE]
            found = self._all.where(DossierObject.kind == kind, DossierObject.key.in_(some))
            yield from self._session.scalars(found)

    def of_kind(self, kind: str, standing: Collection[str]) -> Sequence[DossierObject]:
        return self._session.scalars(
            self._all.where(DossierObject.kind == kind)
            .where(DossierObject.standing.in_(standing))
            .order_by(DossierObject.position.desc(), DossierObject.key)
        ).all()

    def some(
        self, kind: str, standing: Collection[str], *, limit: int, before: str | None, last: bool
    ) -> Sequence[DossierObject]:
        place = DossierObject.position
        found = self._all.where(DossierObject.kind == kind, DossierObject.standing.in_(standing))
        if before is not None:
            found = found.where(place < before)
        ordered = found.order_by(place if last else place.desc())
        return self._session.scalars(ordered.limit(limit)).all()

    def under(self, kind: str, parents: Collection[str]) -> Sequence[DossierObject]:
        return self._session.scalars(
            self._all.where(DossierObject.kind == kind, DossierObject.standing == "standing")
            .where(DossierObject.parent.in_(parents))
            .order_by(DossierObject.position.desc(), DossierObject.key)
        ).all()

    def parents(self, kind: str) -> Collection[str]:
        return self._session.scalars(
            select(DossierObject.parent)
            .where(DossierObject.coverage_id == self._coverage.id, DossierObject.kind == kind)
            .where(DossierObject.standing == "standing")
            .distinct()
        ).all()

    def linked(
        self, kinds: Collection[str], roles: Collection[str], to_kind: str, keys: Collection[str]
    ) -> Sequence[Linked]:
        found = (
            select(DossierLink.role, DossierLink.to_key, DossierObject)
            .join(DossierObject, and_(
                DossierObject.coverage_id == DossierLink.coverage_id,
                DossierObject.kind == DossierLink.kind, DossierObject.key == DossierLink.key,
            ))
            .where(DossierLink.coverage_id == self._coverage.id, DossierLink.to_kind == to_kind)
            .where(DossierLink.to_key.in_(keys), DossierLink.role.in_(roles))
            .where(DossierObject.kind.in_(kinds), DossierObject.standing == "standing")
            .order_by(DossierObject.position.desc(), DossierObject.key)
        )  # fmt: skip
        return [Linked(*row) for row in self._session.execute(found)]

    def key_posts(self) -> Sequence[Post]:
        return ticker.marked(self._session, self._coverage, "key_event")
