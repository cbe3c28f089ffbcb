"""The page of a coverage: the composer beside all its posts."""

from fastapi import APIRouter
from fastapi.responses import HTMLResponse

from depesche import clock
from depesche.desk import listing, pages
from depesche.desk.listing import Chooses
from depesche.newsroom import changes, corrections, coverages, people, rundown
from depesche.web.rooms import House
from depesche.web.sessions import SignedIn

router = APIRouter()

PAGE = 100  # posts


@router.get("/coverages/{slug}")
def show(house: House, person: SignedIn, slug: str, chosen: Chooses) -> HTMLResponse:
    """The composer and the newest of the chosen posts, or those before a post."""
    language = pages.language_of(house, person)
    with house.store.reading() as session:
        coverage = coverages.find(session, slug)
        people.require(session, person, "read", coverage)
        sequence = changes.latest(session, coverage.id, "desk")  # number first, posts second
        last = listing.last_shown(session, coverage, chosen)
        choice = chosen.choice(person)
        found = rundown.page(session, coverage, choice, before=last, limit=PAGE + 1)
        figures = house.readership.of(coverage.id)
        rows = [
            house.fragments.desk_post(
                coverage, post, language, reach=figures.posts.get(str(post.id))
            )
            for post in found[:PAGE]
        ]
        return pages.show(
            house,
            person,
            "desk/composer.html",
            coverage=coverage,
            sequence=sequence,
            now=clock.now(),
            rate=clock.rate(),
            readers=figures.readers,
            head=house.fragments.desk_head(coverage, language),
            rows=rows,
            older=found[PAGE - 1].id if len(found) > PAGE else None,
            classes=corrections.CLASSES,
            max_picture_mb=house.settings.max_picture_mb,
            may_arrange=people.may(session, person, "arrange", coverage),
            steps=coverages.steps(coverage),
            path=f"/desk/coverages/{slug}{chosen.but()}",
            **listing.numbers(session, coverage, person, chosen),
        )
