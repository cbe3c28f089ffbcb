"""Depesche speaks https itself: with a certificate of openssl's, and readers who trust it."""

import json
import signal
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import httpx2
import pytest

from certificates import Certificate, certified
from cli.conftest import PATIENCE, Running, Shell, Starting
from depesche import clock
from depesche.cli import certificates
from depesche.settings import Settings
from newsdesk import PASSWORD, Newsdesk


@pytest.fixture(autouse=True)
def _running_clock(_stopped_clock: None) -> None:
    clock.reset()


@pytest.fixture
def certificate(tmp_path: Path) -> Certificate:
    return certified(tmp_path / "tls")


@pytest.fixture
def server(
    start: Starting, settings: Settings, newsdesk: Newsdesk, certificate: Certificate
) -> Running:
    newsdesk.opens(slug="gipfel")
    running = start(
        *("serve", "--port", "0", "--data", str(settings.data)),
        DEPESCHE_DATABASE_URL=settings.database_url or "",
        DEPESCHE_HEARTBEAT="0.2",
        **certificate.settings,
    )
    running.says("Desk")
    return running


def url_of(server: Running) -> str:
    """The public address, which nobody has set."""
    (line,) = (line for line in server.says("Desk").splitlines() if line.startswith("Readers"))
    return line.split()[1].rstrip("/")


@pytest.fixture
def reader(server: Running, certificate: Certificate) -> Iterator[httpx2.Client]:
    transport = httpx2.HTTPTransport(verify=certificate.trusting)
    with httpx2.Client(base_url=url_of(server), transport=transport, timeout=PATIENCE) as reader:
        yield reader


def test_it_says_that_it_is_https_and_answers_nothing_else(
    server: Running, reader: httpx2.Client
) -> None:
    said = server.says("Desk")
    assert "listens on https://127.0.0.1:" in said
    assert url_of(server).startswith("https://localhost:")
    page = reader.get("/live/gipfel")
    assert page.status_code == 200
    assert "Der Gipfel" in page.text
    assert page.headers["strict-transport-security"]
    assert str(page.http_version) == "HTTP/1.1"
    with pytest.raises(httpx2.HTTPError):
        httpx2.get(url_of(server).replace("https", "http"), timeout=PATIENCE)
    with pytest.raises(httpx2.ConnectError, match="certificate verify failed"):
        httpx2.get(url_of(server), timeout=PATIENCE)


def test_an_old_tls_is_not_spoken(settings: Settings, certificate: Certificate) -> None:
    files = {"tls_certificate": certificate.certificate, "tls_key": certificate.key}
    encryption = certificates.encryption(settings.model_copy(update=files))
    assert encryption is not None
    assert encryption.minimum_version >= ssl.TLSVersion.TLSv1_2


def test_whoever_signs_in_gets_a_cookie_for_https_alone(
    reader: httpx2.Client, newsdesk: Newsdesk
) -> None:
    newsdesk.hires("Ida", "editor")
    form = {"name": "Ida", "password": PASSWORD}
    origin = {"Origin": str(reader.base_url).rstrip("/")}
    answer = reader.post("/desk/sign-in", data=form, headers=origin)
    assert answer.status_code == 303, answer.text
    cookie = answer.headers["set-cookie"]
    assert "secure" in cookie.lower()
    assert reader.get("/desk").status_code == 200


def test_several_changes_come_on_a_stream_and_sigterm_ends_it_soon(
    server: Running, reader: httpx2.Client, newsdesk: Newsdesk, certificate: Certificate
) -> None:
    """Also where one reader never reads that it ends, and another never said what it came for."""
    port = int(url_of(server).rpartition(":")[2])
    with ExitStack() as doors:
        doors.enter_context(socket.create_connection(("127.0.0.1", port)))  # and says nothing
        asleep = doors.enter_context(connected(port, certificate))
        asleep.sendall(b"GET /live/gipfel/stream HTTP/1.1\r\nHost: x\r\n\r\n")
        assert asleep.recv(12) == b"HTTP/1.1 200"
        streams = []
        for _ in range(20):
            asked = reader.stream("GET", "/live/gipfel/stream?after=1")
            streams.append(doors.enter_context(asked).iter_lines())
        texts = [f"Nummer {n} " + "Größe " * 3_000 for n in range(6)]
        for text in texts:
            newsdesk.publishes(text)
        for lines in streams:
            for n in range(6):
                change = next_change(lines)
                assert change["sequence"] == n + 2
                assert f"Nummer {n} " in change["html"]
        begun = time.monotonic()
        server.process.send_signal(signal.SIGTERM)
        for lines in streams:
            assert not [line for line in lines if line.startswith("id:")]
        assert server.process.wait(PATIENCE) == 0
        took = time.monotonic() - begun
    print(f"ended {took:.2f} s after SIGTERM")  # noqa: T201 - for whoever measures
    assert took <= 4
    assert '"level": "error"' not in server.complains()


