"""A bare broadcast: what it costs to hand the same bytes to many sockets, and nothing else.

`GET /name` opens a stream, `POST /name` sends its body to every stream of that name. One event
loop, the same as Depesche's, one loop over `transport.write`; no log, no database, no drawing, no
patience with slow readers, and just enough HTTP to be asked by the same clients.
"""

import asyncio
from collections import defaultdict
from typing import Final, cast

import uvloop

from depesche import clock
from depesche.live.frames import heartbeat

HEAD: Final = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
DONE: Final = b"HTTP/1.1 204 No Content\r\n\r\n"

_streams: defaultdict[bytes, list[asyncio.Transport]] = defaultdict(list)


class Connection(asyncio.Protocol):
    """One reader, or whoever publishes."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast("asyncio.Transport", transport)
        self.received = b""

    def data_received(self, data: bytes) -> None:
        self.received += data
        head, end, body = self.received.partition(b"\r\n\r\n")
        if not end or len(body) < _length(head):
            return
        method, name, _ = head.split(b" ", 2)
        self.received = b""
        if method == b"GET":
            self.transport.write(HEAD + chunk(heartbeat(0, now=clock.now(), rate=clock.rate())))
            _streams[name].append(self.transport)
        else:
            broadcast(name, chunk(body))
            self.transport.write(DONE)


def broadcast(name: bytes, data: bytes) -> None:
    for transport in _streams[name]:
        transport.write(data)


def chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)


def _length(head: bytes) -> int:
    lines = (line.lower().partition(b": ") for line in head.split(b"\r\n"))
    return next((int(value) for name, _, value in lines if name == b"content-length"), 0)


async def serve() -> None:
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Connection, "127.0.0.1", 0, backlog=2048)
    print(f"listens on http://127.0.0.1:{server.sockets[0].getsockname()[1]}.", flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    uvloop.run(serve())
