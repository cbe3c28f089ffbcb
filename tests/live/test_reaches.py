"""How soon posts were on the pages of their readers, as the processes of a newsroom know it."""

import json

import pytest

from depesche.live import reaches
from depesche.live.reaches import Put, Reach, Reaches

SUMMIT, ELECTION = 1, 2


def put(
    post: str = "a",
    *,
    sequence: int = 1,
    pages: int = 3,
    seconds: float | None = 0.02,
    coverage: int = SUMMIT,
) -> Put:
    return Put(coverage, post, sequence, Reach(pages, seconds))


def test_pages_are_those_of_all_processes_and_seconds_those_of_the_last() -> None:
    known = Reaches()
    known.note(put(pages=3, seconds=0.02), by="one")
    known.note(put(pages=5, seconds=0.4), by="two")
    known.note(put(pages=1, seconds=0.1), by="three")
    assert known.of(SUMMIT) == {"a": Reach(9, 0.4)}
    assert known.of(ELECTION) == {}


def test_what_is_heard_twice_counts_once() -> None:
    known = Reaches()
    for _ in range(3):
        known.note(put(pages=3), by="one")
        known.note(put(pages=5), by="two")
    assert known.of(SUMMIT) == {"a": Reach(8, 0.02)}


def test_only_the_last_put_of_a_post_counts() -> None:
    known = Reaches()
    known.note(put(sequence=4, pages=3), by="one")
    known.note(put(sequence=9, pages=2, seconds=1.5), by="two")
    assert known.of(SUMMIT) == {"a": Reach(2, 1.5)}
    known.note(put(sequence=4, pages=7), by="three")  # said late
    assert known.of(SUMMIT) == {"a": Reach(2, 1.5)}
    known.note(put(sequence=9, pages=7, seconds=0.1), by="one")
    assert known.of(SUMMIT) == {"a": Reach(9, 1.5)}


def test_where_one_process_has_not_measured_nobody_says_how_soon() -> None:
    known = Reaches()
    known.note(put(pages=3, seconds=0.02), by="one")
    known.note(put(pages=5, seconds=None), by="two")
    assert known.of(SUMMIT) == {"a": Reach(8, None)}


def test_the_sum_is_made_once_until_something_is_noted() -> None:
    known = Reaches()
    known.note(put(), by="one")
    known.note(put(coverage=ELECTION), by="one")
    before, elsewhere = known.of(SUMMIT), known.of(ELECTION)
    known.note(put("b"), by="one")
    assert known.of(ELECTION) is elsewhere
    assert known.of(SUMMIT).keys() == {"a", "b"}
    assert before.keys() == {"a"}, "whoever looks at it on a thread sees no half of it"


def test_the_posts_that_were_told_last_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reaches, "POSTS", 3)
    known = Reaches()
    for sequence, post in enumerate("abcd", start=1):
        known.note(put(post, sequence=sequence), by="one")
    known.note(put("b", sequence=5), by="one")
    known.note(put("e", sequence=6), by="one")
    assert [*known.of(SUMMIT)] == ["d", "b", "e"]


def test_in_whatever_order_it_is_heard_what_was_told_last_is_the_newest(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reaches, "POSTS", 3)
    known = Reaches()
    for sequence in (5, 2, 4, 1, 3):
        known.note(put(str(sequence), sequence=sequence), by="one")
    assert [*known.of(SUMMIT)] == ["3", "4", "5"]


def test_the_coverages_that_were_told_of_last_are_remembered(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reaches, "COVERAGES", 2)
    known = Reaches()
    known.note(put(coverage=1), by="one")
    known.note(put(coverage=2), by="one")
    assert known.of(1)
    known.note(put("b", coverage=1), by="one")
    known.note(put(coverage=3), by="one")
    assert [*known.coverages] == [1, 3]
    assert known.of(2) == {}
    assert known.of(1).keys() == {"a", "b"}


def test_the_newest_are_those_of_all_processes_and_not_too_many(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(reaches, "NEWEST", 2)
    known = Reaches()
    for sequence, post in enumerate("abc", start=1):
        known.note(put(post, sequence=sequence, pages=sequence), by="one")
    known.note(put("c", sequence=3, pages=70), by="two")
    known.note(put("x", coverage=ELECTION), by="two")
    newest = [(one.post_id, one.reach.pages, by) for one, by in known.newest()]
    assert newest == [("b", 2, "one"), ("c", 3, "one"), ("c", 70, "two"), ("x", 3, "two")]


@pytest.mark.parametrize("seconds", [None, 0.0, 0.01, 12.34])
def test_a_put_comes_through_the_intercom_as_it_was(seconds: float | None) -> None:
    said = put(seconds=seconds)
    assert reaches.read(json.loads(json.dumps(said.line("one")))) == (said, "one")


@pytest.mark.parametrize(
    "line",
    [[1, "a", 1], [1, "a", 1, 2, 0.1], [1, "a", 1, "many", 0.1, "one"], [1, "a", 1, 2, [3], "one"]],
)
def test_what_is_no_put_is_refused(line: object) -> None:
    with pytest.raises((ValueError, TypeError)):
        reaches.read(line)


@pytest.mark.parametrize(
    ("seconds", "is_slow"), [(None, False), (0.01, False), (1.0, False), (1.01, True)]
)
def test_slow_is_more_than_a_second(seconds: float | None, is_slow: bool) -> None:
    assert Reach(3, seconds).is_slow is is_slow
