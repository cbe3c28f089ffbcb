"""Bells: the hint that a log has grown. A lost one costs latency, never a post.

A bell is anything with `ring(channels)`, callable from any thread after a commit, that wakes the
tail on its event loop. This one is for a single process; the tail looks for itself once a second
for what other processes wrote.
"""

import asyncio
import time
from collections.abc import Iterable, Mapping
from contextlib import suppress

from depesche.live.channels import Channel


class Bell:
    """An in-process bell."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._rung = asyncio.Event()
        self._moments: dict[Channel, float] = {}

    def hang(self) -> None:
        """Hang it up on the running event loop; before that, ringing does nothing."""
        self._loop = asyncio.get_running_loop()

    def ring(self, channels: Iterable[Channel], *, at: float | None = None) -> None:
        """Say that these logs have grown, now or `at` that `time.time()`; from any thread."""
        moment = time.time() if at is None else at
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop has ended, and nobody listens any more
                self._loop.call_soon_threadsafe(self._ring, tuple(channels), moment)

    async def heard(self, *, patience: float) -> Mapping[Channel, float]:
        """The logs that have grown, each with the earliest `time.time()` at which it was rung
        since it was last heard; none of them when `patience` seconds passed in silence.
        """
        try:
            async with asyncio.timeout(patience):
                await self._rung.wait()
        except TimeoutError:
            return {}
        heard, self._moments = self._moments, {}
        self._rung.clear()
        return heard

    def _ring(self, channels: Iterable[Channel], moment: float) -> None:
        for channel in channels:
            self._moments[channel] = min(moment, self._moments.get(channel, moment))
        self._rung.set()
