"""A dossier on pages of its own: all of it, and each of its objects."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from depesche.errors import NotFound, ObjectRemoved
from depesche.newsroom import ticker
from depesche.newsroom.dossier.kinds import KINDS
from depesche.newsroom.dossier.readers import cards, traces
from depesche.newsroom.dossier.readers.beside import beside
from depesche.newsroom.dossier.readers.book import Book
from depesche.newsroom.models import Coverage, DossierObject
from depesche.reader import found, showing
from depesche.reader.positions import position
from depesche.rendering import sharing
from depesche.rendering.dossier import BOUNDS
from depesche.web import answers
from depesche.web.answers import Content
from depesche.web.rooms import House, Rooms

router = APIRouter()


@router.api_route("/live/{slug}/dossier", methods=["GET", "HEAD"])
def whole(
    request: Request,
    slug: str,
    house: House,
    kind: Annotated[str | None, Query()] = None,
    before: Annotated[str | None, Query()] = None,
) -> Response:
    """All of it, or what there is of one kind, page by page."""
    if kind is not None and kind not in BOUNDS:
        raise NotFound
    after = position(before)
    path = _further("/dossier" + (f"?kind={kind}" if kind else ""), after)

    def draw(session: Session, coverage: Coverage) -> Content:
        part = house.fragments.dossier.whole(session, coverage, kind=kind, before=after)
        return _drawn(
            house, session, coverage, "reader/dossier.html",
            dossier=part, is_whole=kind is None,
            found=found.of_dossier(house, coverage, path=f"/live/{slug}{path}"),
        )  # fmt: skip

    return showing.of_coverage(request, house, slug, path, draw)


@router.api_route("/live/{slug}/dossier/{kind}/{key}", methods=["GET", "HEAD"])
def one(
    request: Request,
    slug: str,
    kind: str,
    key: str,
    *,
    house: House,
    before: Annotated[str | None, Query()] = None,
) -> Response:
    """One object: its card, and the posts it rests on or is mentioned in."""
    after = position(before)

    def draw(session: Session, coverage: Coverage) -> Content:
        book = Book(session, coverage)
        asked = book.get(kind, key) if kind in KINDS else None
        if asked is None:
            raise NotFound
        if asked.standing == "merged":
            raise _Merged(book.href(kind, asked.facts["merged_into"]))
        if asked.standing == "removed":
            raise ObjectRemoved
        return _page(house, book, asked, before=after)

    try:
        path = f"/dossier/{kind}/{key}"
        return showing.of_coverage(request, house, slug, _further(path, after), draw)
    except _Merged as merged:
        return RedirectResponse(merged.into, 308)


class _Merged(Exception):
    """It is another one now, at the address `into`."""

    def __init__(self, into: str) -> None:
        super().__init__(into)
        self.into = into


def _page(house: Rooms, book: Book, one: DossierObject, *, before: str | None) -> Content:
    card = cards.card(book, one.kind, one.key)
    session, coverage = book.session, book.coverage
    page = traces.posts_about(session, coverage, one, before=before, limit=ticker.PAGE)
    return _drawn(
        house, session, coverage, "reader/object.html",
        card=card, page=page, heading=sharing.heading(card, coverage), beside=beside(book, card),
        found=found.of_object(house, coverage, card, path=_further(card.href, before)),
        traces=traces.of_posts(session, coverage, page.posts),
    )  # fmt: skip


def _drawn(
    house: Rooms, session: Session, coverage: Coverage, template: str, **facts: object
) -> Content:
    told = answers.moment()
    drawn = house.templates.render(
        template, coverage.language, coverage=coverage, now=told.now, rate=told.rate,
        newest_position=ticker.newest_position(session, coverage), **facts,
    )  # fmt: skip
    return answers.page(drawn, told)


def _further(path: str, before: str | None) -> str:
    """The address of what comes after that position."""
    if before is None:
        return path
    return f"{path}{'&' if '?' in path else '?'}before={before}"
