"""Of many who ask the same at the same time, one asks; the others get that answer."""

import asyncio
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar

Answer = TypeVar("Answer")


class Once(Generic[Answer]):
    """Questions that are being asked, each on a thread."""

    def __init__(self) -> None:
        self._asked: dict[Hashable, asyncio.Task[Answer]] = {}

    async def get(self, about: Hashable, ask: Callable[[], Answer]) -> Answer:
        """The answer, or what went wrong with it; nothing is kept once it is there."""
        if about not in self._asked:
            asked = self._asked[about] = asyncio.create_task(asyncio.to_thread(ask))
            asked.add_done_callback(lambda done: self._is_answered(about, done))
        return await asyncio.shield(self._asked[about])

    def _is_answered(self, about: Hashable, asked: asyncio.Task[Answer]) -> None:
        del self._asked[about]
        if not asked.cancelled():
            asked.exception()  # is seen, also where nobody waits for it any more
