"""A server of the loopback that says what a test tells it to say, connection by connection."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

PATIENCE = 10.0  # seconds


@dataclass
class Heard:
    """Where it listens, and the requests that it was asked, in their order."""

    port: int
    requests: list[str] = field(default_factory=list)


@contextmanager
def answering(answer: Callable[[int], bytes]) -> Iterator[Heard]:
    """Answers the nth request, counted from 0, with `answer(n)`; b"" hangs up instead."""
    lock = threading.Lock()
    open_: list[socket.socket] = []

    def talk(reader: socket.socket) -> None:
        with suppress(OSError):
            while request := reader.recv(4096):
                with lock:
                    number = len(heard.requests)
                    heard.requests.append(request.decode())
                said = answer(number)
                reader.sendall(said)
                if not said or b"\r\nConnection: close\r\n" in said:
                    reader.shutdown(socket.SHUT_RDWR)

    def listen() -> None:
        with suppress(OSError):
            while True:
                reader = server.accept()[0]
                reader.settimeout(PATIENCE)
                open_.append(reader)
                threading.Thread(target=talk, args=(reader,), daemon=True).start()

    with socket.create_server(("127.0.0.1", 0)) as server:
        heard = Heard(server.getsockname()[1])
        listening = threading.Thread(target=listen)
        listening.start()
        try:
            yield heard
        finally:
            server.shutdown(socket.SHUT_RDWR)
            listening.join()
            for reader in open_:
                reader.close()
