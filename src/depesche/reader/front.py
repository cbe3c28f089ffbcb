"""The front page."""

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from depesche.newsroom import coverages, ticker
from depesche.reader import showing
from depesche.web import answers
from depesche.web.answers import Content
from depesche.web.rooms import House, Rooms

router = APIRouter()

_PUBLIC = tuple(status for status in coverages.STATUSES if status != "draft")


@router.api_route("/", methods=["GET", "HEAD"])
def front(request: Request, house: House) -> Response:
    """What is on, what is coming, what was."""
    return showing.of_all(request, house, "/", lambda session: _drawn(house, session))


def _drawn(house: Rooms, session: Session) -> Content:
    told = answers.moment()
    listed = coverages.listed(session, statuses=_PUBLIC)
    page = house.templates.render(
        "reader/front.html",
        house.settings.language,
        coverages=listed,
        newest=ticker.newest(session, [coverage.id for coverage in listed]),
        now=told.now,
        rate=told.rate,
    )
    return answers.page(page, told)
