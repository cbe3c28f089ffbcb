"""What was drawn for one state of something, kept while it is asked for now and then."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from concurrent.futures import Future
from dataclasses import dataclass
from threading import Lock
from typing import Generic, TypeVar

Drawn = TypeVar("Drawn")


class Kept(Generic[Drawn]):
    """Drawings of things, of each the one in the state that was asked for last.

    `most` is how much of them is kept, as `weigh` has it; without it, how many. What was asked for
    since room was last made is passed over once, so that a flood of things that nobody asks for
    twice washes nothing away that others ask for.
    """

    def __init__(self, most: int, *, weigh: Callable[[Drawn], int] = lambda _: 1) -> None:
        self._most = most
        self._weigh = weigh
        self._weight = 0
        self._kept: OrderedDict[Hashable, _Drawing[Drawn]] = OrderedDict()
        self._drawing: dict[Hashable, Future[Drawn]] = {}
        self._lock = Lock()

    def get(
        self,
        thing: Hashable,
        state: Hashable,
        draw: Callable[[], Drawn],
        *,
        may_stay: Callable[[], bool] = lambda: True,
    ) -> Drawn:
        """The thing in that state, drawn now if it is not kept.

        Whoever asks for what is being drawn waits for it. `may_stay` is asked once it is drawn.
        """
        while True:
            with self._lock:
                found = self._kept.get(thing)
                if found is not None and found.state == state:
                    found.is_asked = True
                    return found.drawn
                waiting = self._drawing.get((thing, state))
                if waiting is None:
                    mine = self._drawing[thing, state] = Future()
            if waiting is None:
                return self._drawn(thing, state, draw, may_stay, mine)
            if waiting.exception() is None:
                return waiting.result()

    def look(self, thing: Hashable) -> Drawn | None:
        """The thing in whatever state it is kept in; nobody is waited for."""
        found = self._kept.get(thing)
        if found is None:
            return None
        found.is_asked = True
        return found.drawn

    def drop(self, is_outdated: Callable[[Drawn, Hashable], bool]) -> None:
        """Keep no longer what this is true of: a drawing, and the state it was drawn for."""
        with self._lock:
            old = [t for t, found in self._kept.items() if is_outdated(found.drawn, found.state)]
            for thing in old:
                self._weight -= self._kept.pop(thing).weight

    def every(self) -> list[Drawn]:
        """All that is kept."""
        with self._lock:
            return [found.drawn for found in self._kept.values()]

    def _drawn(
        self,
        thing: Hashable,
        state: Hashable,
        draw: Callable[[], Drawn],
        may_stay: Callable[[], bool],
        mine: Future[Drawn],
    ) -> Drawn:
        try:
            drawn = draw()
            weight = self._weigh(drawn)
        except BaseException as error:
            with self._lock:
                del self._drawing[thing, state]
            mine.set_exception(error)
            raise
        with self._lock:
            del self._drawing[thing, state]
            if weight <= self._most and may_stay():
                self._keep(thing, _Drawing(state, drawn, weight))
        mine.set_result(drawn)
        return drawn

    def _keep(self, thing: Hashable, new: "_Drawing[Drawn]") -> None:
        if thing in self._kept:
            self._weight -= self._kept.pop(thing).weight
        while self._weight + new.weight > self._most:
            oldest, found = self._kept.popitem(last=False)
            if found.is_asked:
                found.is_asked = False
                self._kept[oldest] = found
            else:
                self._weight -= found.weight
        self._kept[thing] = new
        self._weight += new.weight


@dataclass(slots=True)
class _Drawing(Generic[Drawn]):
    state: Hashable
    drawn: Drawn
    weight: int
    is_asked: bool = False  # since room was last made
