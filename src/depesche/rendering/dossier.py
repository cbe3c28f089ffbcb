"""The dossier's part of a page: its lists, and each object in them as an element of its own."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup
from sqlalchemy.orm import Session

from depesche.newsroom.dossier import seen, telling
from depesche.newsroom.dossier.kinds import places
from depesche.newsroom.dossier.readers import cards, cells, outlook
from depesche.newsroom.dossier.readers.book import Book
from depesche.newsroom.models import Coverage
from depesche.rendering import charts, maps
from depesche.rendering.environment import Templates
from depesche.rendering.kept import Kept
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
WHOLE: Final = 200  # of each on one of those
_KEPT: Final = 256  # lists, as they were drawn last
_PINS: Final = 40
_NEWEST: Final = ("entry",)  # lists that show their end, and not their beginning


@dataclass(frozen=True)
class List:
    """Some cards of a kind, drawn; `cut` says on which side there are more: above, below, or none.

    `last` is the position of the last one.
    """

    drawn: Markup
    cut: str = ""
    last: str = ""


def element(
    templates: Templates, session: Session, coverage: Coverage, kind: str, key: str
) -> tuple[str, str]:
    """Position and HTML of one element. Raises NotFound."""
    book = Book(session, coverage)
    if key == seen.WHOLE and kind in _WHOLES:
        return "", _drawn(templates, coverage, kind, **_WHOLES[kind](book))
    card = cards.card(book, kind, key)
    return card.position, _drawn(templates, coverage, kind, card=card)


class Part:
    """The dossier's part of a page. Each of its lists is drawn once for each state of it."""

    def __init__(self, templates: Templates) -> None:
        self._templates = templates
        self._lists: Kept[List] = Kept(_KEPT)

    def of_coverage(self, session: Session, coverage: Coverage) -> Markup:
        """What the page of a coverage shows of it."""
        book = Book(session, coverage)
        lists = {kind: self._kept(book, kind) for kind in (*BOUNDS, *_WHOLES)}
        return self._framed(coverage, lists, is_short=True)

    def as_it_stood(self, book: Book) -> Markup:
        """The same as a book has it that reads what stood at some moment; that is not kept."""
        lists = {
            kind: self._listed(book, kind, limit, None, from_end=kind in _NEWEST)
            for kind, limit in BOUNDS.items()
        }
        wholes = {kind: made(book) for kind, made in _WHOLES.items()}
        lists |= {
            kind: List(_drawn(self._templates, book.coverage, kind, **facts))
            for kind, facts in wholes.items()
            if _holds(kind, facts)
        }
        return self._framed(book.coverage, lists, is_short=True)

    def whole(
        self,
        session: Session,
        coverage: Coverage,
        *,
        kind: str | None,
        before: str | None,
        limit: int = WHOLE,
    ) -> Markup:
        """All of it, or of one kind what comes after the position `before`; of each kind that many,
        and where there are more a way to them."""
        book = Book(session, coverage)
        lists = {
            one: self._listed(book, one, limit, before) for one in BOUNDS if kind in {None, one}
        }
        if kind is None:
            lists |= {one: self._kept(book, one) for one in _WHOLES}
        return self._framed(coverage, lists, is_short=False)

    def _framed(self, coverage: Coverage, lists: Mapping[str, List], *, is_short: bool) -> Markup:
        drawn = self._templates.render(
            "dossier/part.html", coverage.language, coverage=coverage, lists=lists,
            is_short=is_short,
        )  # fmt: skip
        return Markup(drawn)  # noqa: S704 - a template has drawn it

    def _kept(self, book: Book, kind: str) -> List:
        """Nothing but a line about this kind, or about the coverage, makes it another one."""
        told = book.coverage.dossier_sequences
        newest = max(told.get(kind, 0), told.get("coverage", 0))
        state = (book.coverage.edition, newest)
        return self._lists.get((book.coverage.id, kind), state, lambda: self._short(book, kind))

    def _short(self, book: Book, kind: str) -> List:
        if kind in BOUNDS:
            return self._listed(book, kind, BOUNDS[kind], None, from_end=kind in _NEWEST)
        if not telling.is_shown(book.session, book.coverage, kind, seen.WHOLE):
            return List(Markup())
        return List(_drawn(self._templates, book.coverage, kind, **_WHOLES[kind](book)))

    def _listed(
        self, book: Book, kind: str, limit: int, before: str | None, *, from_end: bool = False
    ) -> List:
        found = cards.listed(book, kind, limit=limit, before=before, from_end=from_end)
        drawn = (_drawn(self._templates, book.coverage, kind, card=card) for card in found.cards)
        cut = ("above" if from_end else "below") if found.has_more else ""
        return List(
            Markup("\n").join(drawn),
            cut if before is None else f"above {cut}".strip(),
            found.cards[-1].position if found.cards else "",
        )


def _drawn(templates: Templates, coverage: Coverage, kind: str, **facts: Any) -> Markup:
    name = f"dossier/{kind}.html"
    drawn = templates.render(name, coverage.language, coverage=coverage, **facts).strip()
    return Markup(drawn)  # noqa: S704 - a template has drawn it


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
    return {"drawing": maps.drawn(pins, book.coverage.language), "pins": pins}


def _outlook(book: Book) -> dict[str, Any]:
    coverage, sets = book.coverage, outlook.outlook(book)
    drawn = [charts.likelihoods(of, coverage.language, coverage.newsroom_zone) for of in sets]
    return {"sets": sets, "charts": drawn}


def _holds(kind: str, facts: Mapping[str, Any]) -> bool:
    """Whether there is anything in it to be seen."""
    if kind == "matrix":
        return any(any(row.cells) for row in facts["matrix"].rows)
    return bool(facts["sets"] if kind == "outlook" else facts["pins"])


_WHOLES: Final = {"matrix": _matrix, "map": _map, "outlook": _outlook}
