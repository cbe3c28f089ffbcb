"""Following a coverage by stream."""

from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from depesche.errors import TooMany
from depesche.live import channels
from depesche.live.frames import Frame, frame
from depesche.newsroom import changes, coverages
from depesche.rendering import wire
from depesche.web import sse
from depesche.web.rooms import House, Rooms

router = APIRouter()

TRY_AGAIN = 10  # seconds


@router.get("/live/{slug}/stream")
async def stream(request: Request, slug: str, house: House) -> Response:
    """Changes as they happen, after the number the reader has seen."""
    coverage_id, edition = await run_in_threadpool(_public_log, house, slug)
    if house.hub.is_full:
        raise TooMany(seconds=TRY_AGAIN)

    def catch_up(after: int) -> Sequence[Frame]:
        return [frame(change) for change in _changes(house, slug, after, sse.REPLAY)[1]]

    after = sse.asked_for(request, edition)
    return sse.EventStream(channels.reader(coverage_id), after, house, catch_up)


def _public_log(house: Rooms, slug: str) -> tuple[int, str]:
    """Whose log it is, and in which edition."""
    with house.store.reading() as session:
        coverage = coverages.public(session, slug)
        return coverage.id, coverage.edition


def _changes(house: Rooms, slug: str, after: int, limit: int) -> tuple[int, list[dict[str, Any]]]:
    """The number of the newest change, and the changes after `after`."""
    with house.store.reading() as session:
        coverage = coverages.public(session, slug)
        lines = changes.after(session, coverage.id, after, limit=limit)
        drawn = [wire.change(session, coverage, line, house.fragments) for line in lines]
        return coverage.sequence, drawn
