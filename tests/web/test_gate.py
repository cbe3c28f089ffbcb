"""The gate: who is let in, who is counted together, and where the streams lead."""

import asyncio
import threading
from collections import Counter
from collections.abc import Callable, Coroutine
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from depesche.errors import Full, NotFound, TooMany
from depesche.live.channels import Channel
from depesche.web import gate as gates
from depesche.web.gate import Gate

SUMMIT: Channel = (1, "reader")
PATH = b"/live/gipfel/stream"
WAVE = 1000


# How many


def test_so_many_are_let_in_and_then_the_house_is_full_until_somebody_leaves() -> None:
    gate = Gate(limit=3, each=10)
    homes = [gate.enter(f"192.0.2.{n}") for n in range(3)]
    for _ in range(2):
        with pytest.raises(Full) as refused:
            gate.enter("192.0.2.9")
        assert refused.value.facts["seconds"] == gates.TRY_AGAIN

    gate.leave(homes[1])
    assert gate.enter("192.0.2.9") == "192.0.2.9"
    with pytest.raises(Full):
        gate.enter("192.0.2.10")


def test_from_one_household_come_so_many_and_the_others_come_all_the_same() -> None:
    gate = Gate(limit=100, each=2)
    homes = [gate.enter("192.0.2.1") for _ in range(2)]
    for _ in range(2):
        with pytest.raises(TooMany) as refused:
            gate.enter("192.0.2.1")
        assert refused.value.facts["seconds"] == gates.TRY_AGAIN
    for n in range(2, 50):
        gate.enter(f"192.0.2.{n}")

    gate.leave(homes[0])
    gate.enter("192.0.2.1")
    with pytest.raises(TooMany):
        gate.enter("192.0.2.1")


def test_who_is_refused_is_not_counted() -> None:
    gate = Gate(limit=3, each=1)
    gate.enter("192.0.2.1")
    for _ in range(10):
        with pytest.raises(TooMany):
            gate.enter("192.0.2.1")
    gate.enter("192.0.2.2")
    gate.enter("192.0.2.3")
    for _ in range(10):
        with pytest.raises(Full):
            gate.enter("192.0.2.4")
    assert (gate._count, sum(gate._households.values())) == (3, 3)


def test_full_is_said_before_too_many() -> None:
    """Somewhere else there may be room; at home there is not, whoever closes a tab."""
    gate = Gate(limit=1, each=1)
    gate.enter("192.0.2.1")
    with pytest.raises(Full):
        gate.enter("192.0.2.1")


def test_nothing_is_known_of_who_has_left() -> None:
    gate = Gate(limit=1000, each=1000)
    homes = [gate.enter(f"2001:db8::{n:x}:0:0:0:1") for n in range(1, 200)]
    homes += [gate.enter("192.0.2.1") for _ in range(200)]
    for home in homes:
        gate.leave(home)
    assert gate._count == 0
    assert not gate._households


def test_a_gate_that_has_closed_lets_nobody_in() -> None:
    gate = Gate(limit=10, each=10)
    home = gate.enter("192.0.2.1")
    gate.close()
    with pytest.raises(Full):
        gate.enter("192.0.2.2")
    gate.leave(home)
    with pytest.raises(Full):
        gate.enter("192.0.2.2")


@given(steps=st.lists(st.tuples(st.integers(0, 3), st.booleans()), max_size=60))
def test_whoever_comes_and_goes_the_limits_hold(steps: list[tuple[int, bool]]) -> None:
    gate, here = Gate(limit=5, each=2), list[str]()
    for who, comes in steps:
        address = f"192.0.2.{who}"
        if not comes and here:
            gate.leave(here.pop(who % len(here)))
            continue
        fits = len(here) < 5 and here.count(address) < 2
        try:
            here.append(gate.enter(address))
        except (Full, TooMany):
            assert not fits
        else:
            assert fits
        assert +gate._households == Counter(here)


# Where streams lead


