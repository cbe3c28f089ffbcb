"""The dossier's part of a page: its lists, and each object in them as an element of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup
from sqlalchemy.orm import Session

from depesche.newsroom.dossier import telling
from depesche.newsroom.dossier.kinds import places
from depesche.newsroom.dossier.readers import cards, cells, outlook
from depesche.newsroom.dossier.readers.book import Book, Card
from depesche.newsroom.models import Coverage
from depesche.rendering import charts, maps
from depesche.rendering.environment import Templates
from depesche.rendering.maps import Pin

# How many of each the page of a coverage shows; all of them are on the dossier's own pages.
BOUNDS: Final[Mapping[str, int]] = {
    "actor": 24,
    "issue": 8,
    "claim": 12,
    "entry": 30,
    "place": 16,
    "scenario": 12,
    "question": 12,
}
WHOLE: Final = dict.fromkeys(BOUNDS, 200)
_PINS: Final = 40
_NEWEST: Final = ("entry",)  # lists that show their end, and not their beginning


@dataclass(frozen=True)
class List:
    """Some cards of a kind; `cut` says on which side there are more: above, below, or none."""

    cards: list[Card]
    cut: str


def element(
    templates: Templates, session: Session, coverage: Coverage, kind: str, key: str
) -> tuple[str, str]:
    """Position and HTML of one element. Raises NotFound."""
    book = Book(session, coverage)
    if key == telling.WHOLE and kind in _WHOLES:
        return "", _drawn(templates, coverage, kind, **_WHOLES[kind](book))
    card = cards.card(book, kind, key)
    return card.position, _drawn(templates, coverage, kind, card=card)


def part(
    templates: Templates,
    session: Session,
    coverage: Coverage,
    *,
    bounds: Mapping[str, int] = BOUNDS,
    before: str | None = None,
) -> Markup:
    """The lists of these kinds, as far as the bounds go; with matrix, map and outlook if all."""
    book = Book(session, coverage)
    lists = {kind: _listed(book, kind, limit, before, bounds) for kind, limit in bounds.items()}
    wholes = {}
    if bounds.keys() == BOUNDS.keys():
        shown = (kind for kind in _WHOLES if telling.is_shown(session, coverage, kind, "all"))
        wholes = {kind: _WHOLES[kind](book) for kind in shown}
    drawn = templates.render(
        "dossier/part.html", coverage.language, coverage=coverage, lists=lists, wholes=wholes,
        is_short=bounds is BOUNDS,
    )  # fmt: skip
    return Markup(drawn)  # noqa: S704 - a template has drawn it


def _listed(
    book: Book, kind: str, limit: int, before: str | None, bounds: Mapping[str, int]
) -> List:
    from_end = kind in _NEWEST and bounds is BOUNDS
    found = cards.listed(book, kind, limit=limit, before=before, from_end=from_end)
    cut = ("above" if from_end else "below") if found.has_more else ""
    if before is not None:
        cut = f"above {cut}".strip()
    return List(list(found.cards), cut)


def _drawn(templates: Templates, coverage: Coverage, kind: str, **facts: Any) -> str:
    name = f"dossier/{kind}.html"
    return templates.render(name, coverage.language, coverage=coverage, **facts).strip()


def _matrix(book: Book) -> dict[str, Any]:
    return {"matrix": cells.matrix(book)}


def _map(book: Book) -> dict[str, Any]:
    shown = [one for one in book.of_kind("place", "standing") if places.shown_on_map(one.facts)]
    pins = [
        Pin(
            key=one.key,
            label=one.facts["name"],
            latitude=one.facts["latitude"],
            longitude=one.facts["longitude"],
            precision=one.facts["precision"],
            note=one.facts["status_note"],
            href=book.href("place", one.key),
        )
        for one in shown[:_PINS]
    ]
    return {"drawing": maps.drawn(pins, book.coverage.language)}


def _outlook(book: Book) -> dict[str, Any]:
    coverage, sets = book.coverage, outlook.outlook(book)
    drawn = [charts.likelihoods(of, coverage.language, coverage.newsroom_zone) for of in sets]
    return {"sets": sets, "charts": drawn}


_WHOLES: Final = {"matrix": _matrix, "map": _map, "outlook": _outlook}
