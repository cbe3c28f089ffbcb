"""Following a coverage: by stream, or by asking for changes."""

import json
from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from starlette.concurrency import run_in_threadpool

from depesche import clock
from depesche.errors import TooMany, Unreadable
from depesche.live import channels
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
    coverage_id, edition = await run_in_threadpool(_public_log, house, slug)
    if house.hub.is_full:
        raise TooMany(seconds=TRY_AGAIN)

    def catch_up(after: int) -> Sequence[Frame]:
        return [frame(change) for change in _changes(house, slug, after, sse.REPLAY)[1]]

    after = sse.asked_for(request, edition)
    return sse.EventStream(channels.reader(coverage_id), after, house, catch_up)


@router.get("/live/{slug}/changes")
def changes_after(request: Request, slug: str, house: House, after: str = "0") -> Response:
    """Changes after a number, the same for all readers: whatever caches may answer."""
    seen = sse.number(after)
    if seen == sse.UNREADABLE:
        raise Unreadable(reason="after must be a sequence, such as 0 or 17", field="after")
    if sse.is_of_another(request, _public_log(house, slug)[1]):
        return _answer(request, {"sequence": 0, "changes": [], "more": False})
    newest, found = _changes(house, slug, seen, FULL)
    is_full = len(found) == FULL
    content = {
        "sequence": found[-1]["sequence"] if found else newest,
        "changes": found,
        "more": is_full and found[-1]["sequence"] < newest,
    }
    return _answer(request, content, caching.SETTLED if is_full else caching.NEWEST)


def _answer(request: Request, content: dict[str, Any], keeping: str = caching.NEWEST) -> Response:
    said = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    answer = caching.shared(request, said, "application/json", caching=keeping)
    if keeping == caching.NEWEST:  # a page that a browser has kept learns what time it is
        answer.headers["Depesche-Time"] = f"{clock.now().isoformat()};rate={clock.rate()}"
    return answer


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
