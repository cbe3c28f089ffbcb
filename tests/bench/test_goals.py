"""A goal is met or it is not, and what could not be measured is not met."""

from typing import Any

import pytest

from bench import goals
from bench.figures import Figure, Row
from bench.goals import Goal, at_most

WAVE: Row = {
    "streams": 10_000,
    "missing": 0,
    "complete": Figure(3.0, 2.0, 9.0),
    "readings": Figure(40, 30, 50),
}
STALLED: Row = {
    "stalled": 100,
    "left": 0,
    "more_bytes": Figure(30 * goals.MIB, 0, 0),
    "most_ratio": Figure(1.0, 0, 0),
}

PHONE: Row = {
    **dict.fromkeys(("accessibility", "best-practices", "seo"), Figure(100, 100, 100)),
    "performance": Figure(95, 80, 99),
    "shift": Figure(0, 0, 0),
    "third_parties": Figure(0, 0, 0),
    "cookies": 0,
}


def unmet(found: list[Goal]) -> list[str]:
    return [goal.found for goal in found if not goal.is_met]


@pytest.mark.parametrize(("found", "is_met"), [(1.4, True), (1.5, True), (1.51, False)])
def test_at_most_includes_the_limit(found: float, is_met: bool) -> None:
    goal = at_most("a page", found, 1.5, "×")
    assert goal.is_met is is_met
    assert goal.wanted == "a page: at most 1.5 ×"
    assert goal.share == found / 1.5


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({}, []),
        ({"complete": Figure(5.1, 4, 6)}, ["5.10 s"]),
        ({"missing": 12}, ["12 are not"]),
        ({"readings": Figure(10_000, 0, 0)}, ["1.00"]),
        ({"readings": None}, ["no such figure"]),
    ],
)
def test_a_wave_is_over_when_all_are_back(wrong: dict[str, Any], told: list[str]) -> None:
    assert unmet([*goals.of_wave([WAVE | wrong])]) == told


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({}, []),
        ({"left": 1}, ["1 are still there"]),
        ({"more_bytes": Figure(41 * goals.MIB, 0, 0)}, ["41.0 MiB"]),
        ({"most_ratio": Figure(1.3, 0, 0)}, ["1.30 ×"]),
    ],
)
def test_stalled_readers_are_hung_up_on_and_cost_little(
    wrong: dict[str, Any], told: list[str]
) -> None:
    assert unmet([*goals.of_stalled(STALLED | wrong)]) == told


@pytest.mark.parametrize(
    ("wrong", "told"),
    [
        ({}, []),
        ({"performance": Figure(94, 90, 99)}, ["94"]),
        ({"seo": Figure(99, 99, 99)}, ["99"]),
        ({"shift": Figure(0.01, 0, 0.01)}, ["0.01"]),
        ({"third_parties": Figure(0, 0, 1)}, ["1"]),
        ({"cookies": 2}, ["2"]),
    ],
)
def test_a_phone_is_shown_a_page_without_fault(wrong: dict[str, Any], told: list[str]) -> None:
    assert unmet([*goals.of_lighthouse(PHONE | wrong)]) == told


def test_the_picture_shows_what_is_missed_and_ends_where_it_should() -> None:
    found = [at_most("a", 1, 2, "s"), at_most("b", 50, 2, "s"), Goal("c", "none", is_met=True)]
    (group,) = goals.chart(found).groups
    assert [(bar.is_ours, bar.is_missed) for bar in group.bars] == [(True, False), (False, True)]
    assert [bar.figure.median for bar in group.bars] == [0.5, goals.CAPPED]
    assert group.bars[1].told == "50.0 s"
