"""What was read from the tables of a dossier, kept until an act makes it another."""

from collections import OrderedDict
from collections.abc import Callable, Collection, Hashable
from threading import Lock
from typing import Generic, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from depesche.newsroom.models import Act, Coverage

T = TypeVar("T")


class Kept(Generic[T]):
    """The newest of each thing; of how many is said by `most`.

    What a transaction has only just written may never have happened: it is kept for that one only,
    under `name`.
    """

    def __init__(self, name: str, most: int) -> None:
        self._name = name
        self._most = most
        self._lock = Lock()
        self._newest: OrderedDict[Hashable, tuple[int, T]] = OrderedDict()

    def get(self, session: Session, thing: Hashable, state: int, read: Callable[[], T]) -> T:
        """As it was after the act of that number, kept or read."""
        if state in session.info.get("acts", ()):
            own: dict[tuple[Hashable, int], T] = session.info.setdefault(self._name, {})
            return own.get((thing, state)) or own.setdefault((thing, state), read())
        present = self._newest.get(thing)
        if present is not None and present[0] == state:
            return present[1]
        made = read()
        self._keep(thing, state, made)
        return made

    def _keep(self, thing: Hashable, state: int, made: T) -> None:
        """Somebody who looks at an older state keeps nobody from the newest."""
        with self._lock:
            if thing in self._newest and self._newest[thing][0] > state:
                return
            self._newest[thing] = (state, made)
            self._newest.move_to_end(thing)
            while len(self._newest) > self._most:
                self._newest.popitem(last=False)


def newest(session: Session, coverage: Coverage, kinds: Collection[str]) -> dict[str, int]:
    """The numbers of the newest acts about something of each of these kinds; 0 without any.

    Each kind is asked for by itself: that is one step into the index, however many acts there are.
    """
    of_coverage = select(func.max(Act.number)).where(Act.coverage_id == coverage.id)
    asked = [of_coverage.where(Act.kind == kind).scalar_subquery() for kind in kinds]
    numbers = session.execute(select(*asked)).one()
    return {kind: number or 0 for kind, number in zip(kinds, numbers, strict=True)}
