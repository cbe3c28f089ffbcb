"""Of many who ask the same at the same time, one asks; the others get that answer."""

import asyncio
from collections.abc import Callable, Hashable
from concurrent.futures import Executor
from typing import Any, Generic, TypeVar

Answer = TypeVar("Answer")


class Once(Generic[Answer]):
    """Questions that are being asked, each on a thread: of these, or of those for everything."""

    def __init__(self, threads: Executor | None = None) -> None:
        self._threads = threads
        self._asked: dict[Hashable, asyncio.Task[Answer]] = {}

    async def get(self, about: Hashable, ask: Callable[[], Answer]) -> Answer:
        """The answer, or what went wrong with it; nothing is kept once it is there."""
        if about not in self._asked:
            asked = self._asked[about] = asyncio.create_task(self._answer(ask))
            asked.add_done_callback(lambda asked: self._end(about, asked))
        return await asyncio.shield(self._asked[about])

    async def _answer(self, ask: Callable[[], Answer]) -> Answer:
        return await asyncio.get_running_loop().run_in_executor(self._threads, ask)

    def _end(self, about: Hashable, asked: asyncio.Task[Answer]) -> None:
        del self._asked[about]
        seen(asked)


def seen(task: asyncio.Task[Any]) -> None:
    """What went wrong with it is known, also where nobody waits for it any more."""
    if not task.cancelled():
        task.exception()
