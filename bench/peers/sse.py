"""sse-starlette on uvicorn, as its documentation shows it: what most Python programs use.

`GET /name` opens a stream, `POST /name` sends its body, a change, to every stream of that name. No
log, no database, no drawing, no signs of life.
"""

import asyncio
import json
from collections import defaultdict
from collections.abc import AsyncIterator
from typing import Any, Final

from sse_starlette import EventSourceResponse
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bench.peers.serving import serve

NEVER: Final = 0

_queues: defaultdict[str, set[asyncio.Queue[dict[str, Any]]]] = defaultdict(set)


async def stream(request: Request) -> Response:
    events = _events(request.path_params["name"])
    response: Response = EventSourceResponse(events, ping=NEVER, sep="\n")
    return response


async def publish(request: Request) -> Response:
    data = (await request.body()).decode()
    event = {"id": str(json.loads(data)["sequence"]), "data": data}
    for queue in _queues[request.path_params["name"]]:
        queue.put_nowait(event)
    return Response(status_code=204)


async def _events(name: str) -> AsyncIterator[dict[str, Any]]:
    queue: asyncio.Queue[dict[str, Any]] = asyncio.Queue(1000)
    _queues[name].add(queue)
    try:
        yield {"comment": "hello"}
        while True:
            yield await queue.get()
    finally:
        _queues[name].discard(queue)


routes: Final = [
    Route("/{name}", stream, methods=["GET"]),
    Route("/{name}", publish, methods=["POST"]),
]

if __name__ == "__main__":
    serve(Starlette(routes=routes))
