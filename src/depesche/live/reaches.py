"""How soon posts were on the pages of their readers: of each its last put, over all processes.

Each process counts the pages it has put a post on, and tells the others. Hearing the same again
changes nothing, so whatever may have been missed can be said once more.
"""

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

COVERAGES: Final = 50  # of which that is known
POSTS: Final = 500  # … of each of them
NEWEST: Final = 100  # … of which it is said once more

Line = tuple[int, str, int, int, float | None, str]  # a put as the processes tell it, and whose


@dataclass(frozen=True, slots=True)
class Reach:
    """On how many open pages a post was put, and in how many seconds from its commit.

    Seconds are whole hundredths, rounded up; None where they were not measured.
    """

    pages: int
    seconds: float | None

    @property
    def is_slow(self) -> bool:
        return self.seconds is not None and self.seconds > 1


@dataclass(frozen=True, slots=True)
class Put:
    """A post that one process has put on open pages: by which line of the readers' log."""

    coverage_id: int
    post_id: str
    sequence: int
    reach: Reach

    def line(self, by: str) -> Line:
        """As it is told to other processes; `by` is the name of the one whose it is."""
        reach = self.reach
        return self.coverage_id, self.post_id, self.sequence, reach.pages, reach.seconds, by


def read(line: Any) -> tuple[Put, str]:
    """The put that another process tells of, and whose it is. Raises ValueError and TypeError."""
    coverage_id, post_id, sequence, pages, seconds, by = line
    reach = Reach(int(pages), None if seconds is None else float(seconds))
    return Put(int(coverage_id), str(post_id), int(sequence), reach), str(by)


@dataclass(slots=True)
class _Told:
    """The last put of a post, by the name of the process."""

    sequence: int
    puts: dict[str, Put]


class Reaches:
    """What is known of the newest posts of the coverages that were told of last."""

    def __init__(self) -> None:
        self._coverages: OrderedDict[int, dict[str, _Told]] = OrderedDict()
        self._sums: dict[int, Mapping[str, Reach]] = {}

    @property
    def coverages(self) -> Iterable[int]:
        """Those of which anything is known."""
        return self._coverages.keys()

    def note(self, put: Put, *, by: str) -> None:
        """That process has put the post on pages; what is older than what is known is no news."""
        self._sums.pop(put.coverage_id, None)
        posts = self._coverages.setdefault(put.coverage_id, {})
        told = posts.get(put.post_id)
        if told is None or told.sequence < put.sequence:
            posts[put.post_id] = _Told(put.sequence, {by: put})
            self._coverages.move_to_end(put.coverage_id)
        elif told.sequence == put.sequence:
            told.puts[by] = put
        self._forget(posts)

    def of(self, coverage_id: int) -> Mapping[str, Reach]:
        """By the post's id, what was told last at the end; the same object until that changes."""
        if coverage_id not in self._sums and coverage_id in self._coverages:
            posts = sorted(self._coverages[coverage_id].items(), key=_sequence)
            self._sums[coverage_id] = {post_id: _summed(told) for post_id, told in posts}
        return self._sums.get(coverage_id, {})

    def newest(self) -> Iterator[tuple[Put, str]]:
        """What was put on pages last, and by which process: also by such as have ended since."""
        for posts in self._coverages.values():
            for _, told in sorted(posts.items(), key=_sequence)[-NEWEST:]:
                for by, put in told.puts.items():
                    yield put, by

    def _forget(self, posts: dict[str, _Told]) -> None:
        if len(posts) > POSTS:
            del posts[min(posts.items(), key=_sequence)[0]]
        if len(self._coverages) > COVERAGES:
            coverage_id, _ = self._coverages.popitem(last=False)
            self._sums.pop(coverage_id, None)


def _sequence(post: tuple[str, _Told]) -> int:
    """By which the posts of a coverage stand in the order in which they were told."""
    return post[1].sequence


def _summed(told: _Told) -> Reach:
    """The pages of all; the seconds of the last of them, if all were measured."""
    reaches = [put.reach for put in told.puts.values()]
    measured = [reach.seconds for reach in reaches if reach.seconds is not None]
    seconds = max(measured) if len(measured) == len(reaches) else None
    return Reach(sum(reach.pages for reach in reaches), seconds)
