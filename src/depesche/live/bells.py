"""Bells: the hint that a log has grown. A lost one costs latency, never a post.

A bell is anything with `ring(channels)`, callable from any thread after a commit, that wakes the
tail on its event loop. This one is for a single process; the tail looks for itself once a second
for what other processes wrote.
"""

import asyncio
from collections.abc import Iterable
from contextlib import suppress

from depesche.live.channels import Channel


class Bell:
    """An in-process bell."""

    def __init__(self) -> None:
        self._loop: asyncio.AbstractEventLoop | None = None
        self._rung = asyncio.Event()
        self._channels: set[Channel] = set()

    def hang(self) -> None:
        """Hang it up on the running event loop; before that, ringing does nothing."""
        self._loop = asyncio.get_running_loop()

    def ring(self, channels: Iterable[Channel]) -> None:
        """Say that these logs have grown; from any thread."""
        if self._loop is not None:
            with suppress(RuntimeError):  # the loop has ended, and nobody listens any more
                self._loop.call_soon_threadsafe(self._ring, tuple(channels))

    async def heard(self, *, patience: float) -> frozenset[Channel]:
        """The logs that have grown; none of them when `patience` seconds passed in silence."""
        try:
            async with asyncio.timeout(patience):
                await self._rung.wait()
        except TimeoutError:
            return frozenset()
        channels = frozenset(self._channels)
        self._channels.clear()
        self._rung.clear()
        return channels

    def _ring(self, channels: Iterable[Channel]) -> None:
        self._channels.update(channels)
        self._rung.set()
