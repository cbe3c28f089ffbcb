"""The way to the darkroom: two at a time, the others in a line that has an end.

Whoever uploads stands in it from the first byte on: what has come lies on our disk. Whoever waits
holds neither a thread nor the database, so that however much is uploaded, readers and
editors are served.
"""

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Final, TypeVar

from depesche.errors import TooMany

_Made = TypeVar("_Made")

PLACES: Final = 2
LINE: Final = 30  # with those inside; whoever comes then is asked to come again
EACH: Final = 6  # of them for one person
TRY_AGAIN: Final = 10  # seconds


class Darkroom:
    """Runs work on threads of its own, so that the others stay free."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(PLACES, thread_name_prefix="darkroom")
        self._line: Counter[int] = Counter()

    @contextmanager
    def place(self, person_id: int) -> Iterator[None]:
        """A place in the line while the block runs. Raises TooMany."""
        if self._line.total() >= LINE or self._line[person_id] >= EACH:
            raise TooMany(seconds=TRY_AGAIN)
        self._line[person_id] += 1
        try:
            yield
        finally:
            self._line[person_id] -= 1
            self._line += Counter()  # forgets who is not in it

    async def run(self, work: Callable[[], _Made]) -> _Made:
        """What the work returns or raises, once it had its turn."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, work)

    def close(self) -> None:
        """Finish what is inside; nobody else gets in."""
        self._threads.shutdown(cancel_futures=True)
