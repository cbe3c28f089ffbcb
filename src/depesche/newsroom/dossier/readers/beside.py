"""Beside: what an object's own page shows next to its card, as cards of their own.

An actor's page has where it stands and what it said last, a place's what happens there.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

from sqlalchemy import Select, and_, select, tuple_

from depesche.newsroom.dossier.readers import cards, cells
from depesche.newsroom.dossier.readers.book import Book, Card, Name
from depesche.newsroom.models import DossierLink, DossierObject

CLAIMS: Final = 12  # the newest on an actor's page
ENTRIES: Final = 30  # on a place's

Lists = Mapping[str, Sequence[Card]]  # by kind, without those that are empty


def beside(book: Book, card: Card) -> Lists:
    """The lists of an object's page; none beside what was withdrawn."""
    made = _LISTS.get(card.kind)
    if made is None or card.is_withdrawn:
        return {}
    return {kind: found for kind, found in made(book, card.key).items() if found}


def _of_actor(book: Book, key: str) -> Lists:
    said = _naming(book, "claim", "speaker", ("actor", key))
    claims = book.session.scalars(said.limit(CLAIMS)).all()
    return {"position": cells.of_actor(book, key), "claim": cards.cards(book, "claim", claims)}


def _of_place(book: Book, key: str) -> Lists:
    there = _naming(book, "entry", "place", ("place", key))
    entries = book.session.scalars(there.limit(ENTRIES)).all()
    return {"entry": cards.cards(book, "entry", entries)}


def _naming(book: Book, kind: str, role: str, named: Name) -> Select[DossierObject]:
    """What stands of a kind and names this object in that field, greatest position first."""
    return (
        select(DossierObject)
        .join(DossierLink, and_(
            DossierObject.coverage_id == DossierLink.coverage_id,
            DossierObject.kind == DossierLink.kind, DossierObject.key == DossierLink.key,
        ))
        .where(DossierLink.coverage_id == book.coverage.id, DossierLink.kind == kind)
        .where(DossierLink.role == role, tuple_(DossierLink.to_kind, DossierLink.to_key) == named)
        .where(DossierObject.standing == "standing")
        .order_by(DossierObject.position.desc(), DossierObject.key)
    )  # fmt: skip


_LISTS: Final[Mapping[str, Callable[[Book, str], Lists]]] = {
    "actor": _of_actor,
    "place": _of_place,
}
