"""A coverage for the readers' calendars."""

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from depesche.formats import calendar
from depesche.newsroom import changes
from depesche.newsroom.models import Coverage
from depesche.reader import showing
from depesche.web import answers
from depesche.web.answers import Content
from depesche.web.rooms import House, Rooms

router = APIRouter()


@router.api_route("/live/{slug}/calendar.ics", methods=["GET", "HEAD"])
def entry(request: Request, slug: str, house: House) -> Response:
    """When it opens; of what is over, when it was."""

    def draw(session: Session, coverage: Coverage) -> Content:
        return _drawn(house, session, coverage)

    return showing.of_coverage(request, house, slug, "/calendar.ics", draw)


def _drawn(house: Rooms, session: Session, coverage: Coverage) -> Content:
    told, last = changes.told_of_head(session, coverage)
    made = calendar.calendar(
        coverage,
        public_url=house.settings.public_url,
        number=told - 1,
        changed_at=last,
    )
    return answers.kept(made, "text/calendar", name=f"{coverage.slug}.ics")
