"""The last frames of a log, kept in memory: whoever was away for a moment asks no database.

Each is kept as it may be told now. Once an object changes again, what was said of it before loses
its words here as it does in the log, so that nothing that was corrected or withdrawn is told again.
"""

from collections.abc import Sequence
from typing import Final

from depesche.live.frames import Frame

MOST: Final = 1000  # frames; a page that is further behind had better fetch itself anew
HEAVIEST: Final = 8 * 2**20  # bytes of frames, in both forms


class Recent:
    """What a log has said last, up to the number `reached`, without a hole."""

    def __init__(self, reached: int) -> None:
        self.reached = reached
        self.size = 0  # bytes
        self._frames: list[Frame] = []
        self._newest: dict[tuple[str, str], int] = {}  # the number of the last frame about it

    @property
    def begins(self) -> int:
        """The number after which everything is here."""
        return self.reached - len(self._frames)

    @property
    def is_full(self) -> bool:
        """Whether nothing older is taken any more."""
        return len(self._frames) >= MOST or self.size >= HEAVIEST

    def after(self, number: int) -> Sequence[Frame] | None:
        """What was said after the number, oldest first; None where some of it is not here."""
        begin = number - self.begins
        return None if begin < 0 else self._frames[begin:]

    def present(self, frame: Frame) -> Frame:
        """What was handed out as that, as it may be told now."""
        place = frame.sequence - self.begins - 1
        return self._frames[place] if 0 <= place < len(self._frames) else frame

    def add(self, frame: Frame) -> None:
        """The log has said that."""
        former = self._newest.get(frame.about, 0) - self.begins - 1
        if former >= 0:
            self._silence(former)
        self._newest[frame.about] = frame.sequence
        self._frames.append(frame)
        self.reached = frame.sequence
        self.size += frame.size
        self._forget()

    def put_before(self, frames: Sequence[Frame]) -> None:
        """What the log had said right before, as it was when it was read: since then, something
        may have been said of the same objects again.
        """
        known = [frame for frame in frames if frame.sequence <= self.begins]
        if not known or known[-1].sequence != self.begins:
            return
        kept: list[Frame] = []
        for frame in reversed(known):
            is_last = self._newest.setdefault(frame.about, frame.sequence) == frame.sequence
            kept.append(frame if is_last else frame.superseded())
        self.size += sum(frame.size for frame in kept)
        self._frames[:0] = reversed(kept)

    def _silence(self, place: int) -> None:
        former = self._frames[place]
        silent = self._frames[place] = former.superseded()
        self.size += silent.size - former.size

    def _forget(self) -> None:
        """The oldest, when there are twice as many as need be, or when they weigh too much."""
        count = len(self._frames) - MOST if len(self._frames) >= 2 * MOST else 0
        size = self.size - sum(frame.size for frame in self._frames[:count])
        while size > HEAVIEST and count < len(self._frames) - 1:
            size -= self._frames[count].size
            count += 1
        if count:
            del self._frames[:count]
            self.size = size
            self._newest = {about: n for about, n in self._newest.items() if n > self.begins}
