"""Connections on which nothing comes that is a request: told so with the same headers, and closed.

What the server answers itself, before any app is asked, has no other place where it could get them.
"""

from asyncio import TimerHandle
from http import HTTPStatus
from typing import Any, Final

import httptools
from fastapi import FastAPI
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from depesche.web import headers
from depesche.web.rooms import Rooms
from depesche.web.sse import ABORT

HEAD: Final = 64 * 1024  # bytes of a request's first line and headers
HEAD_SECONDS: Final = 20.0  # in which they have to come

_SENTENCES: Final = {
    HTTPStatus.BAD_REQUEST: "This is no request that can be read.",
    HTTPStatus.REQUEST_TIMEOUT: "The request did not arrive in time. Send it again.",
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: "The headers of this request are too large.",
}


class Connection(HttpToolsProtocol):
    """uvicorn's own, which would wait for a request's head as long as it takes, whatever its size.

    And with a way to end a connection at whose other end nobody reads any more: see `web.sse`.
    """

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._timer: TimerHandle | None = None
        self._head = 0
        self._is_head = True
        self._wrong = HTTPStatus.BAD_REQUEST

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_waiting()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        self._head += len(data) if self._is_head else 0
        super().data_received(data)
        if self._is_head and self._head > HEAD and not self.transport.is_closing():
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["extensions"] = {ABORT: {"abort": self.transport.abort}}
        self._await_head()

    def on_headers_complete(self) -> None:
        self._stop_waiting()
        self._is_head = False
        size = len(self.url) + sum(len(name) + len(value) for name, value in self.headers)
        if size > HEAD:
            self._wrong = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
            raise httptools.HttpParserError
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        super().on_message_complete()
        self._is_head, self._head = True, 0

    def send_400_response(self, msg: str) -> None:
        """What the parser could not read."""
        self._refuse(self._wrong)

    def _await_head(self) -> None:
        self._stop_waiting()
        self._timer = self.loop.call_later(HEAD_SECONDS, self._refuse, HTTPStatus.REQUEST_TIMEOUT)

    def _stop_waiting(self) -> None:
        if self._timer is not None:
            self._timer.cancel()

    def _refuse(self, status: HTTPStatus) -> None:
        self._stop_waiting()
        if not self.transport.is_closing():
            self.transport.write(_answer(status, https=self._is_https))
            self.transport.close()

    @property
    def _is_https(self) -> bool:
        app = self.config.app
        if not isinstance(app, FastAPI):
            return False
        rooms: Rooms = app.state.rooms
        return rooms.settings.is_https


def _answer(status: HTTPStatus, *, https: bool) -> bytes:
    sentence = _SENTENCES[status].encode()
    told = {
        **headers.table(https=https),
        "Cache-Control": "no-store",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Length": str(len(sentence)),
        "Connection": "close",
    }
    lines = [f"HTTP/1.1 {status.value} {status.phrase}", *(f"{n}: {v}" for n, v in told.items())]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + sentence
