"""What is no request: told so, with the headers of every other answer, and hung up on."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI

from depesche.settings import Settings
from depesche.web import connections
from depesche.web.headers import EVERYWHERE, WITH_HTTPS
from serving import PATIENCE, serving

MALFORMED = {
    "no HTTP": b"HELO there\r\n\r\n",
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\x00" * 64,
    "an unknown method": b"BREW / HTTP/1.1\r\nHost: x\r\n\r\n",
    "a version of its own": b"GET / HTTP/9.9\r\nHost: x\r\n\r\n",
    "a header without a colon": b"GET / HTTP/1.1\r\nHost x\r\n\r\n",
    "a header with NUL": b"GET / HTTP/1.1\r\nHost: x\x00y\r\n\r\n",
    "a path that is no ASCII": b"GET /\xff\xfe HTTP/1.1\r\nHost: x\r\n\r\n",
    "two lengths": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
    "a length and chunks": (
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n"
    ),
    "a negative length": b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
    "a chunk of no size": (
        b"POST /desk/sign-in HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
    ),
}


@contextmanager
def connected(site: str) -> Iterator[socket.socket]:
    where = urlsplit(site)
    with socket.create_connection((where.hostname or "", where.port or 0), PATIENCE) as connection:
        yield connection


def heard(connection: socket.socket) -> tuple[str, dict[str, str], str]:
    """All that is said until the other side hangs up: first line, headers, the rest."""
    said = b""
    try:
        while part := connection.recv(65_536):
            said += part
    except ConnectionResetError:
        pass
    head, _, rest = said.decode("latin-1").partition("\r\n\r\n")
    first, *lines = head.split("\r\n")
    headers = dict(line.split(": ", 1) for line in lines)
    return first, {name.lower(): value for name, value in headers.items()}, rest


@pytest.fixture
def site(app: FastAPI) -> Iterator[str]:
    with serving(app) as url:
        yield url


def test_what_is_no_request_is_told_so_with_the_table(site: str, subtests: pytest.Subtests) -> None:
    for name, sent in MALFORMED.items():
        with subtests.test(name), connected(site) as connection:
            connection.sendall(sent)
            first, headers, said = heard(connection)
            assert first == "HTTP/1.1 400 Bad Request"
            for header, value in EVERYWHERE.items():
                assert headers[header.lower()] == value
            assert headers["connection"] == "close"
            assert "server" not in headers
            for detail in ("Traceback", "uvicorn", "httptools", "Error"):
                assert detail not in said


def test_a_head_that_is_too_large_is_refused_however_it_comes(site: str) -> None:
    line = b"X-Long: " + b"x" * 1000 + b"\r\n"
    for pieces in ([b"GET / HTTP/1.1\r\nHost: x\r\n" + line * 90 + b"\r\n"], [line] * 90):
        with connected(site) as connection:
            if len(pieces) > 1:
                connection.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n")
            try:
                for piece in pieces:
                    connection.sendall(piece)
            except (BrokenPipeError, ConnectionResetError):
                pass
            first, headers, _ = heard(connection)
            if first:  # the answer may be lost when it is not read before more is sent
                assert first == "HTTP/1.1 431 Request Header Fields Too Large"
                assert "content-security-policy" in headers


def test_a_long_path_is_not_found_and_a_longer_one_refused(site: str) -> None:
    for length, status in ((30_000, "404"), (connections.HEAD + 1, "431")):
        with connected(site) as connection:
            path = b"/" + b"x" * length
            connection.sendall(
                b"GET " + path + b" HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
            )
            assert heard(connection)[0].split()[1] == status


@pytest.mark.parametrize("sent", [b"", b"GET / HT", b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "])
def test_who_does_not_finish_a_request_is_hung_up_on(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch, sent: bytes
) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.05)
    with serving(app) as site, connected(site) as connection:
        connection.sendall(sent)
        first, headers, _ = heard(connection)
        assert first == "HTTP/1.1 408 Request Timeout"
        assert headers["cache-control"] == "no-store"


def test_a_connection_is_kept_for_the_next_request(site: str) -> None:
    with connected(site) as connection:
        for _ in range(3):
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            assert connection.recv(65_536).startswith(b"HTTP/1.1 200 OK")
        connection.sendall(b"nonsense\r\n\r\n")
        assert "400" in heard(connection)[0]


def test_nobody_upgrades_to_anything(site: str) -> None:
    with connected(site) as connection:
        connection.sendall(
            b"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n"
            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: eHh4eHh4eHh4eHh4eHh4eA==\r\n\r\n"
        )
        assert heard(connection)[0].split()[1] in {"200", "426"}


def test_with_https_these_answers_say_so_too(settings: Settings) -> None:
    from depesche.app import create  # noqa: PLC0415

    app = create(settings.model_copy(update={"public_url": "https://ticker.example"}))
    with serving(app) as site, connected(site) as connection:
        connection.sendall(b"nonsense\r\n\r\n")
        _, headers, _ = heard(connection)
        for name, value in WITH_HTTPS.items():
            assert headers[name.lower()] == value
