"""A small fragment for other pages of the house: what is live now, or comes next."""

from dataclasses import replace
from functools import partial
from itertools import product
from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from depesche.newsroom import changes, front
from depesche.newsroom.dossier.readers import traces
from depesche.newsroom.models import Coverage
from depesche.reader import showing
from depesche.rendering import cutting
from depesche.web import answers, caching
from depesche.web.answers import Content
from depesche.web.rooms import House, Rooms

router = APIRouter()

MOST: Final = 3 * 1024  # bytes
_SIZES: Final = (800, 400, 200, 120, 60)  # bytes of a headline, until all of it is small enough


@router.api_route("/live/{slug}/teaser", methods=["GET", "HEAD"])
def of_one(request: Request, slug: str, house: House) -> Response:
    """That coverage, and its newest headlines."""

    def draw(session: Session, coverage: Coverage) -> Content:
        return _drawn(house, session, coverage)

    return showing.of_coverage(request, house, slug, "/teaser", draw)


@router.api_route("/teaser", methods=["GET", "HEAD"])
def foremost(request: Request, house: House) -> Response:
    """What is live now, else what is announced next, else nothing that is seen."""

    def draw(session: Session) -> Content:
        found = front.foremost(session)
        return _drawn(house, session, found) if found else _empty(house)

    return showing.of_all(request, house, "/teaser", draw)


def _drawn(house: Rooms, session: Session, coverage: Coverage) -> Content:
    """As many of the newest headlines as there is room for, cut until they are small enough."""
    _, as_of = changes.told(session, coverage)
    posts = front.headlines(session, coverage)
    claims = traces.claims_of(session, posts)
    for count, size in product(range(len(posts), -1, -1), _SIZES):
        drawn = house.templates.render(
            "reader/teaser.html",
            coverage.language,
            coverage=coverage,
            posts=posts[:count],
            traces=claims,
            as_of=as_of,
            cut=partial(cutting.line, size=size),
        ).strip()
        if len(drawn.encode()) < MOST:
            break
    return _content(drawn)


def _empty(house: Rooms) -> Content:
    language = house.settings.language
    return _content(house.templates.render("reader/teaser.html", language, coverage=None).strip())


def _content(drawn: str) -> Content:
    return replace(answers.still(f"{drawn}\n"), keeping=caching.EMBEDDED)
