"""The hook: what is answered before any app is asked, because all about it is known.

A stream whose log is in memory is handed the connection at once; an app that has looked after
everything else first hands it over too (see `web.sse`). And an answer that is ready is given.

This rests on how uvicorn's protocol is made inside. So uvicorn's minor version is pinned, and
`web.trial` tries at every start whether the hook still fits; without it everything is plain ASGI.
"""

import time
from collections.abc import Iterable
from functools import lru_cache
from http import HTTPStatus
from typing import Any, Final

from prometheus_client import Histogram

from depesche import metrics
from depesche.live.frames import PACKED
from depesche.web import sse, streams
from depesche.web.addresses import look_behind
from depesche.web.answers import Answer
from depesche.web.connections import Connection, stop
from depesche.web.rooms import Rooms
from depesche.web.sse import HAND_OVER
from depesche.web.streams import OpenStream

# A request with one of them is read to its end before anybody answers.
_NOT_AT_ONCE: Final = {b"content-length", b"transfer-encoding", b"upgrade", b"expect"}
_QUERY: Final = 200  # bytes


class Hook(Connection):
    """A connection that needs no app for what is known, and can become a stream."""

    _is_over = False  # what comes is nobody's: the connection is a stream's

    def _ways_out(self) -> dict[str, Any]:
        return {**super()._ways_out(), HAND_OVER: {"take": self._hand_over}}

    def _is_answered_at_once(self) -> bool:
        """Whether no app is needed: nothing about this request has to be asked or explained."""
        if self._is_over or self._rooms is None or self._is_answering:
            self._is_answered = self._is_over
            return self._is_over
        answer = self._rooms.ready.find(self.url)
        if answer is not None:
            self._is_answered = self._give(answer)
        elif _may_be_stream(self.url) and self.parser.get_method() == b"GET":
            self._is_answered = self._open_stream(self._rooms)
        return self._is_answered

    def _give(self, answer: Answer) -> bool:
        """Give what is ready, if the request is one that can be answered with it as it is."""
        began, method = time.perf_counter(), self.parser.get_method()
        if method not in {b"GET", b"HEAD"} or self.transport.get_write_buffer_size():
            return False
        if not self.parser.should_keep_alive() or self.parser.get_http_version() != "1.1":
            return False
        asked = _asked(self.headers)
        if asked is None:
            return False
        known, accepted = asked
        status, said = answer.wire(known, accepted=accepted, head=method == b"HEAD")
        self.transport.write(said)
        self.server_state.total_requests += 1
        _figure(method, answer.route, status).observe(time.perf_counter() - began)
        self._await_head()
        return True

    def _open_stream(self, rooms: Rooms) -> bool:
        if not self._is_free or _asked(self.headers) is None:
            return False
        path, _, query = self.url.partition(b"?")
        asked = {**self.scope, "raw_path": path, "query_string": query}
        look_behind(asked, rooms.settings.trusted_proxies)
        stream = sse.at_once(rooms, asked)
        return stream is not None and self._hand_over(stream)

    def _hand_over(self, stream: OpenStream) -> bool:
        """From now on the connection is the stream's, and this protocol is not asked again.

        Returns False where the connection has ended meanwhile, or has not taken all of what was
        said before: a stream would not hear that it is paused.
        """
        if not self._is_free:
            return False
        stop(self._asking)
        stop(self._taking)
        self._unset_keepalive_if_required()
        self._is_over = self._is_answered = True
        if self._answer is not None:
            self._answer.disconnected = True  # nothing more is answered on it by an app
            self._answer = None
        self.pipeline.clear()
        self.connections.discard(self)
        self.transport.set_protocol(stream)
        self.flow.resume_reading()
        head = streams.head(https=self._is_https, packed=stream.form == PACKED)
        moment = [b"%b: %b\r\n" % header for header in self.server_state.default_headers]
        stream.begin(self.transport, self.connections, b"".join([head, *moment, b"\r\n"]))
        self.loop.call_soon(self._let_go)
        return True

    @property
    def _is_free(self) -> bool:
        return not self.transport.is_closing() and not self.transport.get_write_buffer_size()

    def _refuse(self, status: HTTPStatus) -> None:
        if not self._is_over:  # else it is a stream's connection, whatever else was sent
            super()._refuse(status)

    def _let_go(self) -> None:
        """A parser weighs more than a stream; it may still be at work when the stream begins."""
        self._crowd.leave(self)
        del self.parser, self.transport, self.flow, self.scope


def _may_be_stream(url: bytes) -> bool:
    """A query that is longer than any reader's would hold up all others while it is read."""
    path, _, query = url.partition(b"?")
    return b"/stream" in path and len(query) <= _QUERY


@lru_cache(maxsize=256)
def _figure(method: bytes, route: str, status: int) -> Histogram:
    return metrics.ANSWERS.labels(method.decode(), route, str(status))


def _asked(said: Iterable[tuple[bytes, bytes]]) -> tuple[bytes | None, bytes] | None:
    """If-None-Match, and Accept-Encoding; None of a request that has more to say than that."""
    known: bytes | None = None
    accepted = b""
    for name, value in said:
        if name == b"if-none-match":
            known = value if known is None else known + b", " + value
        elif name == b"accept-encoding":
            accepted = accepted + b"," + value if accepted else value
        elif name in _NOT_AT_ONCE:
            return None
    return known, accepted
