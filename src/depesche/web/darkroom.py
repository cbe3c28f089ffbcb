"""The way to the darkroom: two at a time, the others in a line that has an end.

Whoever waits holds neither a thread nor the database, so that however much is uploaded, readers and
editors are served.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Final, TypeVar

from depesche.errors import TooMany

_Made = TypeVar("_Made")

PLACES: Final = 2
LINE: Final = 30  # with those inside; whoever comes then is asked to come again
TRY_AGAIN: Final = 10  # seconds


class Darkroom:
    """Runs work on threads of its own, so that the others stay free."""

    def __init__(self) -> None:
        self._threads = ThreadPoolExecutor(PLACES, thread_name_prefix="darkroom")
        self._in_line = 0

    async def run(self, work: Callable[[], _Made]) -> _Made:
        """What the work returns or raises, once it had its turn. Raises TooMany."""
        if self._in_line >= LINE:
            raise TooMany(seconds=TRY_AGAIN)
        self._in_line += 1
        try:
            return await asyncio.get_running_loop().run_in_executor(self._threads, work)
        finally:
            self._in_line -= 1

    def close(self) -> None:
        """Finish what is inside; nobody else gets in."""
        self._threads.shutdown(cancel_futures=True)
