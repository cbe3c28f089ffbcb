"""The steps of a coverage: announced, live, paused, ended, archived."""

from typing import Annotated, Any

from fastapi import APIRouter, Form
from fastapi.responses import HTMLResponse, RedirectResponse
from pydantic import BaseModel, ConfigDict

from depesche import clock
from depesche.desk import pages
from depesche.newsroom import coverages, people
from depesche.newsroom.models import Coverage, Person
from depesche.web.rooms import House, Rooms
from depesche.web.sessions import SignedIn

router = APIRouter()


class Step(BaseModel):
    """Where to."""

    model_config = ConfigDict(extra="forbid")

    status: str


@router.get("/coverages/{slug}/steps")
def possible(house: House, person: SignedIn, slug: str) -> HTMLResponse:
    """The buttons for what is possible now, to take the place of those on the page."""
    with house.store.reading() as session:
        coverage = coverages.find(session, slug)
        people.require(session, person, "arrange", coverage)
        return pages.show(
            house, person, "desk/_steps.html", coverage=coverage, steps=coverages.steps(coverage)
        )


@router.put("/coverages/{slug}/status")
def take(house: House, person: SignedIn, slug: str, step: Step) -> dict[str, Any]:
    """Bring the coverage to that status; answers with its head as the log will show it."""
    coverage = _bring(house, person, slug, step.status)
    drawn = house.fragments.desk_head(coverage, pages.language_of(house, person))
    change = {"kind": "coverage", "id": str(coverage.id), "verb": "put", "position": ""}
    change["html"] = drawn.html
    return {"status": coverage.status, "change": change}


@router.post("/coverages/{slug}/status")
def take_without_scripts(
    house: House, person: SignedIn, slug: str, status: Annotated[str, Form()]
) -> RedirectResponse:
    """The same for a form."""
    _bring(house, person, slug, status)
    return RedirectResponse(f"/desk/coverages/{slug}", status_code=303)


def _bring(house: Rooms, person: Person, slug: str, status: str) -> Coverage:
    with house.store.writing() as session:
        coverage = coverages.find(session, slug, to_write=True)
        coverages.bring(session, coverage, status, by=person, now=clock.now())
        return coverage
