"""Connections on which nothing comes that is a request: told so with the same headers, and closed.

What the server answers itself, before any app is asked, has no other place where it could get them.
"""

from asyncio import TimerHandle
from http import HTTPStatus
from typing import Any, Final

import httptools
from fastapi import FastAPI
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from depesche.web import headers
from depesche.web.rooms import Rooms
from depesche.web.sse import ABORT

HEAD: Final = (
    64 * 1024
)  # bytes of whatever is no body: first line, headers, trailers, chunks' sizes
HEAD_SECONDS: Final = 20.0  # from one answer to the next request's head; and for taking an answer
SLOWEST: Final = 2000  # bytes of an answer that are taken in another second

_SENTENCES: Final = {
    HTTPStatus.BAD_REQUEST: "This is no request that can be read.",
    HTTPStatus.REQUEST_TIMEOUT: "The request did not arrive in time. Send it again.",
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: "The headers of this request are too large.",
}


class Connection(HttpToolsProtocol):
    """uvicorn's own, which would wait as long as it takes, whatever comes and whatever is taken.

    And with a way to end a connection at whose other end nobody reads any more: see `web.sse`.
    """

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._answer: RequestResponseCycle | None = None  # of several questions, the first one's
        self._asking: TimerHandle | None = None  # runs while no answer is being made
        self._taking: TimerHandle | None = None  # runs while more is unsent than flows
        self._size = 0  # of what has come since there was a body's byte
        self._is_head = True
        self._wrong = HTTPStatus.BAD_REQUEST

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        _stop(self._asking)
        _stop(self._taking)
        if self._answer is not None:
            self._answer.disconnected = True
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self.transport.is_closing():
            return
        self._size += len(data)
        super().data_received(data)
        if self._size > HEAD:
            self._refuse(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self.scope["extensions"] = {ABORT: {"abort": self.transport.abort}}
        self._is_head = True
        if self._is_answering:  # the next question comes early
            self._await_head()

    def on_header(self, name: bytes, value: bytes) -> None:
        if self._is_head:  # a trailer is nothing that anybody asks for
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        _stop(self._asking)
        self._is_head = False
        size = len(self.url) + sum(len(name) + len(value) for name, value in self.headers)
        if size > HEAD:
            self._wrong = HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
            raise httptools.HttpParserError
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._size = 0
        super().on_body(body)

    def on_message_complete(self) -> None:
        self._size = 0
        super().on_message_complete()

    def on_response_complete(self) -> None:
        """Also where the body has not come to its end, or nobody takes what was the last answer."""
        super().on_response_complete()
        if not self._is_answering:
            self._await_head()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._taking = self.loop.call_later(self._patience(), self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        _stop(self._taking)

    def send_400_response(self, msg: str) -> None:
        """What the parser could not read."""
        self._refuse(self._wrong)

    def _start_asgi_task(self, cycle: RequestResponseCycle, app: Any) -> None:
        self._answer = cycle
        super()._start_asgi_task(cycle, app)

    @property
    def _is_answering(self) -> bool:
        return self._answer is not None and not self._answer.response_complete

    @property
    def _is_in_the_middle(self) -> bool:
        return self._answer is not None and self._is_answering and self._answer.response_started

    def _patience(self) -> float:
        """Seconds; more of them where much is still to be taken."""
        return HEAD_SECONDS + self.transport.get_write_buffer_size() / SLOWEST

    def _await_head(self) -> None:
        _stop(self._asking)
        self._asking = self.loop.call_later(self._patience(), self._give_up)

    def _give_up(self) -> None:
        if self.transport.is_closing():  # and somebody has not taken the rest
            self.transport.abort()
        else:
            self._refuse(HTTPStatus.REQUEST_TIMEOUT)

    def _refuse(self, status: HTTPStatus) -> None:
        if self.transport.is_closing():
            return
        if not self._is_in_the_middle:  # of an answer, which would end as a mixture
            self.transport.write(_answer(status, https=self._is_https))
        self.transport.close()
        self._await_head()

    @property
    def _is_https(self) -> bool:
        app = self.config.app
        if not isinstance(app, FastAPI):
            return False
        rooms: Rooms = app.state.rooms
        return rooms.settings.is_https


def _stop(timer: TimerHandle | None) -> None:
    if timer is not None:
        timer.cancel()


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
