"""A reader's stream as a protocol of its own: an open connection, and nothing else.

A stream that were an ASGI task would cost eight times the memory and thrice the processor. So
once its request has been read and nothing speaks against it, `web.hook` hands the connection over
to an OpenStream. It writes the head and what was missed, and from then on is nothing but the
bound `write` of its connection in the hub's room.

A reader that does not take what is written is hung up on before much of it waits: SEND_BUFFER
bytes in the kernel (which doubles them), and HIGH in this process. Whoever was away for long is
told what was missed in parts, each when the connection has taken the one before.
"""

import asyncio
import socket
import struct
from asyncio import TimerHandle
from collections.abc import MutableSet
from functools import lru_cache
from http import HTTPStatus
from typing import Any, Final

from depesche import metrics
from depesche.live import frames, heart
from depesche.live.channels import Channel
from depesche.live.frames import GZIP_HEADER, PACKED, PLAIN, RESET
from depesche.live.hub import Hub
from depesche.live.recent import Recent
from depesche.web import headers
from depesche.web.gate import Gate

SEND_BUFFER: Final = 128 * 1024  # bytes
HIGH: Final = 256 * 1024  # bytes that may wait in this process
PART: Final = 50  # frames that were missed, in one write
STALLED: Final = 20.0  # seconds in which a part of what was missed has to be taken
TALK: Final = 64 * 1024  # bytes from a reader who has nothing more to say

_AT_ONCE: Final = struct.pack("ii", 1, 0)  # for SO_LINGER: what is unsent is thrown away

TYPE: Final = "text/event-stream; charset=utf-8"
TOLD: Final = {"Cache-Control": "no-store", "X-Accel-Buffering": "no", "Vary": "Accept-Encoding"}


class OpenStream(asyncio.Protocol):
    """One reader's open connection, who has seen the log up to the number `seen`."""

    __slots__ = (
        "_channel",
        "_connections",
        "_gate",
        "_heard",
        "_home",
        "_hub",
        "_is_live",
        "_recent",
        "_seen",
        "_timer",
        "_transport",
        "form",
    )

    def __init__(
        self,
        channel: Channel,
        recent: Recent,
        *,
        seen: int,
        packed: bool,
        hub: Hub,
        gate: Gate,
        home: str,
    ) -> None:
        self.form = PACKED if packed else PLAIN
        self._channel = channel
        self._recent = recent
        self._seen = seen
        self._hub = hub
        self._gate = gate
        self._home = home
        self._heard = 0  # bytes
        self._is_live = False
        self._timer: TimerHandle | None = None

    def begin(self, transport: Any, connections: MutableSet[Any], head: bytes) -> None:
        """Take the connection over, and answer on it."""
        self._transport = transport
        self._connections = connections
        connections.add(self)
        self._hub.join(self._channel, self)
        _bound(transport)
        opening = head + GZIP_HEADER if self.form == PACKED else head
        transport.write(opening + frames.retry().forms[self.form])
        self._catch_up()

    @property
    def transport(self) -> Any:
        """The connection that it has taken over."""
        return self._transport

    def hang_up(self) -> None:
        """End it. What this reader has not taken yet is thrown away, and asked for again."""
        if self._transport.get_write_buffer_size():
            self._abort()
        else:
            self._transport.close()

    shutdown = hang_up  # as the server calls it

    def data_received(self, data: bytes) -> None:
        self._heard += len(data)
        if self._heard > TALK:
            self._abort()

    def pause_writing(self) -> None:
        if self._is_live:
            metrics.HANG_UPS.inc()
            self._abort()
        else:
            self._timer = asyncio.get_running_loop().call_later(STALLED, self._abort)

    def resume_writing(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
            self._catch_up()

    def connection_lost(self, exc: Exception | None) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._connections.discard(self)
        self._hub.leave(self._channel, self)
        self._gate.leave(self._home)

    def _catch_up(self) -> None:
        """Tell what was missed, as much as the connection takes; after that, what happens."""
        while self._timer is None and not self._transport.is_closing():
            missed = self._recent.after(self._seen)
            if missed is None:  # it took so long that it is not remembered any more
                self._transport.write(RESET.forms[self.form])
                self._transport.close()
            elif missed:
                self._transport.write(frames.together(missed[:PART], self.form))
                self._seen = missed[:PART][-1].sequence
            else:
                self._go_live()
                return

    def _go_live(self) -> None:
        self._transport.write(heart.sign(self._recent).forms[self.form])
        if self._timer is None:  # else it goes on from there once that is taken
            self._is_live = True
            self._hub.go_live(self._channel, self, self._transport.write)

    def _abort(self) -> None:
        """At once: the kernel forgets what it holds, and the reader sees that it has ended."""
        bare = self._transport.get_extra_info("socket")
        if bare is not None:
            bare.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
        self._transport.abort()


@lru_cache(maxsize=4)
def head(*, https: bool, packed: bool) -> bytes:
    """First line and headers of a stream, but for those of the moment and the empty line."""
    told = {**headers.table(https=https), **TOLD, "Content-Type": TYPE, "Connection": "close"}
    if packed:
        told["Content-Encoding"] = "gzip"
    return headers.lines(HTTPStatus.OK, told)


def _bound(transport: Any) -> None:
    """Let neither the kernel nor this process hold much for a reader who takes nothing."""
    transport.set_write_buffer_limits(high=HIGH)
    bare = transport.get_extra_info("socket")
    if bare is not None:
        bare.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, SEND_BUFFER)