def connected(port: int, certificate: Certificate) -> ssl.SSLSocket:
    """Somebody who does not read by themselves."""
    bare = socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)
    return certificate.trusting.wrap_socket(bare, server_hostname="localhost")


def next_change(lines: object) -> dict[str, object]:
    """Of the lines of a stream, passing over its heartbeats."""
    event = "message"
    for line in lines:  # type: ignore[attr-defined]
        if line.startswith("event: "):
            event = line.removeprefix("event: ")
        elif line.startswith("data: ") and event == "message":
            return dict(json.loads(line.removeprefix("data: ")))
        elif not line:
            event = "message"
    raise AssertionError("the server hung up")


@pytest.mark.parametrize("database", ["postgresql"])
def test_workers_share_a_certificate(
    start: Starting, settings: Settings, newsdesk: Newsdesk, certificate: Certificate
) -> None:
    newsdesk.opens(slug="gipfel")
    running = start(
        *("serve", "--workers", "2", "--port", "0", "--data", str(settings.data)),
        DEPESCHE_DATABASE_URL=settings.database_url or "",
        **certificate.settings,
    )
    transport = httpx2.HTTPTransport(verify=certificate.trusting)
    for _ in range(10):
        with httpx2.Client(base_url=url_of(running), transport=transport) as reader:
            assert reader.get("/live/gipfel", timeout=PATIENCE).status_code == 200
    assert running.ends(signal.SIGTERM) == 0


# It cannot begin


def refused(depesche: Shell) -> str:
    result = depesche("serve", "--port", "0")
    assert result.exit_code == 1
    assert result.stderr.count("\n") == 1
    return result.stderr


@pytest.fixture
def set_up(monkeypatch: pytest.MonkeyPatch, certificate: Certificate) -> pytest.MonkeyPatch:
    """The settings of a certificate that is well; a test makes one of them worse."""
    for name, value in certificate.settings.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


@pytest.mark.parametrize("which", ["CERTIFICATE", "KEY"])
def test_one_without_the_other_is_a_sentence(
    depesche: Shell, set_up: pytest.MonkeyPatch, which: str
) -> None:
    set_up.delenv(f"DEPESCHE_TLS_{which}")
    assert "DEPESCHE_TLS_KEY and DEPESCHE_TLS_CERTIFICATE belong together" in refused(depesche)


@pytest.mark.parametrize("which", ["CERTIFICATE", "KEY"])
def test_a_file_that_cannot_be_read_is_a_sentence(
    depesche: Shell, set_up: pytest.MonkeyPatch, tmp_path: Path, which: str
) -> None:
    set_up.setenv(f"DEPESCHE_TLS_{which}", str(tmp_path / "nothing.pem"))
    said = refused(depesche)
    assert f"DEPESCHE_TLS_{which}={tmp_path / 'nothing.pem'} cannot be read (No such file" in said


def test_the_key_of_another_certificate_is_a_sentence(
    depesche: Shell, set_up: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    other = certified(tmp_path / "other")
    set_up.setenv("DEPESCHE_TLS_KEY", str(other.key))
    assert f"{other.key} is not the key of" in refused(depesche)


def test_what_is_no_certificate_is_a_sentence(
    depesche: Shell, set_up: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "poem.pem").write_text("Rosen sind rot\n")
    set_up.setenv("DEPESCHE_TLS_CERTIFICATE", str(tmp_path / "poem.pem"))
    assert "are no certificate and key that can be read" in refused(depesche)


def test_a_key_with_a_passphrase_is_a_sentence_and_no_question(
    depesche: Shell, set_up: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    locked = certified(tmp_path / "locked", passphrase="offen sesam")
    for name, value in locked.settings.items():
        set_up.setenv(name, value)
    assert "locked with a passphrase" in refused(depesche)
