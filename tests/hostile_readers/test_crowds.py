"""Many readers from one address: they get their share, and everybody else gets what is left."""

import resource
import selectors
import socket
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import ExitStack
from ipaddress import ip_network
from typing import Any
from urllib.parse import urlsplit

import httpx2
import pytest
from fastapi import FastAPI

from depesche.app import create
from depesche.settings import Settings
from depesche.store.engine import Store
from depesche.web import crowds
from depesche.web.rooms import Rooms
from newsdesk import Newsdesk
from serving import PATIENCE, Stream, until
from strangers import Stranger, asking

STREAM = "/live/gipfel/stream"
MANY, SHARE = 1000, 200
LOOPBACK = (ip_network("127.0.0.0/8"),)


@pytest.fixture
def limits() -> dict[str, Any]:
    """Settings of this story."""
    return {"streams_per_address": 2}


@pytest.fixture
def app(settings: Settings, store: Store, limits: dict[str, Any]) -> FastAPI:
    return create(settings.model_copy(update=limits), store)


@pytest.fixture
def _many_files() -> Iterator[None]:
    """Both ends of every connection are in this process."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = 2 * MANY + 500
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
    crowds.most.cache_clear()
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    crowds.most.cache_clear()


@pytest.fixture
def count(app: FastAPI) -> Any:
    """How many streams are let in at present."""
    rooms: Rooms = app.state.rooms
    return lambda: rooms.gate._count


def heads(site: str, crowd: int, doors: ExitStack) -> list[bytes]:
    """What each of a crowd hears first, who all come at once."""
    where, heard = urlsplit(site), dict[socket.socket, bytes]()
    with selectors.DefaultSelector() as waiting:
        for _ in range(crowd):
            one = doors.enter_context(socket.create_connection((where.hostname, where.port)))
            one.sendall(asking(f"{STREAM}?after=3"))
            waiting.register(one, selectors.EVENT_READ)
        deadline = time.monotonic() + PATIENCE
        while len(heard) < crowd:
            assert time.monotonic() < deadline, f"only {len(heard)} were answered"
            for key, _ in waiting.select(1):
                one = key.fileobj
                assert isinstance(one, socket.socket)
                heard[one] = one.recv(65_536)
                waiting.unregister(one)
    return list(heard.values())


@pytest.mark.usefixtures("_many_files")
@pytest.mark.parametrize("limits", [{"streams_per_address": SHARE}])
def test_of_a_thousand_from_one_address_some_get_streams_and_all_get_answers(
    site: str, newsdesk: Newsdesk, count: Any
) -> None:
    with ExitStack() as doors:
        told = heads(site, MANY, doors)
        firsts = Counter(head.split(b"\r\n")[0] for head in told)
        assert firsts == {
            b"HTTP/1.1 200 OK": SHARE,
            b"HTTP/1.1 429 Too Many Requests": MANY - SHARE,
        }
        refused = [head.lower() for head in told if b" 429 " in head]
        assert all(b"\r\nretry-after: 10\r\n" in head for head in refused)
        assert all(b"\r\ncache-control: no-store\r\n" in head for head in refused)
        for path in ("/live/gipfel", "/live/gipfel/changes?after=0", "/", "/desk/sign-in"):
            assert httpx2.get(f"{site}{path}", timeout=PATIENCE).status_code == 200
        newsdesk.publishes("Für alle")
        with Stranger(site, source="127.0.0.9") as elsewhere:
            elsewhere.asks(f"{STREAM}?after=3")
            elsewhere.hears_until(b"id: 4\n")
        assert count() in {SHARE, SHARE + 1}
    until(lambda: count() == 0)
    with Stream(f"{site}{STREAM}") as again:
        assert again.heartbeat()["sequence"] == 4


def test_whoever_leaves_makes_room_for_one_and_not_for_more(site: str, count: Any) -> None:
    url = f"{site}{STREAM}"
    for n in range(12):
        with Stream(url, after=n % 4) as first, Stream(url) as second:
            assert (first.status, second.status) == (200, 200)
            with Stream(url) as third:
                assert third.status == 429
                assert int(third.headers["retry-after"]) > 0
        until(lambda: count() == 0)


@pytest.mark.parametrize("limits", [{"streams_per_address": 2, "max_streams": 3}])
def test_a_full_house_says_so_to_everybody_and_goes_on_telling(
    site: str, newsdesk: Newsdesk, count: Any
) -> None:
    with ExitStack() as doors:
        inside = [Stranger(site, source=f"127.0.0.{n}") for n in (2, 2, 3)]
        for reader in inside:
            doors.enter_context(reader).asks(f"{STREAM}?after=3")
            assert reader.hears().status == 200
        for source, asked in (
            ("127.0.0.3", ""),
            ("127.0.0.4", "?after=3"),
            ("127.0.0.2", "?after=x"),
        ):
            with Stranger(site, source=source) as outside:
                outside.asks(STREAM + asked)
                answer = outside.hears()
                assert answer.status == 503
                assert int(answer.headers["retry-after"]) > 0
                outside.asks("/live/gipfel/changes?after=0")
                assert outside.hears().status == 200, "the connection goes on"
        newsdesk.publishes("Für die drinnen")
        for reader in inside:
            reader.hears_until(b"id: 4\n")
    until(lambda: count() == 0)


def test_who_is_refused_again_and_again_is_never_counted(site: str, count: Any) -> None:
    with Stream(f"{site}{STREAM}") as one, Stream(f"{site}{STREAM}") as other:
        one.heartbeat()
        other.heartbeat()
        with Stranger(site) as stranger:
            for _ in range(50):
                stranger.asks(f"{STREAM}?after=1")
                assert stranger.hears().status == 429
        assert count() == 2
    until(lambda: count() == 0)


def test_a_reset_takes_no_place(site: str, count: Any) -> None:
    for _ in range(20):
        with Stream(f"{site}{STREAM}", after=-1) as stream:
            assert [event.name for event in stream.events()] == ["reset"]
    until(lambda: count() == 0)


class Behind:
    """Readers behind a proxy, which says on whose behalf it asks."""

    def __init__(self, site: str, doors: ExitStack) -> None:
        self._url = f"{site}{STREAM}?after=3"
        self._doors = doors

    def get(self, headers: dict[str, str]) -> int:
        """The status of one more stream, which stays open."""
        return self._doors.enter_context(Stream(self._url, headers=headers)).status

    def of(self, address: str) -> int:
        return self.get({"X-Forwarded-For": address})


@pytest.mark.parametrize("limits", [{"streams_per_address": 2, "trusted_proxies": LOOPBACK}])
def test_behind_a_trusted_proxy_each_reader_has_a_share(site: str) -> None:
    with ExitStack() as doors:
        proxy = Behind(site, doors)
        assert [proxy.of("192.0.2.1") for _ in range(3)] == [200, 200, 429]
        assert [proxy.of("192.0.2.2") for _ in range(3)] == [200, 200, 429]
        assert proxy.of("203.0.113.7, 192.0.2.1") == 429, "what a reader says itself means nothing"
        assert proxy.of("192.0.2.3, 127.0.0.1") == 200, "one proxy behind another"
        assert proxy.get({"Forwarded": "for=192.0.2.1"}) == 429


@pytest.mark.parametrize("limits", [{"streams_per_address": 2, "trusted_proxies": LOOPBACK}])
def test_an_ipv6_network_of_56_bits_is_one_household(site: str) -> None:
    with ExitStack() as doors:
        proxy = Behind(site, doors)
        assert proxy.of("2001:db8:1:2::1") == 200
        assert proxy.of("2001:db8:1:ff:ffff:ffff:ffff:ffff") == 200
        assert proxy.of("2001:db8:1:80:3::9") == 429
        assert proxy.get({"Forwarded": 'for="[2001:db8:1:2::7]:4711"'}) == 429
        assert proxy.of("2001:db8:1:100::1") == 200
        assert [proxy.of("::ffff:192.0.2.1"), proxy.of("192.0.2.1")] == [200, 200]
        assert proxy.of("::ffff:192.0.2.1") == 429, "the same address, written otherwise"


def test_nobody_gets_more_by_making_up_a_proxy(site: str) -> None:
    with ExitStack() as doors:
        liar = Behind(site, doors)
        said = [liar.of(f"192.0.2.{n}") for n in range(4)]
        assert said == [200, 200, 429, 429]
        assert liar.get({"Forwarded": "for=192.0.2.99"}) == 429
