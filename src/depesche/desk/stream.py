"""The desk's own log: which posts look different, for everybody who sits at this coverage."""

from collections.abc import Sequence
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from depesche.errors import TooMany
from depesche.live.frames import Frame, frame
from depesche.newsroom import changes, coverages, people
from depesche.newsroom.models import Person
from depesche.rendering import wire
from depesche.web import sse
from depesche.web.rooms import House, Rooms
from depesche.web.sessions import SignedIn

router = APIRouter(prefix="/coverages/{slug}")

FULL = 100  # changes in one answer
TRY_AGAIN = 10  # seconds


@router.get("/stream")
def stream(request: Request, slug: str, house: House, person: SignedIn) -> Response:
    """Changes as they happen, after the number the page has seen."""
    coverage_id = _readable_id(house, person, slug)
    if house.hub.is_full:
        raise TooMany(seconds=TRY_AGAIN)

    def catch_up(after: int) -> Sequence[Frame]:
        return [frame(change) for change in _changes(house, person, slug, after, sse.REPLAY)[1]]

    return sse.EventStream((coverage_id, "desk"), sse.asked_for(request), house, catch_up)


@router.get("/changes")
def changes_after(
    slug: str,
    house: House,
    person: SignedIn,
    after: Annotated[int, Query(ge=0, lt=10**9)] = 0,
) -> dict[str, Any]:
    """Changes after a number, for pages that get no stream."""
    newest, found = _changes(house, person, slug, after, FULL)
    reached = found[-1]["sequence"] if found else newest
    return {"sequence": reached, "changes": found, "more": reached < newest}


def _readable_id(house: Rooms, person: Person, slug: str) -> int:
    with house.store.reading() as session:
        coverage = coverages.find(session, slug)
        people.require(session, person, "read", coverage)
        return coverage.id


def _changes(
    house: Rooms, person: Person, slug: str, after: int, limit: int
) -> tuple[int, list[dict[str, Any]]]:
    """The number of the newest change, and the changes after `after`."""
    with house.store.reading() as session:
        coverage = coverages.find(session, slug)
        people.require(session, person, "read", coverage)
        lines = changes.after(session, coverage.id, after, audience="desk", limit=limit)
        drawn = [wire.change(session, coverage, line, house.fragments) for line in lines]
        return coverage.desk_sequence, drawn
