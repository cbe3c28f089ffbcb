"""Search inside a coverage: the words that readers look for, where they stand."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from depesche.newsroom import search
from depesche.newsroom.dossier.readers import traces
from depesche.newsroom.models import Coverage, Post
from depesche.reader import showing, statuses
from depesche.reader.positions import position
from depesche.rendering import sharing
from depesche.rendering.marking import Marking
from depesche.web import answers
from depesche.web.answers import Content
from depesche.web.rooms import House, Rooms

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
        found = search.found(session, coverage, question, before=after)
        drawn = house.templates.render(
            "reader/search.html",
            coverage.language,
            coverage=coverage,
            question=question,
            found=found,
            **_judged(house, session, coverage, found.posts),
            named=search.named(session, coverage, question) if after is None else [],
            is_further=after is not None,
            marking=Marking(question),
            limits={"characters": search.LENGTH, "words": search.WORDS},
        )
        return answers.still(drawn)

    return showing.of_coverage(request, house, slug, None, draw)


def _judged(
    house: Rooms, session: Session, coverage: Coverage, posts: Sequence[Post]
) -> dict[str, dict[UUID, Any]]:
    """Of each post the status that comes before its words; where its headline stands whatever
    became of its quotes, those of the quotes by their words.
    """
    claimed = traces.claims_of(session, posts)
    words = statuses.spoken(house, coverage.language)
    doubts = {post.id: sharing.doubt(post, coverage, claimed.get(post.id), words) for post in posts}
    quoted = {
        post.id: {} if doubts[post.id] else sharing.quoted(claimed.get(post.id), words)
        for post in posts
    }
    return {"doubts": doubts, "quoted": quoted}
