"""Drawings that are kept: each state is drawn once, whoever asks, and the oldest ones go."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

from markupsafe import Markup

from depesche.rendering.kept import Kept


def test_a_state_is_drawn_once_even_if_many_ask_at_the_same_moment() -> None:
    kept, drawn, all_ask = Kept[Markup](2), list[int](), Event()

    def draw() -> Markup:
        all_ask.wait(5)
        drawn.append(1)
        return Markup("<p>")

    with ThreadPoolExecutor(8) as pool:
        asked = [pool.submit(kept.get, "a", draw) for _ in range(8)]
        all_ask.set()
        assert {each.result() for each in asked} == {Markup("<p>")}
    assert drawn == [1]


def test_what_fails_is_drawn_again_for_whoever_asks_next() -> None:
    kept = Kept[Markup](2)

    def fail() -> Markup:
        raise ValueError

    for _ in range(2):
        try:
            kept.get("a", fail)
        except ValueError:
            continue
        raise AssertionError
    assert kept.get("a", lambda: Markup("x")) == "x"


def test_only_the_last_are_kept() -> None:
    kept = Kept[Markup](2)
    for state in ("a", "b", "a", "c"):
        kept.get(state, lambda: Markup("old"))

    assert kept.get("a", lambda: Markup("new")) == "old"
    assert kept.get("b", lambda: Markup("new")) == "new"
