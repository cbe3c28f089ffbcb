"""The gate: how many streams there may be, in all and from one address, and where they lead.

What the route has once found out about a coverage's log is kept here for a minute while somebody
listens to it, so that a wave of readers who come back asks the database nothing.
"""

import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from depesche.errors import Full, TooMany
from depesche.live.channels import Channel
from depesche.live.once import Once
from depesche.newsroom.households import household

TRY_AGAIN: Final = 10  # seconds
KNOWN: Final = 60.0  # seconds for which an address leads where it led
MOST: Final = 1000  # addresses of streams that are kept


@dataclass(frozen=True, slots=True)
class Line:
    """What the address of a stream leads to: whose log it is, and in which edition."""

    channel: Channel
    edition: str
    until: float  # by the monotonic clock


class Gate:
    """Lets streams in, and counts them: at most `limit` in all, and `each` from one household."""

    def __init__(self, *, limit: int, each: int) -> None:
        self._limit = limit
        self._each = each
        self._households: Counter[str] = Counter()
        self._count = 0
        self._lines: dict[bytes, Line] = {}
        self._asking = Once[tuple[Channel, str]]()
        self.is_closed = False

    def enter(self, address: str) -> str:
        """Let in a stream of whoever asks from there; who has to be named when it ends.

        Raises Full and TooMany.
        """
        home = household(address)
        if self.is_closed or self._count >= self._limit:
            raise Full(seconds=TRY_AGAIN)
        if self._households[home] >= self._each:
            raise TooMany(seconds=TRY_AGAIN)
        self._households[home] += 1
        self._count += 1
        return home

    def leave(self, home: str) -> None:
        """One of their streams has ended."""
        self._count -= 1
        self._households[home] -= 1
        if not self._households[home]:
            del self._households[home]

    def close(self) -> None:
        """Nobody is let in any more."""
        self.is_closed = True

    async def lead(self, path: bytes, ask: Callable[[], tuple[Channel, str]]) -> Line:
        """Where the path leads, by channel and edition; asked on a thread where it is not known."""
        line = self.line(path)
        if line is None:
            channel, edition = await self._asking.get(path, ask)
            line = self._keep(path, Line(channel, edition, time.monotonic() + KNOWN))
        return line

    def line(self, path: bytes) -> Line | None:
        """Where the path leads; None where that has to be asked."""
        line = self._lines.pop(path, None)
        if line is None or time.monotonic() >= line.until:
            return None
        return self._keep(path, line)

    def _keep(self, path: bytes, line: Line) -> Line:
        """As the newest: what nobody has asked for the longest is forgotten."""
        self._lines[path] = line
        if len(self._lines) > MOST:
            del self._lines[next(iter(self._lines))]
        return line
