"""Drawings that are kept: each state is drawn once, whoever asks, and what nobody wants goes."""

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier, Event

import pytest

from depesche.rendering.kept import Kept


def always(drawn: str) -> Callable[[], str]:
    return lambda: drawn


def forbidden() -> str:
    raise AssertionError("it is kept")


def test_a_state_is_drawn_once_even_if_many_ask_at_the_same_moment() -> None:
    kept, drawn, all_ask = Kept[str](2), list[int](), Event()

    def draw() -> str:
        all_ask.wait(5)
        drawn.append(1)
        return "<p>"

    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(kept.get, "page", 1, draw) for _ in range(8)]
        all_ask.set()
        assert {each.result() for each in asked} == {"<p>"}
    assert drawn == [1]


def test_those_who_waited_have_what_may_not_stay() -> None:
    """It was outdated while it was drawn: nobody draws it again but whoever asks next."""
    kept, drawn, here, all_ask = Kept[str](2), list[int](), Barrier(9), Event()

    def draw() -> str:
        all_ask.wait(5)
        drawn.append(1)
        return "old"

    def ask() -> str:
        here.wait(5)
        return kept.get("page", 1, draw, may_stay=lambda: False)

    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(ask) for _ in range(8)]
        here.wait(5)
        time.sleep(0.2)  # until they stand in line
        all_ask.set()
        assert {each.result() for each in asked} == {"old"}
    assert drawn == [1]
    assert kept.look("page") is None


def test_whoever_looks_at_another_state_waits_for_nobody() -> None:
    kept, at_once = Kept[str](2), Barrier(2)

    def draw() -> str:
        at_once.wait(5)
        return "drawn"

    with ThreadPoolExecutor(2) as pool:
        asked = [pool.submit(kept.get, "page", state, draw) for state in (1, 2)]
        assert [each.result() for each in asked] == ["drawn", "drawn"]


def test_what_fails_is_drawn_again_for_whoever_waits_or_asks_next() -> None:
    kept, drawn, all_ask = Kept[str](2), list[int](), Event()

    def fail_once() -> str:
        all_ask.wait(5)
        drawn.append(1)
        if len(drawn) == 1:
            raise ValueError
        return "x"

    with ThreadPoolExecutor(2) as pool:
        first = pool.submit(kept.get, "page", 1, fail_once)
        second = pool.submit(kept.get, "page", 1, fail_once)
        all_ask.set()
        failed = [each for each in (first, second) if each.exception()]
        told = [each.result() for each in (first, second) if not each.exception()]
    assert (len(failed), told) == (1, ["x"])
    assert kept.get("page", 1, forbidden) == "x"


def test_of_each_thing_one_state_is_kept() -> None:
    kept = Kept[str](2)
    kept.get("page", 1, always("one"))
    kept.get("page", 2, always("two"))

    assert kept.look("page") == "two"
    assert kept.every() == ["two"]
    assert kept.get("page", 1, always("anew")) == "anew"


def test_only_so_many_are_kept_and_what_is_asked_for_stays() -> None:
    kept = Kept[str](2)
    for thing in ("a", "b", "a", "c"):
        kept.get(thing, 1, always("old"))

    assert kept.get("a", 1, forbidden) == "old"
    assert kept.get("b", 1, always("new")) == "new"


def test_a_flood_of_things_that_nobody_asks_for_twice_washes_nothing_away() -> None:
    kept = Kept[str](20)
    kept.get("popular", 1, always("drawn"))
    for number in range(10_000):
        kept.get(number, 1, always("flood"))
        if number % 10 == 0:
            assert kept.look("popular") == "drawn", number
    assert len(kept.every()) == 20


def test_what_is_heavy_takes_the_room_of_many() -> None:
    kept = Kept[str](10, weigh=len)
    for thing in "abcde":
        kept.get(thing, 1, always("xx"))

    kept.get("heavy", 1, always("x" * 7))
    assert sum(map(len, kept.every())) <= 10
    assert kept.look("heavy")

    kept.get("too heavy", 1, always("x" * 11))
    assert kept.look("too heavy") is None
    assert kept.look("heavy"), "and what has no place pushes nobody out"


def test_what_is_dropped_gives_its_room_back() -> None:
    kept = Kept[str](3)
    for thing in "abc":
        kept.get(thing, 1, always(thing))

    kept.drop(lambda drawn, state: drawn != "b" and state == 1)
    assert kept.every() == ["b"]
    for thing in "de":
        kept.get(thing, 1, always(thing))
    assert sorted(kept.every()) == ["b", "d", "e"]


@pytest.mark.parametrize("failing", ["draw", "weigh"])
def test_nobody_waits_for_what_failed(failing: str) -> None:
    def weigh(_drawn: str) -> int:
        raise ValueError

    def draw() -> str:
        if failing == "draw":
            raise ValueError
        return "x"

    kept = Kept[str](3, weigh=weigh)
    for _ in range(2):
        with pytest.raises(ValueError):  # noqa: PT011 - it has no words
            kept.get("page", 1, draw)
