"""A dossier on pages of its own: all of it, and each of its objects."""

import re
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from sqlalchemy.orm import Session

from depesche import clock
from depesche.errors import NotFound, ObjectRemoved
from depesche.newsroom import coverages, ticker
from depesche.newsroom.dossier.kinds import KINDS
from depesche.newsroom.dossier.readers import cards, traces
from depesche.newsroom.dossier.readers.beside import beside
from depesche.newsroom.dossier.readers.book import Book
from depesche.newsroom.models import Coverage, DossierObject
from depesche.rendering import sharing
from depesche.rendering.dossier import BOUNDS
from depesche.web import caching
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
    with house.store.reading() as session:
        coverage = coverages.public(session, slug)
        part = house.fragments.dossier.whole(session, coverage, kind=kind, before=position(before))
        path = f"/live/{slug}/dossier" + (f"?kind={kind}" if kind else "")
        return _answer(
            request, house, session, coverage, "reader/dossier.html",
            dossier=part, is_whole=kind is None, canonical=path,
        )  # fmt: skip


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
    with house.store.reading() as session:
        coverage = coverages.public(session, slug)
        book = Book(session, coverage)
        found = book.get(kind, key) if kind in KINDS else None
        if found is None:
            raise NotFound
        if found.standing == "merged":
            return RedirectResponse(book.href(kind, found.facts["merged_into"]), 308)
        if found.standing == "removed":
            raise ObjectRemoved
        return _page(request, house, book, found, before=before)


def _page(
    request: Request, house: Rooms, book: Book, found: DossierObject, *, before: str | None
) -> Response:
    card = cards.card(book, found.kind, found.key)
    session, coverage = book.session, book.coverage
    page = traces.posts_about(session, coverage, found, before=position(before), limit=ticker.PAGE)
    title, description = sharing.spoken(card, coverage, house.templates)
    return _answer(
        request, house, session, coverage, "reader/object.html",
        card=card, page=page, canonical=card.href, title=title, description=description,
        heading=sharing.heading(card, coverage, house.templates), beside=beside(book, card),
        traces=traces.of_posts(session, coverage, page.posts),
    )  # fmt: skip


def _answer(
    request: Request,
    house: Rooms,
    session: Session,
    coverage: Coverage,
    template: str,
    **facts: object,
) -> Response:
    now = clock.now().isoformat()
    drawn = house.templates.render(
        template, coverage.language, coverage=coverage, now=now, rate=clock.rate(),
        newest_position=ticker.newest_position(session, coverage), **facts,
    )  # fmt: skip
    return caching.shared(request, drawn, "text/html", varying=now)


def position(value: str | None) -> str | None:
    """A position as it comes in an address. Raises NotFound."""
    if value is not None and not re.fullmatch(r"[\w:/-]{1,80}", value, re.ASCII):
        raise NotFound
    return value
