"""A newsroom that really listens, and readers that hold its streams open.

Nothing here sleeps: a reader waits for the next line, and gives up after PATIENCE.
"""

import json
import socket
import threading
import time
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException, HTTPResponse
from types import TracebackType
from typing import Any
from urllib.parse import urlencode, urlsplit

from fastapi import FastAPI

from depesche import server

PATIENCE = 20.0  # seconds; only what goes wrong takes that long


@contextmanager
def serving(app: FastAPI, *, send_buffer: int | None = None) -> Iterator[str]:
    """The newsroom on a port of its own while the block runs; its address.

    `send_buffer` is how many bytes the kernel may hold for whoever does not take them.
    """
    listening = threading.Event()
    sockets = server.bound("127.0.0.1", 0)
    if send_buffer is not None:
        sockets[0].setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, send_buffer)  # is inherited
    port = sockets[0].getsockname()[1]
    serves = server.configured(app, host="127.0.0.1", port=port, on_listening=listening.set)
    thread = threading.Thread(target=serves.run, args=(sockets,), name=f"newsroom on {port}")
    thread.start()
    try:
        assert listening.wait(PATIENCE), "the server did not come up"
        yield f"http://127.0.0.1:{port}"
    finally:
        serves.should_exit = True
        thread.join(PATIENCE)
        assert not thread.is_alive(), "the server did not end"


@contextmanager
def unread(url: str) -> Iterator[socket.socket]:
    """A reader who opens a stream and then looks elsewhere."""
    where = urlsplit(url)
    with socket.socket() as connection:
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        connection.settimeout(PATIENCE)
        connection.connect((where.hostname, where.port))
        connection.sendall(f"GET {where.path}?{where.query} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        yield connection


@dataclass(frozen=True)
class Event:
    """One server-sent event. `id` is the last one that was seen so far."""

    name: str
    data: str
    id: str

    @property
    def content(self) -> Any:
        """The data, which is JSON."""
        return json.loads(self.data)


class Lines:
    """The lines of an answer as they arrive, however it is framed and packed."""

    def __init__(self, response: HTTPResponse) -> None:
        self._response = response
        self._is_packed = response.headers.get("Content-Encoding") == "gzip"
        self._unpacking = zlib.decompressobj(wbits=31)
        self._arrived = bytearray()

    def line(self) -> str | None:
        """The next one without its end; None where the answer ends, however it does."""
        while (end := self._arrived.find(b"\n")) < 0:
            if not self._take():
                return None
        line = bytes(self._arrived[:end])
        del self._arrived[: end + 1]
        return line.decode().rstrip("\r")

    def rest(self) -> str:
        """All that is left, of an answer that ends."""
        while self._take():
            pass
        return bytes(self._arrived).decode()

    def _take(self) -> bool:
        """Whatever has come by now; else what comes next. False where nothing does any more."""
        try:
            piece = self._response.read1()
        except (HTTPException, ConnectionError):
            return False
        self._arrived += self._unpacking.decompress(piece) if self._is_packed else piece
        return bool(piece)


class Stream:
    """One reader's open connection, read as a browser reads it; see
    https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation.

    A reader who is `packed` says that gzip is welcome. `headers` are asked with as well. `buffer`
    is how many bytes may lie on this side unread.
    """

    def __init__(
        self,
        url: str,
        *,
        after: object = None,
        last_event_id: object = None,
        secret: str = "",
        packed: bool = False,
        headers: Mapping[str, str] | None = None,
        buffer: int | None = None,
        patience: float = PATIENCE,
    ) -> None:
        where = urlsplit(url if after is None else f"{url}?{urlencode({'after': after})}")
        self.last_event_id = ""
        self.retry: int | None = None
        self.comments: list[str] = []
        self._patience = patience
        self._connection = HTTPConnection(where.hostname or "", where.port, timeout=patience)
        asked = {"Accept": "text/event-stream", **(headers or {})}
        if last_event_id is not None:
            asked["Last-Event-ID"] = str(last_event_id)
        if secret:  # of somebody who is signed in
            asked["Cookie"] = f"depesche={secret}"
        if packed:
            asked["Accept-Encoding"] = "gzip"
        path = f"{where.path}?{where.query}" if where.query else where.path
        try:
            if buffer is not None:
                self._connection.sock = _with_buffer(where.hostname or "", where.port or 0, buffer)
            self._connection.request("GET", path, headers=asked)
            self._response: HTTPResponse = self._connection.getresponse()
        except OSError:  # nobody answered
            self._connection.close()
            raise
        self._lines = Lines(self._response)

    def __enter__(self) -> "Stream":
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.close()

    @property
    def status(self) -> int:
        return self._response.status

    @property
    def headers(self) -> dict[str, str]:
        """By their names in small letters."""
        return {name.lower(): value for name, value in self._response.getheaders()}

    def close(self) -> None:
        """Hang up."""
        self._response.close()
        self._connection.close()

    def event(self) -> Event | None:
        """The next event; None when the server has hung up. Raises TimeoutError."""
        name, data = "message", list[str]()
        while (line := self._lines.line()) is not None:
            if not line and data:
                return Event(name, "\n".join(data), self.last_event_id)
            if not line:
                name = "message"
            field, _, value = line.partition(":")
            value = value.removeprefix(" ")
            if field == "event":
                name = value
            elif field == "data":
                data.append(value)
            else:
                self._note(field, value)
        return None

    def events(self) -> Iterator[Event]:
        """What comes, until the server hangs up. Raises TimeoutError, however much it beats."""
        deadline = time.monotonic() + self._patience
        while (event := self.event()) is not None:
            yield event
            if time.monotonic() > deadline:
                raise TimeoutError

    def changes(self, *, until: int) -> list[dict[str, Any]]:
        """What comes up to that number.

        Heartbeats are passed over, but for one that says the number has been reached: then there
        is nothing more to wait for. Raises AssertionError on a reset or when the server hangs up.
        """
        found: list[dict[str, Any]] = []
        for event in self.events():
            assert event.name in {"message", "heartbeat"}, event
            if event.name == "message":
                found.append(event.content)
            if event.content["sequence"] >= until:
                return found
        raise AssertionError(f"the server hung up before {until}")

    def heartbeat(self) -> Any:
        """What the next heartbeat says, whatever comes before it."""
        return next(event.content for event in self.events() if event.name == "heartbeat")

    def body(self) -> str:
        """All that is left, of an answer that ends."""
        return self._lines.rest()

    def _note(self, field: str, value: str) -> None:
        match field, value:
            case "id", value:
                self.last_event_id = value
            case "retry", value if value.isascii() and value.isdigit():
                self.retry = int(value)
            case "", comment if comment:
                self.comments.append(comment)


def _with_buffer(host: str, port: int, size: int) -> socket.socket:
    """A connection that tells from its beginning how little it can take."""
    made = socket.socket()
    made.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, size)
    made.settimeout(PATIENCE)
    made.connect((host, port))
    return made


def until(condition: Callable[[], object]) -> None:
    """Wait until that is so."""
    looking = threading.Event()
    deadline = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < deadline, "it did not come about"
        looking.wait(0.01)
