"""Where a command listens, and how readers get there."""

import socket
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Annotated

import typer

from depesche import server

Port = Annotated[int, typer.Option(min=0, max=65535, help="0: any that is free.")]


@contextmanager
def listening(host: str, port: int) -> Iterator[list[socket.socket]]:
    """Sockets on that port for as long as the block runs. Raises NotReady."""
    sockets = server.bound(host, port)
    try:
        yield sockets
    finally:
        for bound in sockets:
            bound.close()


def localhost(sockets: Sequence[socket.socket], *, scheme: str = "http") -> str:
    """The URL that leads there from this machine."""
    return f"{scheme}://localhost:{sockets[0].getsockname()[1]}"


def addresses(sockets: Sequence[socket.socket], *, scheme: str = "http") -> str:
    """Where exactly these sockets listen."""
    found = (bound.getsockname()[:2] for bound in sockets)
    return ", ".join(f"{scheme}://{_address(*address)}" for address in found)


def _address(host: str, port: int) -> str:
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
