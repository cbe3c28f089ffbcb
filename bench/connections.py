"""A connection that is kept from one question to the next, as browsers and programs keep theirs."""

import time
from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException
from typing import Any, Final

from bench.servers import PATIENCE, Server

PAUSE: Final = 2.0  # seconds; a server hangs up on whoever is silent for longer


class Connection:
    """One connection to a server, made anew after a pause."""

    def __init__(self, server: Server) -> None:
        self._connection = HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)
        self._used = time.monotonic()

    def ask(
        self,
        method: str,
        path: str,
        body: bytes | str | None = None,
        headers: Mapping[str, Any] | None = None,
    ) -> bytes:
        """The body of the answer. Raises RuntimeError when it is a refusal, or does not come."""
        if time.monotonic() - self._used > PAUSE:
            self._connection.close()
        try:
            self._connection.request(method, path, body, headers or {})
            answer = self._connection.getresponse()
            read = answer.read()
        except (OSError, HTTPException) as error:
            raise RuntimeError(f"{method} {path} was not answered: {error!r}") from error
        self._used = time.monotonic()
        if answer.status >= 300:
            raise RuntimeError(f"{method} {path} was answered with {answer.status}: {read!r}")
        return read

    def close(self) -> None:
        self._connection.close()
