"""What is remembered of a log is what the log itself would tell now."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from depesche.live import recent as memory
from depesche.live.frames import PLAIN, Frame
from depesche.live.recent import Recent
from live.readers import SUMMIT, Log, frame, said


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch) -> int:
    """So many frames are remembered at least; and twice as many at most."""
    monkeypatch.setattr(memory, "MOST", 4)
    return 4


def numbers(recent: Recent, after: int) -> list[int] | None:
    told = recent.after(after)
    return None if told is None else [one.sequence for one in told]


def filled(reached: int, *numbered: int) -> Recent:
    recent = Recent(reached)
    for number in numbered:
        recent.add(frame(number))
    return recent


def test_a_log_that_is_just_begun_knows_nothing_but_its_number() -> None:
    recent = Recent(40)

    assert (recent.begins, recent.reached) == (40, 40)
    assert numbers(recent, 40) == []
    assert numbers(recent, 39) is None
    assert numbers(recent, 0) is None


def test_whoever_was_away_is_told_what_came_after_their_number() -> None:
    recent = filled(40, 41, 42, 43)

    assert (recent.begins, recent.reached) == (40, 43)
    assert [numbers(recent, after) for after in (39, 40, 42, 43)] == [None, [41, 42, 43], [43], []]


def test_a_number_from_the_future_is_told_nothing() -> None:
    assert numbers(filled(40, 41), 99) == []


def test_what_is_said_again_of_the_same_takes_the_words_of_what_was_said_before() -> None:
    recent = Recent(0)
    for number, about in ((1, "a"), (2, "b"), (3, "a"), (4, "a")):
        recent.add(frame(number, about, f"words {number}"))

    first, second, third, last = said(recent.after(0))
    assert b"words" not in first + third
    assert first.count(b'"verb":"superseded"') == third.count(b'"verb":"superseded"') == 1
    assert b"words 2" in second
    assert b"words 4" in last


def test_two_kinds_may_have_the_same_id() -> None:
    recent = Recent(0)
    for number, kind in ((1, "post"), (2, "pin")):
        one = frame(number, words="words")
        recent.add(Frame(number, one.at, (kind, "7"), one.forms))

    assert all(b"words" in one for one in said(recent.after(0)))


def test_what_was_said_before_is_put_before() -> None:
    recent = filled(40, 41)
    recent.put_before([frame(n) for n in (38, 39, 40)])

    assert (recent.begins, recent.reached) == (37, 41)
    assert numbers(recent, 37) == [38, 39, 40, 41]
    assert numbers(recent, 36) is None


def test_of_what_is_put_before_only_what_was_missing_counts() -> None:
    """The log was read without a look at what is here."""
    recent = filled(40, 41, 42)
    recent.put_before([frame(n, words="read once more") for n in (39, 40, 41, 42)])

    assert numbers(recent, 38) == [39, 40, 41, 42]
    assert b"once more" not in b"".join(said(recent.after(40)))


def test_what_does_not_reach_up_to_what_is_here_is_not_put_before() -> None:
    """There would be a hole."""
    recent = filled(40, 41)
    recent.put_before([frame(38), frame(39)])
    recent.put_before([])

    assert (recent.begins, recent.reached) == (40, 41)
    recent.add(frame(42, "39", "words"))
    assert numbers(recent, 40) == [41, 42]


def test_what_was_put_before_loses_its_words_as_well() -> None:
    recent = Recent(40)
    recent.put_before([frame(39, "a", "Wrongword"), frame(40, "b", "words")])
    recent.add(frame(41, "a", "Right"))

    first, second, last = said(recent.after(38))
    assert b"Wrongword" not in first
    assert b"words" in second
    assert b"Right" in last


def test_what_is_put_before_takes_no_words_of_what_came_after_it() -> None:
    recent = Recent(40)
    recent.add(frame(41, "a", "newer"))
    recent.put_before([frame(40, "a").superseded()])
    recent.add(frame(42, "b", "other"))
    assert b"newer" in b"".join(said(recent.after(40)))

    recent.add(frame(43, "a", "newest"))
    told = b"".join(said(recent.after(39)))
    assert b"newer" not in told
    assert b"newest" in told


def test_of_two_that_are_put_before_the_later_one_is_superseded_next() -> None:
    recent = Recent(40)
    recent.put_before([frame(39, "a").superseded(), frame(40, "a", "Wrongword")])
    recent.add(frame(41, "a", "Right"))

    assert b"Wrongword" not in b"".join(said(recent.after(38)))


def test_memory_is_halved_when_it_is_full(few: int) -> None:
    recent = filled(0, *range(1, 2 * few))
    assert recent.begins == 0

    recent.add(frame(2 * few))
    assert (recent.begins, recent.reached) == (few, 2 * few)
    assert numbers(recent, few) == [5, 6, 7, 8]
    assert numbers(recent, few - 1) is None
    assert len(recent._newest) == few, "nothing is known of what was forgotten"


@pytest.mark.usefixtures("few")
def test_an_object_whose_frame_was_forgotten_changes_again() -> None:
    recent = Recent(0)
    for number in range(1, 9):
        recent.add(frame(number, str(number), f"words {number}"))
    recent.add(frame(9, "1", "words 9"))

    assert all(f"words {n}".encode() in b"".join(said(recent.after(4))) for n in range(5, 10))


def test_memory_stays_small_however_long_an_evening_is() -> None:
    recent = Recent(0)
    for number in range(1, 10 * memory.MOST):
        recent.add(frame(number, str(number % 7)))
        assert recent.reached - recent.begins < 2 * memory.MOST

    assert recent.reached - recent.begins >= memory.MOST
    assert len(recent._newest) == 7


# Against the log itself

steps = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.integers(0, 6), st.booleans()), min_size=1, max_size=60
)


@settings(max_examples=300)
@given(before=st.lists(st.sampled_from("abcdef"), max_size=12), steps=steps)
def test_what_is_remembered_is_what_the_log_tells(
    before: list[str], steps: list[tuple[str, int, bool]]
) -> None:
    """Over random histories: lines are added, and older ones looked up and put before."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(memory, "MOST", 5)
        log = Log()
        for about in before:
            log.grows(about=about)
        recent = Recent(len(before))
        for about, further, is_behind in steps:
            log.grows(about=about)
            if not is_behind:  # else the log grows on before anybody has looked
                for line in log.read(SUMMIT, recent.reached, 1000):
                    recent.add(line)
            begin = max(0, recent.begins - further)
            if recent.reached - begin < 10:
                recent.put_before(log.read(SUMMIT, begin, recent.begins - begin))
            _compare(recent, log)


