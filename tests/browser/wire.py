"""A wire between a browser and a server that can be cut and mended: TCP, on loopback."""

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from typing import Any
from urllib.parse import urlsplit

PIECE = 65_536


class Wire:
    """Passes bytes both ways; `url` is this end of it."""

    def __init__(self, upstream: str) -> None:
        self._upstream = urlsplit(upstream).port
        self._loop = asyncio.new_event_loop()
        self._server: asyncio.Server | None = None
        self._writers: set[asyncio.StreamWriter] = set()
        self._port = 0

    @property
    def url(self) -> str:
        return f"http://localhost:{self._port}"

    def cut(self) -> None:
        """Everything that is open breaks, and nothing new gets through."""
        self._do(self._close())

    def mend(self) -> None:
        """It works again, at the same address."""
        self._do(self._open())

    @contextmanager
    def laid(self) -> Iterator["Wire"]:
        thread = threading.Thread(target=self._loop.run_forever)
        thread.start()
        self.mend()
        try:
            yield self
        finally:
            self.cut()
            self._loop.call_soon_threadsafe(self._loop.stop)
            thread.join(10)
            self._loop.close()

    def _do(self, work: Coroutine[Any, Any, None]) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    async def _open(self) -> None:
        self._server = await asyncio.start_server(self._connect, "127.0.0.1", self._port)
        self._port = self._server.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        if self._server is not None:
            self._server.close()
        for writer in tuple(self._writers):
            writer.transport.abort()
        await asyncio.gather(
            *(writer.wait_closed() for writer in self._writers), return_exceptions=True
        )

    async def _connect(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._writers.add(writer)
        try:
            up_reader, up_writer = await asyncio.open_connection("127.0.0.1", self._upstream)
            await asyncio.gather(_pass(reader, up_writer), _pass(up_reader, writer))
        finally:
            self._writers.discard(writer)
            writer.close()


async def _pass(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while piece := await reader.read(PIECE):
            writer.write(piece)
            await writer.drain()
    writer.close()