class Route:
    """What the route would ask, and how often it was asked."""

    def __init__(self) -> None:
        self.asked = 0
        self.is_found = True
        self.edition = "first"
        self.goes_on = threading.Event()
        self.goes_on.set()

    def ask(self) -> tuple[Channel, str]:
        self.asked += 1
        assert self.goes_on.wait(10)
        if not self.is_found:
            raise NotFound
        return SUMMIT, self.edition


@pytest.fixture
def route() -> Route:
    return Route()


@pytest.fixture
def gate() -> Gate:
    return Gate(limit=10, each=10)


@pytest.fixture
def pass_time(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """The gate's clock stands until it is moved by so many seconds."""
    moment = [1000.0]
    monkeypatch.setattr(gates, "time", SimpleNamespace(monotonic=lambda: moment[0]))

    def go_on(seconds: float) -> None:
        moment[0] += seconds

    return go_on


def run(test: Coroutine[Any, Any, None]) -> None:
    asyncio.run(asyncio.wait_for(test, 20))


def test_what_was_found_out_is_known_for_a_minute(
    gate: Gate, route: Route, pass_time: Callable[[float], None]
) -> None:
    async def test() -> None:
        assert gate.line(PATH) is None
        line = await gate.lead(PATH, route.ask)
        assert (line.channel, line.edition) == (SUMMIT, "first")
        for _ in range(2):
            pass_time(gates.KNOWN / 2 - 1)
            assert gate.line(PATH) is line
            assert await gate.lead(PATH, route.ask) is line
        assert route.asked == 1

        route.edition = "second"
        pass_time(2)
        assert gate.line(PATH) is None
        assert (await gate.lead(PATH, route.ask)).edition == "second"
        assert route.asked == 2
        known = gate.line(PATH)
        assert known is not None
        assert known.edition == "second"

    run(test())


def test_a_wave_asks_once(gate: Gate, route: Route) -> None:
    async def test() -> None:
        route.goes_on.clear()
        asking = [asyncio.create_task(gate.lead(PATH, route.ask)) for _ in range(WAVE)]
        await asyncio.sleep(0)
        route.goes_on.set()
        lines = await asyncio.gather(*asking)
        assert {line.channel for line in lines} == {SUMMIT}

    run(test())
    assert route.asked == 1


def test_what_does_not_exist_is_told_to_all_and_asked_anew_by_the_next(
    gate: Gate, route: Route
) -> None:
    """A coverage may be announced in the next moment."""
    route.is_found = False

    async def test() -> None:
        asking = [asyncio.create_task(gate.lead(PATH, route.ask)) for _ in range(WAVE)]
        told = await asyncio.gather(*asking, return_exceptions=True)
        assert {type(one) for one in told} == {NotFound}
        assert route.asked == 1
        assert gate.line(PATH) is None

        route.is_found = True
        assert (await gate.lead(PATH, route.ask)).channel == SUMMIT
        assert route.asked == 2

    run(test())


def test_each_address_leads_to_its_own(gate: Gate) -> None:
    async def test() -> None:
        for number in range(5):
            channel: Channel = (number, "reader")
            path = b"/live/%d/stream" % number
            assert (await gate.lead(path, lambda c=channel: (c, "x"))).channel == channel  # type: ignore[misc]
        for number in range(5):
            line = gate.line(b"/live/%d/stream" % number)
            assert line is not None
            assert line.channel == (number, "reader")

    run(test())


def test_not_more_addresses_are_kept_than_are_good(
    gate: Gate, route: Route, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gates, "MOST", 10)

    async def test() -> None:
        for number in range(35):
            await gate.lead(b"/live/%d/stream" % number, route.ask)
            assert len(gate._lines) <= 10
            assert gate.line(b"/live/%d/stream" % number) is not None, "the newest is there"

    run(test())


def test_who_makes_up_spellings_does_not_put_away_what_is_asked_for(
    gate: Gate, route: Route, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gates, "MOST", 10)

    async def test() -> None:
        line = await gate.lead(PATH, route.ask)
        for number in range(35):
            await gate.lead(b"/live/%%67ipfel/stream?%d" % number, route.ask)
            assert gate.line(PATH) is line
        assert len(gate._lines) == 10

    run(test())