def _compare(recent: Recent, log: Log) -> None:
    is_behind = recent.reached < len(log.lines[SUMMIT])
    newest = _last_words(log)
    for after in range(len(log.lines[SUMMIT]) + 1):
        told = recent.after(after)
        if after < recent.begins:
            assert told is None
        elif not is_behind:
            assert said(told) == log.told(after), after
        else:  # it knows what it has been told, in the order of that
            assert told is not None
            assert [one.sequence for one in told] == [*range(after + 1, recent.reached + 1)]
            seen = {one.about: one for one in told}
            assert all(
                b'"superseded"' not in one.forms[PLAIN] or one.sequence not in newest
                for one in seen.values()
            ), "the last words about anything are there"


def _last_words(log: Log) -> set[int]:
    """The numbers of the lines that have their words."""
    return {line.sequence for line in log.lines[SUMMIT] if b'"verb":"put"' in line.forms[PLAIN]}


@settings(max_examples=200)
@given(abouts=st.lists(st.sampled_from("abc"), min_size=1, max_size=40))
def test_words_that_were_taken_back_never_come_out_again(abouts: list[str]) -> None:
    recent = Recent(0)
    latest: dict[str, int] = {}
    for number, about in enumerate(abouts, start=1):
        recent.add(frame(number, about, f"<{number}>"))
        latest[about] = number
        told = b"".join(said(recent.after(0)))
        withdrawn = set(range(1, number + 1)) - set(latest.values())
        assert all(f"<{n}>".encode() not in told for n in withdrawn)
        assert all(f"<{n}>".encode() in told for n in latest.values())


def test_what_weighs_too_much_is_forgotten_the_oldest_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(memory, "HEAVIEST", 10 * frame(30, words="x" * 150).size)
    kept = Recent(0)
    for number in range(1, 31):
        kept.add(frame(number, words="x" * 150))
        assert kept.size == sum(one.size for one in kept.after(kept.begins) or [])
        assert kept.size <= memory.HEAVIEST
    assert kept.begins in {20, 21}
    assert kept.after(19) is None


def test_a_frame_that_was_handed_out_loses_its_words_with_its_object() -> None:
    kept = Recent(0)
    first, second = frame(1, "post", "Wrongword"), frame(2, "post", "Richtig")
    kept.add(first)
    assert kept.present(first) == first
    kept.add(second)
    assert kept.present(first) == first.superseded()
    assert kept.present(second) == second
