"""A small fragment for other pages of the house: what is live now, or comes next."""

from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from depesche.newsroom import changes, front
from depesche.newsroom.models import Coverage
from depesche.reader import showing
from depesche.web import answers, caching
from depesche.web.answers import Content
from depesche.web.rooms import House, Rooms

router = APIRouter()


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
    _, as_of = changes.told(session, coverage)
    posts = front.headlines(session, coverage)
    facts = {"coverage": coverage, "posts": posts, "as_of": as_of}
    return _content(house, coverage.language, **facts)


def _empty(house: Rooms) -> Content:
    return _content(house, house.settings.language, coverage=None)


def _content(house: Rooms, language: str, **facts: Any) -> Content:
    drawn = house.templates.render("reader/teaser.html", language, **facts)
    return replace(answers.still(drawn.strip() + "\n"), keeping=caching.EMBEDDED)
