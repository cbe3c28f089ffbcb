"""A coverage's page, its older pages, and the page that holds a post."""

import re
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from depesche.errors import NotFound
from depesche.newsroom import ticker
from depesche.newsroom.dossier.readers import traces
from depesche.newsroom.models import Coverage
from depesche.newsroom.ticker import Page
from depesche.reader import showing
from depesche.web import answers
from depesche.web.answers import Content
from depesche.web.rooms import House, Rooms

router = APIRouter()


@router.api_route("/live/{slug}", methods=["GET", "HEAD"])
def newest(
    request: Request, slug: str, house: House, before: Annotated[str | None, Query()] = None
) -> Response:
    """The newest posts, or those before a position."""
    position = _position(before)

    def draw(session: Session, coverage: Coverage) -> Content:
        return _drawn(house, session, coverage, ticker.page(session, coverage, before=position))

    rest = "" if position is None else f"?before={position}"
    return showing.of_coverage(request, house, slug, rest, draw)


@router.api_route("/live/{slug}/posts/{post_id}", methods=["GET", "HEAD"])
def with_post(request: Request, slug: str, post_id: str, house: House) -> Response:
    """The page that holds the post, with the post marked."""
    marked = _uuid(post_id)

    def draw(session: Session, coverage: Coverage) -> Content:
        post = ticker.public_post(session, coverage, marked)
        page = ticker.page_with(session, coverage, post)
        return _drawn(house, session, coverage, page, marked=marked)

    return showing.of_coverage(request, house, slug, f"/posts/{marked}", draw)


def _drawn(
    house: Rooms, session: Session, coverage: Coverage, page: Page, *, marked: UUID | None = None
) -> Content:
    told = answers.moment()
    pins = ticker.marked(session, coverage, "pin")
    drawn = house.templates.render(
        "reader/coverage.html",
        coverage.language,
        coverage=coverage,
        sequence=coverage.sequence,
        page=page,
        newest_position=ticker.newest_position(session, coverage),
        pins=pins,
        key_events=ticker.marked(session, coverage, "key_event"),
        summary=ticker.summary(session, coverage),
        traces=traces.of_posts(session, coverage, list({*page.posts, *pins})),
        dossier=house.fragments.dossier.of_coverage(session, coverage),
        marked=marked,
        canonical=f"/live/{coverage.slug}" + (f"/posts/{marked}" if marked else ""),
        now=told.now,
        rate=told.rate,
    )
    return answers.page(drawn, told)


def _position(value: str | None) -> str | None:
    if value is not None and not re.fullmatch(r"[\w-]{1,40}", value, re.ASCII):
        raise NotFound
    return value


def _uuid(value: str) -> UUID:
    try:
        return UUID(value)
    except ValueError as error:
        raise NotFound from error
