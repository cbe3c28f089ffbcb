"""What was drawn for one state of something, kept until others have been asked for more lately."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Drawn = TypeVar("Drawn", bound=str)


class Kept(Generic[Drawn]):
    """The last so many drawings. Two that ask for a new one at once may both draw it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._drawn: OrderedDict[Hashable, Drawn] = OrderedDict()
        self._lock = Lock()

    def get(self, state: Hashable, draw: Callable[[], Drawn]) -> Drawn:
        """The drawing for that state, drawn now if it is not kept."""
        with self._lock:
            if state in self._drawn:
                self._drawn.move_to_end(state)
                return self._drawn[state]
        drawn = draw()
        with self._lock:
            self._drawn[state] = drawn
            while len(self._drawn) > self._most:
                self._drawn.popitem(last=False)
        return drawn
