"""Connections on which nothing comes that is a request: told so with the same headers, and closed.

What the server answers itself, before any app is asked, has no other place where it could get them.
And where it is crowded (`web.crowds`), nobody is let in any more but those at work.
"""

import socket
from asyncio import TimerHandle
from collections.abc import Iterable
from http import HTTPStatus
from math import inf
from typing import Any, Final, NoReturn

import httptools
from fastapi import FastAPI
from uvicorn.config import Config
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from depesche import metrics
from depesche.newsroom.households import household
from depesche.web import crowds, headers
from depesche.web.addresses import is_proxy
from depesche.web.gate import TRY_AGAIN
from depesche.web.rooms import Rooms
from depesche.web.sse import ABORT

HEAD: Final = (
    64 * 1024
)  # bytes of whatever is no body: first line, headers, trailers, chunks' sizes
HEAD_SECONDS: Final = 20  # from one answer to the next request's head; and for taking an answer
CROWDED_SECONDS: Final = 2.0  # the same, where it is crowded
SLOWEST: Final = 2000  # bytes of an answer that are taken in another second

WAITING: Final = 16  # questions that may wait for the answer to an earlier one

SILENT: Final = 30_000  # milliseconds in which the other end has to acknowledge what is sent

_AT_WORK: Final = (b"/desk", b"/api/", b"/static/", b"/healthz", b"/metrics")

_SENTENCES: Final = {
    HTTPStatus.BAD_REQUEST: "This is no request that can be read.",
    HTTPStatus.REQUEST_TIMEOUT: "The request did not arrive in time. Send it again.",
    HTTPStatus.TOO_MANY_REQUESTS: "Too much is asked at once. Wait for the answers.",
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: "The headers of this request are too large.",
    HTTPStatus.SERVICE_UNAVAILABLE: "All places are taken at the moment. Try again soon.",
}


_CODES: Final = {
    HTTPStatus.BAD_REQUEST: "unreadable-request",
    HTTPStatus.REQUEST_TIMEOUT: "late-request",
    HTTPStatus.TOO_MANY_REQUESTS: "too-many-at-once",
    HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE: "head-too-large",
    HTTPStatus.SERVICE_UNAVAILABLE: "crowded",
}


