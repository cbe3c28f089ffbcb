"""The front page."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from depesche import clock
from depesche.newsroom import coverages, ticker
from depesche.web import caching
from depesche.web.rooms import House

router = APIRouter()

_PUBLIC = tuple(status for status in coverages.STATUSES if status != "draft")


@router.api_route("/", methods=["GET", "HEAD"])
def front(request: Request, house: House) -> Response:
    """What is on, what is coming, what was."""
    now = clock.now().isoformat()
    with house.store.reading() as session:
        listed = coverages.listed(session, statuses=_PUBLIC)
        page = house.templates.render(
            "reader/front.html",
            house.settings.language,
            coverages=listed,
            newest=ticker.newest(session, [coverage.id for coverage in listed]),
            now=now,
            rate=clock.rate(),
        )
    return caching.shared(request, page, "text/html", varying=now)
