"""Asking for changes now and then, instead of following by stream."""

import json
import re
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from depesche.errors import Unreadable
from depesche.newsroom import changes
from depesche.newsroom.models import Coverage
from depesche.reader import showing
from depesche.rendering import wire
from depesche.web import answers, caching, sse
from depesche.web.answers import Content
from depesche.web.rooms import House, Rooms

router = APIRouter()

FULL = 100  # changes in one answer


@router.api_route("/live/{slug}/changes", methods=["GET", "HEAD"])
def changes_after(
    request: Request,
    slug: str,
    house: House,
    after: str = "0",
    edition: Annotated[str | None, Query()] = None,
) -> Response:
    """Changes after a number, the same for all readers: whatever caches may answer."""
    seen = sse.number(after)
    if seen == sse.UNREADABLE:
        raise Unreadable(reason="after must be a sequence, such as 0 or 17", field="after")

    def draw(session: Session, coverage: Coverage) -> Content:
        if edition not in {None, coverage.edition}:
            return _told({"sequence": 0, "changes": [], "more": False})
        return _changes(house, session, coverage, seen)

    return showing.of_coverage(request, house, slug, _address(edition, seen), draw)


def _changes(house: Rooms, session: Session, coverage: Coverage, after: int) -> Content:
    lines = changes.after(session, coverage.id, after, limit=FULL)
    newest, is_full = coverage.sequence, len(lines) == FULL
    last = lines[-1].sequence if lines else newest
    content = {
        "sequence": last,
        "changes": [wire.change(session, coverage, line, house.fragments) for line in lines],
        "more": is_full and last < newest,
    }
    return _told(content, caching.SETTLED if is_full else caching.NEWEST)


def _told(content: dict[str, Any], keeping: str = caching.NEWEST) -> Content:
    """A page that a browser has kept learns from the newest what time it is."""
    said = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return answers.document(said, keeping=keeping, tells_time=keeping == caching.NEWEST)


def _address(edition: str | None, after: int) -> str | None:
    """As pages ask; None where somebody asks for what no edition is called."""
    if edition is None:
        return f"/changes?after={after}"
    if not re.fullmatch(r"[\w-]{1,40}", edition, re.ASCII):
        return None
    return f"/changes?edition={edition}&after={after}"