class Connection(HttpToolsProtocol):
    """uvicorn's own, which would wait as long as it takes, whatever comes and whatever is taken.

    And with a way to end a connection at whose other end nobody reads any more: see `web.sse`.
    """

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self._rooms = _rooms(self.config)
        self._crowd = crowds.at(self.server_state)
        self.home: str | None = None
        self._answer: RequestResponseCycle | None = None  # of several questions, the first one's
        self._deadline = inf  # of the loop's time: until then the next head has to be there
        self._asking: TimerHandle | None = None  # looks at the deadline
        self._taking: TimerHandle | None = None  # runs while more is unsent than flows
        self._size = 0  # of what has come since there was a body's byte
        self._is_head = True
        self._is_answered = False  # this request is, without an app
        self._wrong = HTTPStatus.BAD_REQUEST

    def connection_made(self, transport: Any) -> None:
        super().connection_made(transport)
        _end_if_silent(transport)
        self.home = self._household()
        if self._crowd.admits(self):
            self._await_head()
        else:  # reading what it has to say would be too much already
            _count(HTTPStatus.SERVICE_UNAVAILABLE)
            transport.abort()

    def connection_lost(self, exc: Exception | None) -> None:
        self._crowd.leave(self)
        stop(self._asking)
        stop(self._taking)
        if self._answer is not None:
            self._answer.disconnected = True
            self._answer.message_event.set()  # uvicorn wakes the last one's only
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
        self._is_head, self._is_answered = True, False
        if self._is_answering:  # the next question comes early
            self._await_head()

    def on_header(self, name: bytes, value: bytes) -> None:
        if self._is_head:  # a trailer is nothing that anybody asks for
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        self._deadline = inf
        self._is_head = False
        if self._size > HEAD and _length(self.url, self.headers) > HEAD:
            self._stop_reading(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
        if len(self.pipeline) >= WAITING:  # each weighs sixty times what it took to send it
            self.pipeline.clear()
            self._stop_reading(HTTPStatus.TOO_MANY_REQUESTS)
        if self._crowd.is_there and not self.url.startswith(_AT_WORK):
            self._is_answered = True
            self._refuse(HTTPStatus.SERVICE_UNAVAILABLE)
        elif not self._is_answered_at_once():
            self.scope["extensions"] = self._ways_out()
            super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        self._size = 0
        if not self._is_answered:
            super().on_body(body)

    def on_message_complete(self) -> None:
        self._size = 0
        if not self._is_answered:
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
        stop(self._taking)

    def send_400_response(self, msg: str) -> None:
        """What the parser could not read."""
        self._refuse(self._wrong)

    def _unsupported_upgrade_warning(self) -> None:
        """Nobody upgrades to anything: it is answered as if that had not been asked for."""

    @property
    def is_stream(self) -> bool:
        """Whether a stream is told here, by an app."""
        asked = self._answer.scope["path"] if self._answer else ""
        return self._is_in_the_middle and asked.endswith("/stream")

    def hurry(self) -> None:
        """Where it has become crowded, whoever is waited for has less time."""
        soon = self.loop.time() + self._patience()
        if soon < self._deadline < inf:
            self._wait_until(soon)

    def _household(self) -> str | None:
        """Of whoever is connected; None where that speaks for others."""
        if self.client is None:
            return None
        trusted = self._rooms.settings.trusted_proxies if self._rooms else ()
        return None if is_proxy(self.client[0], trusted) else household(self.client[0])

    def _stop_reading(self, status: HTTPStatus) -> NoReturn:
        """Let the parser leave all that has come after this, and refuse it."""
        self._wrong = status
        raise httptools.HttpParserError

    def _ways_out(self) -> dict[str, Any]:
        """What an app may do with this connection."""
        return {ABORT: {"abort": self.transport.abort}}

    def _is_answered_at_once(self) -> bool:
        """Whether this request needs no app; see `web.hook`."""
        return False

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
        is_hurried = self._crowd.is_there and self.home is not None
        seconds = CROWDED_SECONDS if is_hurried else HEAD_SECONDS
        return seconds + self.transport.get_write_buffer_size() / SLOWEST

    def _await_head(self) -> None:
        self._wait_until(self.loop.time() + self._patience())

    def _wait_until(self, deadline: float) -> None:
        """Moving a deadline costs nothing; a timer that is late for an earlier one is set anew."""
        self._deadline = deadline
        if self._asking is None or self._asking.when() > self._deadline:
            stop(self._asking)
            self._asking = self.loop.call_at(self._deadline, self._look)

    def _look(self) -> None:
        self._asking = None
        if self.loop.time() >= self._deadline:
            self._give_up()
        elif self._deadline < inf:
            self._asking = self.loop.call_at(self._deadline, self._look)

    def _give_up(self) -> None:
        if self.transport.is_closing():  # and somebody has not taken the rest
            self.transport.abort()
        else:
            self._refuse(HTTPStatus.REQUEST_TIMEOUT)

    def _refuse(self, status: HTTPStatus) -> None:
        if self.transport.is_closing():
            return
        _count(status)
        if not self._is_in_the_middle:  # of an answer, which would end as a mixture
            self.transport.write(_answer(status, https=self._is_https))
        self.transport.close()
        self._await_head()

    @property
    def _is_https(self) -> bool:
        return self._rooms is not None and self._rooms.settings.is_https


def _rooms(config: Config) -> Rooms | None:
    """Those of the app that is served; another one has none."""
    return getattr(config.app.state, "rooms", None) if isinstance(config.app, FastAPI) else None


def _end_if_silent(transport: Any) -> None:
    """Let the kernel end a connection whose other end is gone without a word."""
    bare = transport.get_extra_info("socket")
    is_far = bare is not None and bare.family in {socket.AF_INET, socket.AF_INET6}
    if is_far and hasattr(socket, "TCP_USER_TIMEOUT"):
        bare.setsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT, SILENT)


def _length(url: bytes, said: Iterable[tuple[bytes, bytes]]) -> int:
    return len(url) + sum(len(name) + len(value) for name, value in said)


def stop(timer: TimerHandle | None) -> None:
    """It is not needed any more, if there is one."""
    if timer is not None:
        timer.cancel()


def _count(status: HTTPStatus) -> None:
    metrics.REFUSALS.labels(_CODES[status]).inc()


def _answer(status: HTTPStatus, *, https: bool) -> bytes:
    sentence = _SENTENCES[status].encode()
    told = {
        **headers.table(https=https),
        "Cache-Control": "no-store",
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Length": str(len(sentence)),
        "Connection": "close",
    }
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        told["Retry-After"] = str(TRY_AGAIN)
    return headers.lines(status, told) + b"\r\n" + sentence
