"""Search inside a coverage: the words that readers look for, where they stand."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from depesche.newsroom import search
from depesche.newsroom.models import Coverage
from depesche.reader import showing
from depesche.reader.positions import position
from depesche.rendering.marking import Marking
from depesche.web import answers
from depesche.web.answers import Content
from depesche.web.rooms import House

router = APIRouter()


@router.api_route("/live/{slug}/search", methods=["GET", "HEAD"])
def of_coverage(
    request: Request,
    slug: str,
    house: House,
    q: Annotated[str, Query()] = "",
    before: Annotated[str | None, Query()] = None,
) -> Response:
    """The posts that answer the question `q`, newest first, or those before a position.

    Questions are without number: what is drawn here is not kept.
    """
    after = position(before)

    def draw(session: Session, coverage: Coverage) -> Content:
        question = search.read(q, coverage.language)
        drawn = house.templates.render(
            "reader/search.html",
            coverage.language,
            coverage=coverage,
            question=question,
            found=search.found(session, coverage, question, before=after),
            named=search.named(session, coverage, question) if after is None else [],
            is_further=after is not None,
            marking=Marking(question),
            limits={"characters": search.LENGTH, "words": search.WORDS},
        )
        return answers.still(drawn)

    return showing.of_coverage(request, house, slug, None, draw)
