"""A crowd: who is admitted, who has to hurry, and what is told of it."""

import asyncio
import logging
from collections.abc import Iterator
from contextlib import ExitStack

import pytest
from fastapi import FastAPI

from depesche.app import create
from depesche.settings import Settings
from depesche.store.engine import Store
from depesche.web import connections, crowds
from depesche.web.crowds import Crowd, Guest
from newsdesk import Newsdesk
from serving import Stream, serving, until
from strangers import Stranger, asking

HOME, ELSEWHERE = "192.0.2.1", "192.0.2.2"


class Somebody:
    """Who is connected, and how often they were told to hurry."""

    def __init__(self, home: str | None, *, is_stream: bool = False) -> None:
        self.home = home
        self.is_stream = is_stream
        self.hurried = 0

    def hurry(self) -> None:
        self.hurried += 1


@pytest.fixture
def here() -> set[Guest]:
    """All connections of a server."""
    return set()


@pytest.fixture
def crowd(here: set[Guest], monkeypatch: pytest.MonkeyPatch) -> Crowd:
    """It is there as soon as three are connected; then each household may have two."""
    monkeypatch.setattr(crowds, "most", lambda: 3)
    monkeypatch.setattr(crowds, "LEAST", 2)
    monkeypatch.setattr(crowds, "LOOK", 0.01)
    monkeypatch.setattr(crowds, "CALM", 0.05)
    return Crowd(here)


async def come(crowd: Crowd, here: set[Guest], *guests: Guest) -> list[bool]:
    """Who of them may stay."""
    admitted = []
    for guest in guests:
        here.add(guest)
        admitted.append(crowd.admits(guest))
    return admitted


def test_a_household_gets_no_more_than_its_share_where_it_is_crowded(
    crowd: Crowd, here: set[Guest]
) -> None:
    at_home, others = [Somebody(HOME) for _ in range(4)], [Somebody(ELSEWHERE) for _ in range(3)]

    async def test() -> None:
        assert await come(crowd, here, *at_home) == [True, True, False, False]
        assert await come(crowd, here, *others) == [True, True, False]
        for guest in at_home[1:]:
            crowd.leave(guest)
            crowd.leave(guest)
        assert await come(crowd, here, Somebody(HOME), Somebody(HOME)) == [True, False]

    asyncio.run(test())


def test_streams_are_no_part_of_the_share_and_a_proxy_has_none(
    crowd: Crowd, here: set[Guest]
) -> None:
    async def test() -> None:
        assert all(await come(crowd, here, *(Somebody(HOME, is_stream=True) for _ in range(9))))
        assert all(await come(crowd, here, *(Somebody(None) for _ in range(9))))
        assert await come(crowd, here, *(Somebody(HOME) for _ in range(3))) == [True, True, False]

    asyncio.run(test())


def test_nothing_is_known_of_who_has_left(crowd: Crowd) -> None:
    guests = [Somebody(home) for home in (HOME, HOME, ELSEWHERE, None)]
    for guest in guests:
        assert crowd.admits(guest)
    for guest in guests:
        crowd.leave(guest)
    assert crowd._guests == {}


def test_that_it_is_crowded_is_told_once_and_once_that_it_is_over(
    crowd: Crowd, here: set[Guest], caplog: pytest.LogCaptureFixture
) -> None:
    """Also where there is room for a moment in between."""
    guests = [Somebody(HOME), Somebody(ELSEWHERE), Somebody(None), Somebody(None)]

    async def test() -> None:
        await come(crowd, here, *guests)
        assert guests[0].hurried
        here.discard(guests[2])
        here.discard(guests[3])
        await asyncio.sleep(2 * crowds.LOOK)
        before = guests[0].hurried
        await come(crowd, here, *guests[2:])
        await asyncio.sleep(3 * crowds.LOOK)
        assert guests[0].hurried > before, "whoever came in between has to hurry as well"
        assert len(told(caplog)) == 1
        here.clear()
        await asyncio.to_thread(until, lambda: crowd._seen is None)
        await come(crowd, here, *guests)

    with caplog.at_level(logging.INFO):
        asyncio.run(asyncio.wait_for(test(), 20))
    assert told(caplog) == [
        ("WARNING", "it is crowded"),
        ("INFO", "it is not crowded any more"),
        ("WARNING", "it is crowded"),
    ]


def told(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    return [
        (record.levelname, record.getMessage())
        for record in caplog.records
        if record.name == crowds.__name__
    ]


# At a server


@pytest.fixture(params=["hook", "plain"])
def app(request: pytest.FixtureRequest, settings: Settings, store: Store) -> FastAPI:
    return create(settings.model_copy(update={"delivery": request.param}), store)


@pytest.fixture
def site(app: FastAPI, newsdesk: Newsdesk) -> Iterator[str]:
    newsdesk.opens(slug="gipfel")
    with serving(app) as url:
        yield url


def test_streams_take_no_share_of_their_household(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ExitStack() as doors:
        for _ in range(4):
            doors.enter_context(Stream(f"{site}/live/gipfel/stream")).heartbeat()
        monkeypatch.setattr(crowds, "most", lambda: 1)
        monkeypatch.setattr(crowds, "LEAST", 2)
        for _ in range(2):
            stranger = doors.enter_context(Stranger(site))
            stranger.asks("/desk/sign-in")
            assert stranger.hears().status == 200
        with Stranger(site) as third:
            third.asks("/desk/sign-in")
            assert third.hears_out() == b"", "without a word"
        with Stranger(site, source="127.0.0.2") as elsewhere:
            elsewhere.asks("/desk/sign-in")
            assert elsewhere.hears().status == 200


def test_whoever_is_silent_has_to_hurry_once_it_is_crowded(
    site: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Stranger(site) as before, Stranger(site) as silent:
        before.says(asking("/healthz"))
        assert before.hears().status == 200
        silent.says(b"GET /healthz")
        monkeypatch.setattr(crowds, "most", lambda: 1)
        monkeypatch.setattr(connections, "CROWDED_SECONDS", 0.05)
        monkeypatch.setattr(connections, "HEAD_SECONDS", 3600)
        with Stranger(site, source="127.0.0.2"):
            assert silent.hears().status == 408
            until(lambda: before.hears_out() is not None)


def test_a_trusted_proxy_has_no_share_and_no_hurry(
    settings: Settings, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    behind = settings.model_validate({**settings.model_dump(), "trusted_proxies": "127.0.0.1"})
    monkeypatch.setattr(crowds, "most", lambda: 1)
    monkeypatch.setattr(crowds, "LEAST", 1)
    monkeypatch.setattr(connections, "CROWDED_SECONDS", 0.05)
    with serving(create(behind, store)) as site, ExitStack() as doors:
        kept = [doors.enter_context(Stranger(site)) for _ in range(5)]
        with Stranger(site, source="127.0.0.2") as reader:
            assert reader.hears().status == 408
        for connection in kept:
            connection.asks("/healthz")
            assert connection.hears().status == 200
