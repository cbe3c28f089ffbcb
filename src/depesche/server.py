"""The ASGI server, told to hang up politely: open streams are ended first, so that it can stop."""

import asyncio
import errno
import logging
import socket
import ssl
from collections.abc import Callable
from types import FrameType
from typing import Any, Final

import uvicorn
from fastapi import FastAPI

from depesche.errors import NotReady
from depesche.web import trial
from depesche.web.connections import HEAD_SECONDS, Connection
from depesche.web.hook import Hook
from depesche.web.rooms import Rooms

log = logging.getLogger(__name__)

WAVE: Final = 16_384  # who may knock at once, as far as the kernel allows (net.core.somaxconn)
HANDSHAKE: Final = 5.0  # seconds in which a connection has to be encrypted
GOODBYE: Final = 0.5  # seconds in which the other side may answer it


class Server(uvicorn.Server):
    """uvicorn that says when it listens, and ends all streams before its connections close."""

    def __init__(self, config: uvicorn.Config, on_listening: Callable[[], None]) -> None:
        super().__init__(config)
        self._on_listening = on_listening
        self._was_told = False
        self.on_ending: Callable[[], object] = lambda: None  # called before anything is closed

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await self._choose_delivery()
        try:
            await super().startup(sockets=[])  # listens nowhere: it would wait for TLS a minute
            if self.started:
                await self._listen(sockets)
        except OSError as error:  # bound, but somebody else was the first to listen
            await self.lifespan.shutdown()
            raise NotReady(reason=_why(error, self.config.host, self.config.port)) from error
        if self.started:
            self._on_listening()

    async def _listen(self, sockets: list[socket.socket] | None) -> None:
        """On these sockets; without them on the address of the configuration."""
        config, loop = self.config, asyncio.get_running_loop()
        here: dict[str, Any] = {"host": config.host, "port": config.port}
        for place in [here] if sockets is None else [{"sock": one} for one in sockets]:
            listening = await loop.create_server(
                self._connection,
                **place,
                ssl=config.ssl,
                ssl_handshake_timeout=HANDSHAKE if config.ssl else None,
                backlog=config.backlog,
            )
            self.servers.append(listening)

    def _connection(self) -> asyncio.Protocol:
        kind: Any = self.config.http_protocol_class
        made: asyncio.Protocol = kind(
            config=self.config, server_state=self.server_state, app_state=self.lifespan.state
        )
        return made

    async def _choose_delivery(self) -> None:
        """The hook, if it is wanted and fits; else plain ASGI."""
        app = self.config.app
        if not isinstance(app, FastAPI) or app.state.rooms.settings.delivery == "plain":
            log.info("streams are plain ASGI", extra={"delivery": "plain"})
        elif misfit := await trial.misfit(self.config):
            facts = {"delivery": "plain", "reason": misfit}
            log.warning("the hook does not fit this server: streams are plain ASGI", extra=facts)
        else:
            self.config.http_protocol_class = Hook
            log.info("streams are handed to their connections", extra={"delivery": "hook"})

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self.on_ending()
        app = self.config.app
        if isinstance(app, FastAPI):
            rooms: Rooms = app.state.rooms
            rooms.hang_up()
        if self.config.is_ssl:
            asyncio.get_running_loop().call_later(GOODBYE, self._leave)
        await super().shutdown(sockets)

    def _leave(self) -> None:
        """TLS closes when the other side has said goodbye: telephones that sleep never do."""
        for connection in tuple(self.server_state.connections):
            transport = connection.transport
            if transport is not None and transport.is_closing():
                transport.abort()

    def end(self) -> None:
        """End, as after a signal; from any thread."""
        self.should_exit = True

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """End; a second signal does not wait for connections any more.

        uvicorn would raise the signal once more after the end, and nobody could tidy up.
        """
        self.force_exit, self._was_told = self._was_told, True
        self.should_exit = True


def configured(
    app: FastAPI,
    *,
    host: str,
    port: int,
    encryption: ssl.SSLContext | None = None,
    on_listening: Callable[[], None] = lambda: None,
) -> Server:
    """A server for this app; `run()` it, or `serve()` it on a running loop.

    Sockets that are handed to either take the place of `host` and `port`.
    """
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        http=Connection,
        loop="uvloop",
        ws="none",
        lifespan="on",
        timeout_keep_alive=HEAD_SECONDS,
        log_config=None,
        log_level="warning",
        access_log=False,
        proxy_headers=False,  # web/addresses.py knows whom to believe
        server_header=False,
        backlog=WAVE,
        ssl_context_factory=(lambda _config, _usual: encryption) if encryption else None,
        timeout_graceful_shutdown=2,  # for answers that are being made; streams have ended
    )
    return Server(config, on_listening)


def bound(host: str, port: int) -> list[socket.socket]:
    """A socket for every address of this host, all on one port; 0 is any that is free.

    They do not listen yet. Raises NotReady when the port is taken or the host is not ours.
    """
    sockets: list[socket.socket] = []
    try:
        for family, address in _addresses(host, port):
            number = sockets[0].getsockname()[1] if sockets else port
            _add_bound(sockets, family, (address[0], number, *address[2:]))
    except OSError as error:
        for made in sockets:
            made.close()
        raise NotReady(reason=_why(error, host, port)) from error
    return sockets


def _addresses(host: str, port: int) -> list[tuple[socket.AddressFamily, tuple[Any, ...]]]:
    """Each address once, IPv4 first: its number is the smaller one."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    return sorted({(family, address) for family, _, _, _, address in found})


def _add_bound(sockets: list[socket.socket], family: int, address: tuple[Any, ...]) -> None:
    """One address that works is enough: many a machine knows the name of ::1 and has none."""
    try:
        sockets.append(_bound(family, address))
    except OSError as error:
        if not sockets or error.errno not in {errno.EADDRNOTAVAIL, errno.EAFNOSUPPORT}:
            raise


def _bound(family: int, address: tuple[Any, ...]) -> socket.socket:
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            made.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 1)
        made.bind(address)
    except OSError:
        made.close()
        raise
    return made


def _why(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is taken. Choose another one with --port."
    if error.errno == errno.EACCES:
        return f"only root may listen on port {port}. Choose one above 1023 with --port."
    return f"{host} is no address of this machine ({error.strerror}). Choose one with --host."
