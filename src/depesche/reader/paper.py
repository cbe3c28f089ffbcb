"""The print view: a whole coverage as it is filed, oldest first, in parts that stay as they are."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from markupsafe import Markup
from sqlalchemy.orm import Session

from depesche import clock
from depesche.newsroom import parts
from depesche.newsroom.models import Coverage
from depesche.reader import showing
from depesche.web import answers
from depesche.web.answers import Content
from depesche.web.rooms import House, Rooms

router = APIRouter()


@router.api_route("/live/{slug}/print", methods=["GET", "HEAD"])
def show(
    request: Request,
    slug: str,
    house: House,
    part: Annotated[int, Query(ge=1, le=999_999)] = 1,
) -> Response:
    """That part of the coverage; the last one has the dossier at its end. Raises NotFound."""

    def draw(session: Session, coverage: Coverage) -> Content:
        found = parts.part(session, coverage, part)
        dossier = _dossier(house, session, coverage) if found.is_last else Markup()
        drawn = house.templates.render(
            "reader/print.html",
            coverage.language,
            coverage=coverage,
            part=found,
            dossier=dossier,
            drawn_at=clock.now(),
        )
        return answers.still(drawn)

    rest = "/print" if part == 1 else f"/print?part={part}"
    return showing.of_coverage(request, house, slug, rest, draw)


def _dossier(house: Rooms, session: Session, coverage: Coverage) -> Markup:
    """All of it; nobody can unfold paper."""
    drawn = house.fragments.dossier.whole(session, coverage, kind=None, before=None)
    return Markup(str(drawn).replace("<details ", "<details open "))  # noqa: S704 - ours
