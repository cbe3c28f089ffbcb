"""Following a coverage: by stream, or by asking for changes."""

import json
from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from depesche.errors import TooMany, Unreadable
from depesche.live.frames import Frame, frame
from depesche.newsroom import changes, coverages
from depesche.rendering import wire
from depesche.web import caching, sse
from depesche.web.rooms import House, Rooms

router = APIRouter()

FULL = 100  # changes in one answer
TRY_AGAIN = 10  # seconds


@router.get("/live/{slug}/stream")
async def stream(request: Request, slug: str, house: House) -> Response:
    """Changes as they happen, after the number the reader has seen."""
    coverage_id = await run_in_threadpool(_public_id, house, slug)
    if house.hub.is_full:
        raise TooMany(seconds=TRY_AGAIN)

    def catch_up(after: int) -> Sequence[Frame]:
        return [frame(change) for change in _changes(house, slug, after, sse.REPLAY)[1]]

    return sse.EventStream((coverage_id, "reader"), sse.asked_for(request), house, catch_up)


@router.get("/live/{slug}/changes")
def changes_after(request: Request, slug: str, house: House, after: str = "0") -> Response:
    """Changes after a number, the same for all readers: whatever caches may answer."""
    seen = sse.number(after)
    if seen == sse.UNREADABLE:
        raise Unreadable(reason="after must be a sequence, such as 0 or 17", field="after")
    newest, found = _changes(house, slug, seen, FULL)
    is_full = len(found) == FULL
    content = {
        "sequence": found[-1]["sequence"] if found else newest,
        "changes": found,
        "more": is_full and found[-1]["sequence"] < newest,
    }
    return caching.shared(
        request,
        json.dumps(content, ensure_ascii=False, separators=(",", ":")),
        "application/json",
        caching=caching.SETTLED if is_full else caching.NEWEST,
    )


def _public_id(house: Rooms, slug: str) -> int:
    with house.store.reading() as session:
        return coverages.public(session, slug).id


def _changes(house: Rooms, slug: str, after: int, limit: int) -> tuple[int, list[dict[str, Any]]]:
    """The number of the newest change, and the changes after `after`."""
    with house.store.reading() as session:
        coverage = coverages.public(session, slug)
        lines = changes.after(session, coverage.id, after, limit=limit)
        drawn = [wire.change(session, coverage, line, house.fragments) for line in lines]
        return coverage.sequence, drawn
