"""The newsroom's time: the machine's, or one with an origin and a rate."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest

from depesche import clock

EVENING = datetime(2025, 8, 15, 18, 0, tzinfo=UTC)


@pytest.fixture
def seconds(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[float]]:
    """How far the machine has run; append to let it run on."""
    elapsed = [1000.0]
    monkeypatch.setattr(time, "monotonic", lambda: sum(elapsed))
    yield elapsed
    clock.reset()


def test_without_a_setting_it_is_the_machines_time() -> None:
    clock.reset()
    before = clock.wall()
    assert before <= clock.now() <= clock.wall()
    assert (clock.rate(), clock.now().tzinfo) == (1.0, UTC)


def test_a_stopped_clock_stands_still_until_it_is_moved(seconds: list[float]) -> None:
    clock.stop(EVENING)
    seconds.append(3600)
    assert (clock.now(), clock.rate()) == (EVENING, 0)
    clock.move(timedelta(minutes=5))
    seconds.append(3600)
    assert clock.now() == EVENING + timedelta(minutes=5)
    clock.move(timedelta(minutes=-10))
    assert clock.now() == EVENING - timedelta(minutes=5)


def test_a_clock_with_a_rate_runs_that_much_faster(seconds: list[float]) -> None:
    clock.start(EVENING, rate=12)
    assert clock.now() == EVENING
    seconds.append(10)
    assert clock.now() == EVENING + timedelta(minutes=2)
    clock.move(timedelta(hours=1))
    seconds.append(5)
    assert clock.now() == EVENING + timedelta(hours=1, minutes=3)
    assert clock.rate() == 12


def test_an_origin_in_any_zone_is_the_same_moment(seconds: list[float]) -> None:
    clock.start(EVENING.astimezone(timezone(timedelta(hours=-8))))
    seconds.append(1)
    assert clock.now() == EVENING + timedelta(seconds=1)
    assert clock.now().tzinfo is UTC


def test_stopping_for_a_while_ends_even_when_it_fails(seconds: list[float]) -> None:
    def fail() -> None:
        with clock.stopped(EVENING + timedelta(days=1)):
            assert clock.now() == EVENING + timedelta(days=1)
            raise RuntimeError

    clock.start(EVENING, rate=2)
    with pytest.raises(RuntimeError):
        fail()
    seconds.append(1)
    assert clock.now() == EVENING + timedelta(seconds=2)


def test_the_machines_time_is_never_touched() -> None:
    clock.stop(EVENING)
    assert clock.wall() > EVENING
    assert clock.wall().tzinfo is UTC
