"""A stream as a plain ASGI app, on uvicorn: a queue per reader, and the same bytes to all of them.

`GET /name` opens a stream, `POST /name` sends its body to every stream of that name. No log, no
database, no drawing.
"""

import asyncio
from collections import defaultdict
from typing import Any

from bench.peers.serving import serve

_queues: defaultdict[str, set[asyncio.Queue[bytes]]] = defaultdict(set)


async def app(scope: Any, receive: Any, send: Any) -> None:
    if scope["method"] == "POST":
        await _publish(scope["path"], receive, send)
    else:
        await _stream(scope["path"], receive, send)


async def _publish(name: str, receive: Any, send: Any) -> None:
    body, is_whole = b"", False
    while not is_whole:
        message = await receive()
        body += message["body"]
        is_whole = not message["more_body"]
    for queue in _queues[name]:
        queue.put_nowait(body)
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})


async def _stream(name: str, receive: Any, send: Any) -> None:
    headers = [(b"content-type", b"text/event-stream"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    queue: asyncio.Queue[bytes] = asyncio.Queue(1000)
    _queues[name].add(queue)
    writing = asyncio.create_task(_write(queue, send))
    try:
        while (await receive())["type"] != "http.disconnect":
            pass
    finally:
        _queues[name].discard(queue)
        writing.cancel()


async def _write(queue: asyncio.Queue[bytes], send: Any) -> None:
    data = b": hello\n\n"
    while True:
        await send({"type": "http.response.body", "body": data, "more_body": True})
        data = await queue.get()


if __name__ == "__main__":
    serve(app)
