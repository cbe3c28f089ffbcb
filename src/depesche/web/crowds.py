"""A crowd: so many connections that nearly all files are open that may be.

Then nobody is let in any more but those at work (see `web.connections`), who says nothing has less
time to say it, and a household that holds more than its share gets no more: whoever takes what
there is shuts out themselves. Streams are no part of that share; `web.gate` counts them.
"""

import asyncio
import logging
import resource
from collections.abc import Sized
from functools import lru_cache
from typing import Final, Protocol
from weakref import WeakKeyDictionary

from uvicorn.server import ServerState

log = logging.getLogger(__name__)

RESERVE: Final = 300  # files that are kept for those at work, and for the database …
_SHARE: Final = 3  # … or this part of all files, where there are few

LEAST: Final = 20  # connections that a household may have in any crowd …
_PART: Final = 10  # … or this part of all there may be

LOOK: Final = 1.0  # seconds between two looks at a crowd
CALM: Final = 10.0  # seconds without one until it is over


class Guest(Protocol):
    """Whose connection it is, as far as a crowd is concerned."""

    home: str | None  # None of a proxy, which speaks for many

    @property
    def is_stream(self) -> bool: ...

    def hurry(self) -> None: ...


class Crowd:
    """Who is connected to one server, by household, and whether there are too many."""

    def __init__(self, connections: Sized) -> None:
        self._connections = connections
        self._guests: dict[str, set[Guest]] = {}
        self._seen: float | None = None  # when there was one last, until it is over

    @property
    def is_there(self) -> bool:
        """Whether there are too many now."""
        return len(self._connections) >= most()

    def admits(self, guest: Guest) -> bool:
        """Whether whoever has just connected may stay. Who goes has to be named in any case."""
        if guest.home is not None:
            self._guests.setdefault(guest.home, set()).add(guest)
        if not self.is_there:
            return True
        if self._seen is None:
            log.warning("it is crowded", extra={"connections": len(self._connections)})
            self._look()
        return guest.home is None or not self._has_enough(guest.home)

    def leave(self, guest: Guest) -> None:
        """The connection has ended, or become a stream."""
        if guest.home is None or guest.home not in self._guests:
            return
        here = self._guests[guest.home]
        here.discard(guest)
        if not here:
            del self._guests[guest.home]

    def _has_enough(self, home: str) -> bool:
        here, share = self._guests[home], max(LEAST, most() // _PART)
        return len(here) > share and sum(not guest.is_stream for guest in here) > share

    def _look(self) -> None:
        """Again and again: some have come in between, while there was room for a moment."""
        loop = asyncio.get_running_loop()
        now = loop.time()
        if self.is_there:
            self._seen = now
            for guest in [guest for here in self._guests.values() for guest in here]:
                guest.hurry()
        elif self._seen is None or now - self._seen >= CALM:
            self._seen = None
            log.info("it is not crowded any more", extra={"connections": len(self._connections)})
            return
        loop.call_later(LOOK, self._look)


def at(server: ServerState) -> Crowd:
    """The crowd of this server."""
    if server not in _CROWDS:
        _CROWDS[server] = Crowd(server.connections)
    return _CROWDS[server]


@lru_cache(maxsize=1)
def most() -> int:
    """How many connections there may be before only those at work are let in."""
    files = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return 2**31 if files == resource.RLIM_INFINITY else files - min(RESERVE, files // _SHARE)


_CROWDS: Final = WeakKeyDictionary[ServerState, Crowd]()
