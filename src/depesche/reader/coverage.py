"""A coverage's page, its further pages in either order, and the page that holds a post."""

from typing import Annotated, cast, get_args
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from depesche.errors import NotFound
from depesche.newsroom import ticker
from depesche.newsroom.dossier.readers import traces
from depesche.newsroom.models import Coverage
from depesche.newsroom.ticker import Order, Page
from depesche.reader import found, showing, then
from depesche.reader.positions import next_to
from depesche.web import answers
from depesche.web.answers import Content
from depesche.web.rooms import House, Rooms

router = APIRouter()


@router.api_route("/live/{slug}", methods=["GET", "HEAD"])
def ticked(
    request: Request,
    slug: str,
    *,
    house: House,
    order: Annotated[str | None, Query()] = None,
    before: Annotated[str | None, Query()] = None,
    after: Annotated[str | None, Query()] = None,
) -> Response:
    """The first posts in the order in which the ticker is read, or those next to a position."""
    asked = _order(order)
    older, newer = next_to(before, after)
    rest = _query(order=asked, before=older, after=newer)

    def draw(session: Session, coverage: Coverage) -> Content:
        in_order = asked or ticker.order_of(coverage)
        page = ticker.page(session, coverage, order=in_order, before=older, after=newer)
        canonical = _query(before=older, after=newer)
        return _drawn(house, session, coverage, page, canonical=canonical)

    return showing.of_coverage(request, house, slug, rest, draw)


@router.api_route("/live/{slug}/posts/{post_id}", methods=["GET", "HEAD"])
def with_post(request: Request, slug: str, post_id: str, house: House) -> Response:
    """The page that holds the post, with the post marked."""
    marked = _uuid(post_id)

    def draw(session: Session, coverage: Coverage) -> Content:
        post = ticker.public_post(session, coverage, marked)
        page = ticker.page_with(session, coverage, post, order=ticker.order_of(coverage))
        canonical = f"/posts/{marked}"
        return _drawn(house, session, coverage, page, canonical=canonical, marked=marked)

    return showing.of_coverage(request, house, slug, f"/posts/{marked}", draw)


def _drawn(
    house: Rooms,
    session: Session,
    coverage: Coverage,
    page: Page,
    *,
    canonical: str,
    marked: UUID | None = None,
) -> Content:
    told = answers.moment()
    pins = ticker.marked(session, coverage, "pin")
    newest = ticker.newest(session, [coverage.id]).get(coverage.id)
    shown = {post.id: post for post in (*page.posts, *pins, *filter(None, [newest]))}
    said = traces.of_posts(session, coverage, list(shown.values()))
    path = f"/live/{coverage.slug}{canonical}"
    drawn = house.templates.render(
        "reader/coverage.html",
        coverage.language,
        coverage=coverage,
        page=page,
        is_turned=page.order != ticker.order_of(coverage),
        newest=newest,
        newest_trace=newest and said.get(newest.id),
        newest_position=ticker.newest_position(session, coverage),
        post_count=ticker.count(session, coverage),
        pins=pins,
        key_events=ticker.marked(session, coverage, "key_event"),
        summary=ticker.summary(session, coverage),
        traces=said,
        dossier=house.fragments.dossier.of_coverage(session, coverage),
        marked=marked,
        typed=newest and newest.published_at and then.typed(coverage, newest.published_at),
        found=found.of_page(house, session, coverage, page, path=path, traces=said, marked=marked),
        now=told.now,
        rate=told.rate,
    )
    return answers.page(drawn, told)


def _query(**said: str | None) -> str:
    """As our own pages write it."""
    told = {name: value for name, value in said.items() if value is not None}
    return f"?{urlencode(told)}" if told else ""


def _order(value: str | None) -> Order | None:
    if value not in {None, *get_args(Order)}:
        raise NotFound
    return cast("Order | None", value)


def _uuid(value: str) -> UUID:
    try:
        return UUID(value)
    except ValueError as error:
        raise NotFound from error
