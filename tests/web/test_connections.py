"""What is no request: told so, with the headers of every other answer, and hung up on."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from urllib.parse import urlsplit

import pytest
from fastapi import FastAPI, Request, Response
from uvicorn.config import WS_PROTOCOLS

from depesche import metrics, server
from depesche.settings import Settings
from depesche.web import connections, crowds
from depesche.web.connections import Connection
from depesche.web.headers import EVERYWHERE, WITH_HTTPS
from newsdesk import Newsdesk
from serving import PATIENCE, serving, unread

SOON = 10.0  # seconds; only what goes wrong takes that long
END = b"\r\n\r\n"

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


def test_what_is_refused_before_any_app_is_asked_is_counted(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.2)
    long = b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: "
    page = b"GET /live/x HTTP/1.1\r\nHost: x" + END
    with serving(app) as site:
        for sent, code in (
            (b"nonsense" + END, "unreadable-request"),
            (b"GET / HT", "late-request"),
            (long + b"x" * connections.HEAD + END, "head-too-large"),
            (page * (connections.WAITING + 2), "too-many-at-once"),
            (page, "crowded"),
        ):
            if code == "crowded":
                monkeypatch.setattr(crowds, "most", lambda: 1)
            before = refusals(code)
            with connected(site) as connection:
                connection.sendall(sent)
                heard(connection)
            assert refusals(code) == before + 1, code


def refusals(code: str) -> float:
    said = metrics.REGISTRY.get_sample_value("depesche_refusals_total", {"code": code})
    return said or 0


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


AFTER_AN_ANSWER = {
    "a body that is announced and dribbles": (b"GET", b"Content-Length: 100", b"x"),
    "an empty line, which begins nothing": (b"GET", b"X-Nothing: 1", b"\r\n"),
    "a little of much": (b"POST", b"Content-Length: 100000000", b"x" * 1000),
    "a chunk that is never whole": (b"GET", b"Transfer-Encoding: chunked", b"ff\r\nx"),
    "a trailer": (b"GET", b"Transfer-Encoding: chunked", b"0\r\nX-1: a\r\n"),
}


def test_an_answer_buys_no_time(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch, subtests: pytest.Subtests
) -> None:
    """Whatever comes after it that is no whole request, the connection ends."""
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.3)
    with serving(app) as site:
        for name, (method, header, rest) in AFTER_AN_ANSWER.items():
            with subtests.test(name), connected(site) as connection:
                connection.settimeout(SOON)
                connection.sendall(method + b" /healthz HTTP/1.1\r\nHost: x\r\n" + header + END)
                assert connection.recv(65_536).startswith(b"HTTP/1.1 ")
                connection.sendall(rest)
                heard(connection)  # raises TimeoutError where nobody hangs up


@pytest.mark.parametrize("trailers", [b"X-1: " + b"a" * 2**22, b"X-1: a\r\n" * 2**19])
@pytest.mark.parametrize("path", [b"/healthz", b"/live/gipfel/stream"])
def test_trailers_are_counted_and_never_kept(
    app: FastAPI, newsdesk: Newsdesk, path: bytes, trailers: bytes
) -> None:
    """They would grow a request that is answered already, or is a stream, for ever."""
    newsdesk.opens(slug="gipfel")
    with serving(app) as site, connected(site) as connection:
        connection.settimeout(SOON)
        chunked = b" HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked"
        connection.sendall(b"GET " + path + chunked + END)
        assert connection.recv(65_536).startswith(b"HTTP/1.1 200 OK")
        with suppress(BrokenPipeError, ConnectionResetError):
            connection.sendall(b"0\r\n" + trailers)
        heard(connection)


def test_a_trailer_is_no_header(app: FastAPI) -> None:
    """It comes after whoever looks at headers has looked."""
    seen: list[str] = []

    @app.post("/looks")
    async def look(request: Request) -> None:
        await request.body()
        seen.extend(request.headers)

    with serving(app) as site, connected(site) as connection:
        chunked = b"Transfer-Encoding: chunked\r\nConnection: close"
        connection.sendall(b"POST /looks HTTP/1.1\r\nHost: x\r\n" + chunked + END)
        connection.sendall(b"1\r\nx\r\n0\r\nX-Forwarded-For: 10.0.0.1" + END)
        assert heard(connection)[0] == "HTTP/1.1 200 OK"
    assert seen == ["host", "transfer-encoding", "connection"]


def test_many_small_chunks_are_a_body_all_the_same(app: FastAPI) -> None:
    with serving(app) as site, connected(site) as connection:
        chunked = b"Transfer-Encoding: chunked\r\nConnection: close"
        connection.sendall(b"POST /healthz HTTP/1.1\r\nHost: x\r\n" + chunked + END)
        connection.sendall(b"1\r\nx\r\n" * 2**16 + b"0\r\n\r\n")
        assert heard(connection)[0] == "HTTP/1.1 405 Method Not Allowed"


@pytest.mark.parametrize("times", [1, 1000])
def test_who_takes_no_answer_is_hung_up_on(
    app: FastAPI, monkeypatch: pytest.MonkeyPatch, times: int
) -> None:
    """However many questions were asked: answers lie in our memory until somebody takes them."""
    monkeypatch.setattr(connections, "HEAD_SECONDS", 0.3)
    monkeypatch.setattr(connections, "SLOWEST", 2**30)

    @app.get("/long")
    def long() -> Response:
        return Response(b"x" * 2**23)

    gone = threading.Event()

    def lost(self: Connection, error: Exception | None) -> None:
        connection_lost(self, error)
        gone.set()

    connection_lost = Connection.connection_lost
    monkeypatch.setattr(Connection, "connection_lost", lost)
    with serving(app) as site, unread(f"{site}/long") as connection:
        for _ in range(times - 1):
            connection.sendall(b"GET /long HTTP/1.1\r\nHost: x\r\n\r\n")
        assert gone.wait(SOON)


QUESTION = b"GET /slow HTTP/1.1\r\nHost: x"


@pytest.fixture
def slow(app: FastAPI) -> Iterator[threading.Event]:
    """A page that is drawn once this is set."""
    drawn = threading.Event()

    @app.get("/slow")
    def draw() -> Response:
        assert drawn.wait(PATIENCE)
        return Response(b"drawn")

    yield drawn
    drawn.set()


def test_so_many_questions_may_wait_for_an_answer(app: FastAPI, slow: threading.Event) -> None:
    with serving(app) as site, connected(site) as connection:
        early = (QUESTION + END) * connections.WAITING
        connection.sendall(early + QUESTION + b"\r\nConnection: close" + END)
        slow.set()
        first, _, rest = heard(connection)
        assert first == "HTTP/1.1 200 OK"
        assert rest.count("HTTP/1.1 200 OK") == connections.WAITING


def test_more_questions_are_refused_before_any_is_kept(app: FastAPI, slow: threading.Event) -> None:
    """Each of them weighs much more here than it does for whoever sends it."""
    with serving(app) as site, connected(site) as connection:
        connection.sendall((QUESTION + END) * (connections.WAITING + 2))
        first, headers, rest = heard(connection)
        assert first == "HTTP/1.1 429 Too Many Requests"
        assert headers["connection"] == "close"
        assert rest == "Too much is asked at once. Wait for the answers."
        slow.set()


def test_a_connection_may_idle_as_long_whoever_answered_on_it(app: FastAPI) -> None:
    """A hook's answer or an app's: nobody who keeps connections has to know."""
    config = server.configured(app, host="127.0.0.1", port=0).config
    assert config.timeout_keep_alive == connections.HEAD_SECONDS


def test_a_connection_is_kept_for_the_next_request(site: str) -> None:
    with connected(site) as connection:
        for _ in range(3):
            connection.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
            assert connection.recv(65_536).startswith(b"HTTP/1.1 200 OK")
        connection.sendall(b"nonsense\r\n\r\n")
        assert "400" in heard(connection)[0]


def test_what_asks_of_the_whole_server_is_told_that_there_is_nothing(site: str) -> None:
    with connected(site) as connection:
        connection.sendall(b"OPTIONS * HTTP/1.1\r\nHost: x\r\nConnection: close" + END)
        first, headers, _ = heard(connection)
        assert first == "HTTP/1.1 404 Not Found"
        assert headers["cache-control"] == "no-store"
        assert "content-security-policy" in headers


def test_nobody_upgrades_to_anything(site: str) -> None:
    with connected(site) as connection:
        connection.sendall(
            b"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n"
            b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: eHh4eHh4eHh4eHh4eHh4eA==\r\n\r\n"
        )
        assert heard(connection)[0].split()[1] in {"200", "426"}


def test_what_could_upgrade_is_not_asked_whatever_is_installed(
    app: FastAPI,
    newsdesk: Newsdesk,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A stream's connection would be taken from it in the middle."""
    monkeypatch.setitem(WS_PROTOCOLS, "auto", "asyncio:Protocol")
    newsdesk.opens(slug="gipfel")
    ask = b"GET /live/gipfel/stream HTTP/1.1\r\nHost: x\r\n"
    upgrade = b"Connection: Upgrade\r\nUpgrade: websocket" + END
    with serving(app) as site, connected(site) as first, connected(site) as second:
        first.sendall(ask + b"\r\n")
        assert first.recv(65_536).startswith(b"HTTP/1.1 200")
        second.sendall(ask + b"\r\n" + ask + upgrade)
        assert second.recv(65_536).startswith(b"HTTP/1.1 200")
    assert [record.getMessage() for record in caplog.records if record.exc_info] == []
    assert "upgrade" not in caplog.text.lower()


def test_with_https_these_answers_say_so_too(settings: Settings) -> None:
    from depesche.app import create  # noqa: PLC0415

    app = create(settings.model_copy(update={"public_url": "https://ticker.example"}))
    with serving(app) as site, connected(site) as connection:
        connection.sendall(b"nonsense\r\n\r\n")
        _, headers, _ = heard(connection)
        for name, value in WITH_HTTPS.items():
            assert headers[name.lower()] == value
