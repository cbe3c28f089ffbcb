"""The page of a coverage: the composer beside all its posts."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse

from depesche.desk import pages
from depesche.newsroom import changes, corrections, coverages, people, posts
from depesche.web.rooms import House
from depesche.web.sessions import SignedIn

router = APIRouter()

PAGE = 100  # posts


@router.get("/coverages/{slug}")
def show(
    house: House, person: SignedIn, slug: str, before: Annotated[UUID | None, Query()] = None
) -> HTMLResponse:
    """The composer and the newest posts, or those before a post."""
    with house.store.reading() as session:
        coverage = coverages.find(session, slug)
        people.require(session, person, "read", coverage)
        sequence = changes.latest(session, coverage.id, "desk")  # number first, posts second
        last = posts.find(session, coverage, before) if before else None
        found = posts.at_the_desk(session, coverage, before=last, limit=PAGE)
        rows = [house.fragments.desk_post(coverage, post) for post in found]
        return pages.show(
            house,
            person,
            "desk/composer.html",
            coverage=coverage,
            sequence=sequence,
            head=house.fragments.coverage(coverage, "desk"),
            rows=rows,
            older=found[-1].id if len(found) == PAGE else None,
            classes=corrections.CLASSES,
            may_publish=people.may(session, person, "publish", coverage),
            may_arrange=people.may(session, person, "arrange", coverage),
            steps=coverages.steps(coverage),
            path=f"/desk/coverages/{slug}",
        )
