"""The desk's own log: which posts look different, for everybody who sits at this coverage."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from depesche import clock
from depesche.desk import pages
from depesche.errors import NotSignedIn
from depesche.live import channels
from depesche.live.frames import Sign
from depesche.newsroom import changes, coverages, keys, people
from depesche.newsroom.models import Coverage, Person
from depesche.rendering import wire
from depesche.web import sessions, sse
from depesche.web.rooms import House, Rooms
from depesche.web.sessions import SignedIn

router = APIRouter(prefix="/coverages/{slug}")

FULL = 100  # changes in one answer


@router.get("/stream")
def stream(request: Request, slug: str, house: House, person: SignedIn) -> Response:
    """Changes as they happen, after the number the page has seen."""
    coverage_id, edition = _readable_log(house, person, slug)
    asked = request.scope["headers"], request.scope["query_string"]
    after = sse.asked_for(*asked, edition)
    secret = sessions.secret_of(request, house.settings)

    def is_welcome() -> bool:
        return _may_still_read(house, secret, coverage_id)

    def greeting() -> list[Sign]:
        return [house.readership.sign(coverage_id)]

    channel = channels.desk(coverage_id, pages.language_of(house, person))
    return sse.EventStream(channel, after, house, is_welcome=is_welcome, greeting=greeting)


@router.get("/changes")
def changes_after(
    request: Request,
    slug: str,
    house: House,
    person: SignedIn,
    after: Annotated[int, Query(ge=0, lt=10**9)] = 0,
) -> dict[str, Any]:
    """Changes after a number, for pages that get no stream."""
    if sse.is_of_another(request, _readable_log(house, person, slug)[1]):
        return {"sequence": 0, "changes": [], "more": False}
    newest, found = _changes(house, person, slug, after, FULL)
    reached = found[-1]["sequence"] if found else newest
    return {"sequence": reached, "changes": found, "more": reached < newest}


@router.get("/readership")
def readership(slug: str, house: House, person: SignedIn) -> dict[str, Any]:
    """How many read now, and how soon the newest posts were on their pages; the same."""
    return house.readership.of(_readable_log(house, person, slug)[0]).newest()


def _readable_log(house: Rooms, person: Person, slug: str) -> tuple[int, str]:
    """Whose log it is, and in which edition."""
    with house.store.reading() as session:
        coverage = coverages.find(session, slug)
        people.require(session, person, "read", coverage)
        return coverage.id, coverage.edition


def _may_still_read(house: Rooms, secret: str, coverage_id: int) -> bool:
    """Whether whoever opened the stream is still signed in, and may read this coverage."""
    with house.store.reading() as session:
        try:
            person = keys.signed_in(session, secret, wall=clock.wall()).person
        except NotSignedIn:
            return False
        coverage = session.get_one(Coverage, coverage_id)
        return people.may(session, person, "read", coverage)


def _changes(
    house: Rooms, person: Person, slug: str, after: int, limit: int
) -> tuple[int, list[dict[str, Any]]]:
    """The number of the newest change, and the changes after `after`."""
    with house.store.reading() as session:
        coverage = coverages.find(session, slug)
        people.require(session, person, "read", coverage)
        lines = changes.after(session, coverage.id, after, audience="desk", limit=limit)
        language = pages.language_of(house, person)
        drawn = [wire.change(session, coverage, line, house.fragments, language) for line in lines]
        return coverage.desk_sequence, drawn
