"""Whether the hook fits the server that runs: tried at each start, on a connection to ourselves."""

import asyncio
import socket
from collections.abc import MutableSet
from types import SimpleNamespace
from typing import Any, Final

from starlette.types import Receive, Scope, Send
from uvicorn.config import Config
from uvicorn.server import ServerState

from depesche.live.frames import PLAIN
from depesche.web import answers
from depesche.web.answers import Answer
from depesche.web.hook import Hook
from depesche.web.sse import HAND_OVER

PATIENCE: Final = 5.0  # seconds
_READY: Final = b"/trial/ready"
_REQUEST: Final = b"GET %b HTTP/1.1\r\nHost: trial\r\n\r\n"
_GREETING: Final = b"greeted"
_OK: Final = b"HTTP/1.1 200 OK\r\n"


async def misfit(config: Config) -> str:
    """Why connections cannot be handed over on this server; empty where they can."""
    here, there = socket.socketpair()
    try:
        async with asyncio.timeout(PATIENCE):
            return await _tried(config, here, there)
    except TimeoutError:
        return "a connection that was handed over is not served"
    except Exception as error:  # noqa: BLE001 - whatever it is, it goes without the hook
        return f"{type(error).__name__}: {error}"
    finally:
        here.close()
        there.close()


async def _tried(config: Config, here: socket.socket, there: socket.socket) -> str:
    """A request whose answer is ready; another one, on which an app hands the connection over; and
    a word to who has it then.
    """
    loop, state, stream = asyncio.get_running_loop(), ServerState(), _Stream()
    there.settimeout(0)

    async def app(scope: Scope, _receive: Receive, _send: Send) -> None:
        scope["extensions"][HAND_OVER]["take"](stream)

    def connection() -> Hook:
        hook = Hook(config, state, {})
        hook.app, hook._rooms = app, _ROOMS
        return hook

    transport, _ = await loop.connect_accepted_socket(connection, here)
    try:
        await loop.sock_sendall(there, _REQUEST % _READY)
        ready = await _until(there, _GREETING)
        await loop.sock_sendall(there, _REQUEST % b"/trial")
        head = await _until(there, _GREETING)
        await loop.sock_sendall(there, _GREETING)
        heard = await stream.heard
    finally:
        transport.abort()
    is_alone = [id(one) for one in state.connections] == [id(stream)]
    fits = ready.startswith(_OK) and head.startswith(_OK) and is_alone and heard == _GREETING
    return "" if fits else "it is not let go"


async def _until(connection: socket.socket, end: bytes) -> bytes:
    said = b""
    while not said.endswith(end):
        some = await asyncio.get_running_loop().sock_recv(connection, 4096)
        if not some:
            raise EOFError("hung up instead of handing the connection over")
        said += some
    return said


class _Shelf:
    """What has one answer ready, as `ready.Ready` has many."""

    def find(self, target: bytes) -> Answer | None:
        content = answers.document(_GREETING.decode())
        return Answer(content, of=None, route="none", house={}) if target == _READY else None


_ROOMS: Final[Any] = SimpleNamespace(ready=_Shelf(), settings=SimpleNamespace(is_https=False))


class _Stream(asyncio.Protocol):
    """What takes a connection over as `streams.OpenStream` does."""

    form = PLAIN

    def __init__(self) -> None:
        self.heard: asyncio.Future[bytes] = asyncio.get_running_loop().create_future()

    def begin(self, transport: Any, connections: MutableSet[Any], head: bytes) -> None:
        connections.add(self)
        transport.write(head + _GREETING)

    def data_received(self, data: bytes) -> None:
        self.heard.set_result(data)
