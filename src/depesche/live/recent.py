"""The last frames of a log, kept in memory: whoever was away for a moment asks no database.

Each is kept as it may be told now. Once an object changes again, what was said of it before loses
its words here as it does in the log, so that nothing that was corrected or withdrawn is told again.
"""

from collections.abc import Sequence
from typing import Final

from depesche.live.frames import Frame

MOST: Final = 1000  # frames; a page that is further behind had better fetch itself anew


class Recent:
    """What a log has said last, up to the number `reached`, without a hole."""

    def __init__(self, reached: int) -> None:
        self.reached = reached
        self._frames: list[Frame] = []
        self._newest: dict[tuple[str, str], int] = {}  # the number of the last frame about it

    @property
    def begins(self) -> int:
        """The number after which everything is here."""
        return self.reached - len(self._frames)

    def after(self, number: int) -> Sequence[Frame] | None:
        """What was said after the number, oldest first; None where some of it is not here."""
        begin = number - self.begins
        return None if begin < 0 else self._frames[begin:]

    def add(self, frame: Frame) -> None:
        """The log has said that."""
        self._supersede(frame)
        self._frames.append(frame)
        self.reached = frame.sequence
        if len(self._frames) >= 2 * MOST:
            self._forget(len(self._frames) - MOST)

    def put_before(self, frames: Sequence[Frame]) -> None:
        """What the log had said right before, as it says it now."""
        known = [frame for frame in frames if frame.sequence <= self.begins]
        if not known or known[-1].sequence != self.begins:
            return
        for frame in reversed(known):
            self._newest.setdefault(frame.about, frame.sequence)
        self._frames[:0] = known

    def _supersede(self, frame: Frame) -> None:
        former = self._newest.get(frame.about, 0) - self.begins - 1
        if former >= 0:
            self._frames[former] = self._frames[former].superseded()
        self._newest[frame.about] = frame.sequence

    def _forget(self, count: int) -> None:
        del self._frames[:count]
        begins = self.begins
        self._newest = {about: n for about, n in self._newest.items() if n > begins}
