"""Strangers at the door: connections that say what they like, and go as they like."""

import ctypes
import socket
import struct
import time
import zlib
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from urllib.parse import urlsplit

from serving import PATIENCE

END = b"\r\n\r\n"
IDENTITY, PACKED = "Accept-Encoding: identity", "Accept-Encoding: gzip"
_SO_ATTACH_FILTER = 26  # https://docs.kernel.org/networking/filter.html
_DROP_ALL = struct.pack("HBBI", 0x06, 0, 0, 0)  # BPF: return 0, of no packet anything


@dataclass(frozen=True)
class Answer:
    """What was answered; the headers by their names in small letters."""

    version: str
    status: int
    headers: dict[str, str]
    body: bytes = b""


def asking(path: str, *headers: str, method: str = "GET", version: str = "1.1") -> bytes:
    """A request as it goes over the wire; of HTTP/1.1 with a Host."""
    host = ["Host: x"] if version == "1.1" else []
    lines = [f"{method} {path} HTTP/{version}", *host, *headers]
    return "\r\n".join(lines).encode() + END


class Body:
    """What is in a body that has no length, as far as it has come: out of its chunks, unpacked."""

    def __init__(self, headers: dict[str, str]) -> None:
        self._is_chunked = headers.get("transfer-encoding") == "chunked"
        self._is_packed = headers.get("content-encoding") == "gzip"
        self._unpacking = zlib.decompressobj(wbits=31)
        self._raw = bytearray()

    def read(self, piece: bytes) -> bytes:
        """What can be read now that this has come. Raises ValueError and zlib.error."""
        self._raw += piece
        content = self._out_of_chunks() if self._is_chunked else self._all()
        return self._unpacking.decompress(content) if self._is_packed else content

    def _all(self) -> bytes:
        content = bytes(self._raw)
        self._raw.clear()
        return content

    def _out_of_chunks(self) -> bytes:
        content = bytearray()
        while (end := self._raw.find(b"\r\n")) > 0:
            size = int(self._raw[:end], 16)
            after = end + 2 + size
            if len(self._raw) < after + 2:
                break
            content += self._raw[end + 2 : after]
            del self._raw[: after + 2]
        return bytes(content)


class Stranger:
    """One connection, spoken to in bytes. Raises TimeoutError where nothing comes."""

    def __init__(self, site: str, *, source: str = "", patience: float = PATIENCE) -> None:
        where = urlsplit(site)
        self.socket = socket.create_connection(
            (where.hostname or "", where.port or 0), patience, (source, 0) if source else None
        )
        self._heard = bytearray()
        self._body: Body | None = None  # of a stream

    def __enter__(self) -> "Stranger":
        return self

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        self.socket.close()

    def says(self, words: bytes) -> None:
        """Say that; what nobody listens to any more is lost."""
        with suppress(BrokenPipeError, ConnectionResetError):
            self.socket.sendall(words)

    def asks(self, path: str, *headers: str, method: str = "GET", version: str = "1.1") -> None:
        self.says(asking(path, *headers, method=method, version=version))

    def hears(self, *, of_head: bool = False) -> Answer:
        """The next answer; of a stream, its head: what follows is the body from then on.

        `of_head`: no body comes with it.
        """
        head = self.hears_until(END)
        first, *lines = head.removesuffix(END).decode("latin-1").split("\r\n")
        version, status, *_ = first.split(" ", 2)
        headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
        if "content-length" not in headers:
            self._body = Body(headers)
            self._heard[:] = self._body.read(bytes(self._heard))
        length = 0 if of_head else int(headers.get("content-length", 0))
        while len(self._heard) < length:
            assert self._take(), "the answer was cut off"
        return Answer(version, int(status), headers, self._cut(length))

    def hears_until(self, words: bytes) -> bytes:
        """What comes up to these words, and with them."""
        deadline = time.monotonic() + PATIENCE
        while (found := self._heard.find(words)) < 0:
            if time.monotonic() > deadline:  # however much else comes
                raise TimeoutError
            assert self._take(), f"hung up before {words!r}: {bytes(self._heard)!r}"
        return self._cut(found + len(words))

    def hears_out(self, *, at_most: bytes | None = None) -> bytes:
        """All that still comes, until the other side hangs up, however it does, or says that."""
        deadline = time.monotonic() + PATIENCE
        while (at_most is None or at_most not in self._heard) and self._take():
            if time.monotonic() > deadline:
                raise TimeoutError
        return self._cut(len(self._heard))

    def goes_silent(self) -> None:
        """Say that nothing more will be said, and go on listening."""
        with suppress(OSError):  # the other side has gone already
            self.socket.shutdown(socket.SHUT_WR)

    def breaks_off(self) -> None:
        """Go with a reset, as a program that is killed."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    def goes_deaf(self) -> None:
        """Vanish: whatever is sent is dropped before TCP sees it, so nothing is acknowledged.

        To the other side that is a machine that lost its power or its network: no FIN, no reset.
        """
        program = ctypes.create_string_buffer(_DROP_ALL)
        described = struct.pack("HxxxxxxP", 1, ctypes.addressof(program))
        self.socket.setsockopt(socket.SOL_SOCKET, _SO_ATTACH_FILTER, described)

    def _take(self) -> bool:
        try:
            piece = self.socket.recv(65_536)
        except ConnectionResetError:
            return False
        self._heard += self._body.read(piece) if self._body else piece
        return bool(piece)

    def _cut(self, length: int) -> bytes:
        cut = bytes(self._heard[:length])
        del self._heard[:length]
        return cut
