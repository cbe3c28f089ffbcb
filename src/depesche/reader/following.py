"""Following a coverage by stream."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from depesche.live import channels
from depesche.live.channels import Channel
from depesche.newsroom import coverages
from depesche.web import sse
from depesche.web.rooms import House

router = APIRouter()


@router.get("/live/{slug}/stream")
async def stream(request: Request, slug: str, house: House) -> Response:
    """Changes as they happen, after the number the reader has seen."""
    scope = request.scope

    def ask() -> tuple[Channel, str]:
        with house.store.reading() as session:
            coverage = coverages.public(session, slug)
            return channels.reader(coverage.id), coverage.edition

    line = await house.gate.lead(scope["raw_path"], ask)
    after = sse.asked_for(scope["headers"], scope["query_string"], line.edition)
    return sse.EventStream(line.channel, after, house)
