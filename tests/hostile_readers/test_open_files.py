"""The file limit reached: new readers are refused politely, and the desk goes on working.

A real server in a process of its own, which may have no more than so many open files.
"""

import os
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from http.client import HTTPException
from pathlib import Path
from urllib.parse import urlsplit
from uuid import uuid4

import httpx2
import pytest

from certificates import certified
from cli.conftest import DEPESCHE, Running
from depesche import clock, server
from depesche.settings import Settings
from depesche.store.engine import Store
from newsdesk import PASSWORD, Newsdesk
from serving import PATIENCE, Stream, until
from strangers import Stranger, asking

STREAM = "/live/gipfel/stream"
WITH_FILES = 'ulimit -n "$0" && exec "$@"'
SOON = 3.0  # seconds
JSON = {"Accept": "application/json"}


@pytest.fixture(autouse=True)
def _running_clock(_stopped_clock: None) -> None:
    clock.reset()


@pytest.fixture
def token(settings: Settings) -> Iterator[str]:
    """A program's, in a newsroom with a coverage that is live."""
    with closing(Store(settings.url)) as store:
        newsdesk = Newsdesk(store)
        newsdesk.opens(slug="gipfel")
        yield newsdesk.issues_token("wire")


@contextmanager
def confined(settings: Settings, files: int, to: Path, **more: str) -> Iterator[str]:
    """A server that may have so many files open; its address. In the end it has not complained."""
    words = ["sh", "-c", WITH_FILES, str(files), DEPESCHE, "serve", "--port", "0"]
    given = {"DEPESCHE_HEARTBEAT": "0.5", "DEPESCHE_DELIVERY": settings.delivery, **more}
    said, complained = to / "said", to / "complained"
    with said.open("wb") as out, complained.open("wb") as err:
        process = subprocess.Popen(
            [*words, "--data", settings.data], stdout=out, stderr=err, env={**os.environ, **given}
        )
    running = Running(process, said, complained)
    try:
        url = running.says("listens on").partition("listens on ")[2].split(".\n")[0]
        yield url
        assert running.ends(signal.SIGTERM) == 0
        for word in ("Traceback", '"error"', '"critical"', "Exception"):
            assert word not in running.complains(), running.complains()
    finally:
        process.kill()
        process.wait(PATIENCE)


class Desk:
    """Jonas at his desk, and a program beside him; each sentence is told in a connection anew."""

    def __init__(self, url: str, token: str) -> None:
        self._url = url
        self._token = {"Authorization": f"Bearer {token}"}

    def signs_in(self) -> httpx2.Client:
        browser = httpx2.Client(base_url=self._url, timeout=PATIENCE)
        answer = browser.post("/desk/sign-in", data={"name": "jonas", "password": PASSWORD})
        assert answer.status_code == 303, answer.text
        return browser

    def publishes(self, text: str) -> None:
        """At the desk, and once more by API."""
        words = {"text": text, "headline": "", "byline": "", "status": "published"}
        with closing(self.signs_in()) as browser:
            page = browser.get("/desk/coverages/gipfel")
            assert page.status_code == 200
            path = f"/desk/coverages/gipfel/posts/{uuid4()}"
            answer = browser.put(path, json=words, headers=JSON)
            assert answer.status_code in {200, 201}, answer.text
        path = f"{self._url}/api/v1/coverages/gipfel/posts/{uuid4()}"
        words = {"text": text, "status": "published"}
        answer = httpx2.put(path, json=words, headers=self._token, timeout=PATIENCE)
        assert answer.status_code == 201, answer.text


def let_in(url: str, doors: ExitStack) -> list[Stream]:
    """Readers who come until one is refused."""
    inside: list[Stream] = []
    while (stream := doors.enter_context(Stream(f"{url}{STREAM}", after=1))).status == 200:
        inside.append(stream)
    is_refused(stream)
    stream.close()
    return inside


def is_refused(stream: Stream) -> None:
    assert stream.status in {429, 503}
    assert int(stream.headers["retry-after"]) > 0
    assert stream.headers["cache-control"] == "no-store"


def test_readers_are_refused_the_desk_works_and_whoever_leaves_makes_room(
    settings: Settings, token: str, tmp_path: Path
) -> None:
    files = {"hook": 300, "plain": 200}[settings.delivery]
    with confined(settings, files, tmp_path) as url, ExitStack() as doors:
        inside = let_in(url, doors)
        assert files // 4 <= len(inside) < files
        for _ in range(files):  # who keep their connections, and ask again on them
            outside = doors.enter_context(Stranger(url, source="127.0.0.2"))
            with suppress(AssertionError):  # hung up on, without a word: then there is no file
                for path in (STREAM, f"{STREAM}?after=1"):
                    outside.asks(path)
                    answer = outside.hears()
                    assert answer.status in {429, 503}
                    assert int(answer.headers["retry-after"]) > 0
        desk = Desk(url, token)
        desk.publishes("Mitten im Andrang")
        for stream in inside:
            assert [change["sequence"] for change in stream.changes(until=3)] == [2, 3]
        for stream in inside[:10]:
            stream.close()
        again = [comes_in(url, doors) for _ in range(10)]
        for stream in again:
            assert len(stream.changes(until=3)) == 2


