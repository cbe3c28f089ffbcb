"""The ASGI server, told to hang up politely: open streams are ended first, so that it can stop."""

import socket

import uvicorn
from fastapi import FastAPI

from depesche.web.rooms import Rooms


class Server(uvicorn.Server):
    """uvicorn that ends all streams before it waits for its connections to close."""

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        app = self.config.app
        if isinstance(app, FastAPI):
            rooms: Rooms = app.state.rooms
            rooms.hub.close()
        await super().shutdown(sockets)


def configured(app: FastAPI, *, host: str, port: int) -> Server:
    """A server for this app; `run()` it, or `serve()` it on a running loop."""
    config = uvicorn.Config(
        app,
        host=host,
        port=port,
        http="httptools",
        loop="uvloop",
        lifespan="on",
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
    )
    return Server(config)
