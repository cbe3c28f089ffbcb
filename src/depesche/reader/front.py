"""The front page."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from depesche.newsroom import front as programme
from depesche.newsroom import ticker
from depesche.newsroom.dossier.readers import traces
from depesche.newsroom.front import Some
from depesche.reader import found, showing, statuses
from depesche.rendering.environment import LANGUAGES
from depesche.web import answers
from depesche.web.answers import Content
from depesche.web.rooms import House, Rooms

router = APIRouter()

_NONE = Some((), has_more=False)


@router.api_route("/", methods=["GET", "HEAD"])
def front(
    request: Request, house: House, before: Annotated[str | None, Query()] = None
) -> Response:
    """What is on, what is coming, what was; or what was before that coverage ended."""

    def draw(session: Session) -> Content:
        return _drawn(house, session, before)

    address = "/" if before is None else f"/?before={before}"
    return showing.of_all(request, house, address, draw)


def _drawn(house: Rooms, session: Session, before: str | None) -> Content:
    told = answers.moment()
    shown = _shown(session, before)
    listed = [coverage.id for some in shown.values() for coverage in some.coverages]
    newest = ticker.newest(session, listed)
    path = "/" if before is None else f"/?before={before}"
    page = house.templates.render(
        "reader/front.html",
        house.settings.language,
        **shown,
        found=found.of_front(house, path=path),
        newest=newest,
        traces=traces.claims_of(session, newest.values()),
        statuses={language: statuses.spoken(house, language) for language in LANGUAGES},
        before=before,
        now=told.now,
        rate=told.rate,
    )
    # A page that a browser has kept learns from the answer what time it is now.
    return replace(answers.page(page, told), tells_time=True)


def _shown(session: Session, before: str | None) -> dict[str, Any]:
    if before is not None:
        return {"on": _NONE, "coming": _NONE, "over": programme.over(session, before=before)}
    return {
        "on": programme.on(session),
        "coming": programme.coming(session),
        "over": programme.over(session),
    }
