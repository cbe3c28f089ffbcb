"""The print view: a whole coverage as it is filed, oldest first, in parts that stay as they are."""

import re
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from markupsafe import Markup
from sqlalchemy.orm import Session

from depesche import clock
from depesche.errors import NotFound
from depesche.newsroom import parts
from depesche.newsroom.models import Coverage
from depesche.reader import showing
from depesche.web import answers
from depesche.web.answers import Content
from depesche.web.rooms import House, Rooms

router = APIRouter()

_EVERYTHING: Final = 1_000_000  # objects of a kind: nobody goes on to further ones from paper
_DRAWN_AT: Final = re.compile(r'(?<=<dd class="drawn-at">).*(?=</dd>)')
_NUMBER: Final = re.compile(r"[1-9]\d{0,5}", re.ASCII)


@router.api_route("/live/{slug}/print", methods=["GET", "HEAD"])
def show(
    request: Request,
    slug: str,
    house: House,
    part: Annotated[str, Query()] = "1",
) -> Response:
    """That part of the coverage; the last one has the dossier at its end. Raises NotFound."""
    number = _number(part)

    def draw(session: Session, coverage: Coverage) -> Content:
        found = parts.part(session, coverage, number)
        dossier = _dossier(house, session, coverage) if found.is_last else Markup()
        drawn = house.templates.render(
            "reader/print.html",
            coverage.language,
            coverage=coverage,
            part=found,
            dossier=dossier,
            drawn_at=clock.now(),
        )
        said = _DRAWN_AT.search(drawn)
        return answers.still(drawn, drawn_at=said[0] if said else "")

    rest = "/print" if number == 1 else f"/print?part={number}"
    return showing.of_coverage(request, house, slug, rest, draw)


def _number(part: str) -> int:
    if not _NUMBER.fullmatch(part):
        raise NotFound
    return int(part)


def _dossier(house: Rooms, session: Session, coverage: Coverage) -> Markup:
    """All of it, to the last object; nobody can unfold paper."""
    drawn = house.fragments.dossier.whole(
        session, coverage, kind=None, before=None, limit=_EVERYTHING
    )
    return Markup(str(drawn).replace("<details ", "<details open "))  # noqa: S704 - ours
