"""What was drawn for one state of something, kept until others have been asked for more lately."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Drawn = TypeVar("Drawn")


class Kept(Generic[Drawn]):
    """The last so many drawings. Whoever asks for one that is being drawn waits for it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._drawn: OrderedDict[Hashable, Drawn] = OrderedDict()
        self._drawing: dict[Hashable, Lock] = {}
        self._lock = Lock()

    def get(self, state: Hashable, draw: Callable[[], Drawn]) -> Drawn:
        """The drawing for that state, drawn now if it is not kept."""
        with self._lock:
            if (found := self._found(state)) is not None:
                return found
            turn = self._drawing.setdefault(state, Lock())
        with turn:
            with self._lock:
                found = self._found(state)
            return self._keep(state, draw()) if found is None else found

    def _found(self, state: Hashable) -> Drawn | None:
        if state in self._drawn:
            self._drawn.move_to_end(state)
        return self._drawn.get(state)

    def _keep(self, state: Hashable, drawn: Drawn) -> Drawn:
        with self._lock:
            self._drawn[state] = drawn
            self._drawing.pop(state, None)
            while len(self._drawn) > self._most:
                self._drawn.popitem(last=False)
        return drawn
