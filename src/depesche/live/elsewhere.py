"""What the processes of one newsroom tell each other of their readers, over the intercom.

Each says what has changed, and now and then again how many read with it and what it has said last.
Whoever is heard for the first time, or again after a silence, is told all of it. So a word that was
missed comes after all, and to hear one twice changes nothing.
"""

import asyncio
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final

from depesche.live import reaches
from depesche.live.intercom import Intercom
from depesche.live.reaches import Put, Reaches
from depesche.store.troubles import AWAY

TOPIC: Final = "readership"
AGAIN: Final = 4.0  # seconds after which a process says once more how many read with it
SILENT: Final = 10.0  # seconds after which a process that says nothing counts no longer
LATELY: Final = 40  # posts of which it is said again as often
LOT: Final = 80  # lines in one word


class Elsewhere:
    """What this process has heard from the others, and what it has said."""

    def __init__(
        self, intercom: Intercom, puts: Reaches, *, monotonic: Callable[[], float] = time.monotonic
    ) -> None:
        self._intercom = intercom
        self._reaches = puts
        self._monotonic = monotonic
        self._heard_of: dict[str, float] = {}  # by the name of the process, when last
        self._readers: dict[tuple[str, int], tuple[int, float]] = {}  # how many, and said when
        self._said: Mapping[int, int] = {}  # how many read here, as the others know it
        self._unsaid: list[Put] = []
        self._lately = deque[Put](maxlen=LATELY)
        self._owes_all = True
        self._says_again = 0.0
        intercom.hear(TOPIC, self._hear)

    def note(self, put: Put) -> None:
        """This process has put a post on pages."""
        self._reaches.note(put, by=self._intercom.name)
        self._unsaid.append(put)

    def readers(self) -> Counter[int]:
        """How many read elsewhere, by coverage; those of whom nothing is heard do not count."""
        since = self._monotonic() - SILENT
        self._heard_of = {name: at for name, at in self._heard_of.items() if at > since}
        self._readers = {key: (n, at) for key, (n, at) in self._readers.items() if at > since}
        readers = Counter[int]()
        for (_, coverage_id), (count, _) in self._readers.items():
            readers[coverage_id] += count
        return readers

    async def tell(self, here: Mapping[int, int]) -> None:
        """Tell the others what they do not know yet; `here` are the readers, by coverage."""
        is_time = self._owes_all or self._monotonic() >= self._says_again
        lines = self._lines(here, is_time=is_time)
        self._lately.extend(self._unsaid)
        self._said, self._unsaid, self._owes_all = here, [], False
        if is_time:
            self._says_again = self._monotonic() + AGAIN
        if lines or is_time:
            await self._say(lines)

    def _lines(self, here: Mapping[int, int], *, is_time: bool) -> Sequence[Any]:
        known = {} if is_time else self._said
        counts = [(coverage, n) for coverage, n in here.items() if known.get(coverage) != n]
        left = [(coverage, 0) for coverage in self._said.keys() - here.keys()]
        return [*counts, *left, *self._puts(is_time=is_time)]

    def _puts(self, *, is_time: bool) -> Iterable[reaches.Line]:
        """Whoever comes is told all there is to tell, also for processes that have ended."""
        if self._owes_all:
            return [put.line(by) for put, by in self._reaches.newest()]
        own = [*self._lately, *self._unsaid] if is_time else self._unsaid
        return [put.line(self._intercom.name) for put in own]

    async def _say(self, lines: Sequence[Any]) -> None:
        try:
            for begin in range(0, max(1, len(lines)), LOT):  # also nothing is a sign of life
                some = lines[begin : begin + LOT]
                await asyncio.to_thread(self._intercom.say, TOPIC, some)
        except AWAY:  # others say so; all that was missed is said then
            self._owes_all = True

    def _hear(self, name: str, said: Any) -> None:
        now = self._monotonic()
        if name not in self._heard_of:
            self._owes_all = True
        self._heard_of[name] = now
        for line in said:
            if len(line) == 2:
                self._readers[name, int(line[0])] = int(line[1]), now
            else:
                put, by = reaches.read(line)
                self._reaches.note(put, by=by)