def comes_in(url: str, doors: ExitStack) -> Stream:
    """A reader who comes back until there is a place."""
    inside: list[Stream] = []

    def tries() -> bool:
        with suppress(HTTPException, ConnectionError):  # there was no file to say so
            inside.append(doors.enter_context(Stream(f"{url}{STREAM}", after=1)))
        return bool(inside) and inside[-1].status == 200

    until(tries)
    return inside[-1]


LITTLE = (b"", b"GET /live/gip", b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")


def test_connections_that_say_little_take_all_files_for_a_moment_only(
    settings: Settings, token: str, tmp_path: Path
) -> None:
    with confined(settings, 200, tmp_path) as url, ExitStack() as doors:
        reader = doors.enter_context(Stream(f"{url}{STREAM}", after=1))
        assert reader.heartbeat()["sequence"] == 1
        for n in range(400):
            doors.enter_context(Stranger(url)).says(LITTLE[n % len(LITTLE)])
        desk = Desk(url, token)
        until(lambda: signs_in_at_last(desk))
        desk.publishes("Trotzdem")
        assert [change["sequence"] for change in reader.changes(until=3)] == [2, 3]
        page = httpx2.get(f"{url}/live/gipfel", timeout=PATIENCE)
        assert page.status_code == 200 or int(page.headers["retry-after"]) > 0


class Besieging:
    """So many connections from one address, on which nothing is said; who is cut off comes again.

    Some begin to send a form to the desk instead.
    """

    def __init__(self, url: str, count: int) -> None:
        where = urlsplit(url)
        self._there = (where.hostname or "", where.port or 0)
        self._count = count
        self._held: list[socket.socket] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._hold)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_error: object) -> None:
        self._over.set()
        self._thread.join(PATIENCE)
        for one in self._held:
            one.close()

    def _hold(self) -> None:
        while not self._over.wait(0.01):
            for gone in [one for one in self._held if _has_ended(one)]:
                self._held.remove(gone)
                gone.close()
            while len(self._held) < self._count and not self._over.is_set():
                self._come()

    def _come(self) -> None:
        made = socket.socket()
        self._held.append(made)
        with suppress(OSError):
            made.bind(("127.0.0.2", 0))
            made.connect(self._there)
            if len(self._held) % 3 == 0:
                made.sendall(asking("/desk/sign-in", "Content-Length: 9", method="POST"))
            made.settimeout(0)


def _has_ended(connection: socket.socket) -> bool:
    try:
        return not connection.recv(65_536)
    except BlockingIOError:
        return False
    except OSError:
        return True


def test_who_takes_all_connections_from_one_address_shuts_out_themselves(
    settings: Settings, tmp_path: Path
) -> None:
    answered = 0
    with confined(settings, 200, tmp_path) as url, Besieging(url, 190):
        for _ in range(50):
            time.sleep(0.1)
            with suppress(httpx2.TransportError):
                answered += httpx2.get(f"{url}/desk/sign-in", timeout=SOON).status_code == 200
    assert answered >= 45
    said = (tmp_path / "complained").read_text()
    assert said.count('"it is crowded"') == 1


def test_who_connects_and_never_begins_to_encrypt_takes_all_files_for_a_moment_only(
    settings: Settings, tmp_path: Path
) -> None:
    certificate = certified(tmp_path / "tls")
    reader = httpx2.HTTPTransport(verify=certificate.trusting)
    with (
        confined(settings, 200, tmp_path, **certificate.settings) as url,
        ExitStack() as doors,
        closing(httpx2.Client(base_url=url, transport=reader, timeout=SOON)) as desk,
    ):
        begun = time.monotonic()
        for _ in range(300):
            doors.enter_context(Stranger(url))
        until(lambda: is_answered(desk))
        assert time.monotonic() - begun < 2 * server.HANDSHAKE


def is_answered(desk: httpx2.Client) -> bool:
    try:
        return desk.get("/desk/sign-in").status_code == 200
    except httpx2.TransportError:
        return False


def signs_in_at_last(desk: Desk) -> bool:
    try:
        desk.signs_in().close()
    except httpx2.TransportError:
        return False
    return True
