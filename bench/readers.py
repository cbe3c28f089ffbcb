"""Readers: open streams, held by native/crowd.c, which checks every change that they see.

Whoever measures orders (`open`, `expect`), publishes, and asks how the change came (`arrived`).
Times are those of the monotonic clock, which all processes of a machine share.
"""

import json
import subprocess
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bench import machine

PATIENCE: Final = 60.0  # seconds; who has not seen a change by then has lost it
WRONGS: Final = ("lost", "doubled", "reordered", "garbled", "hung_up")

Verdict = Counter[str]  # of WRONGS: how often; empty is what we want


@dataclass(frozen=True)
class Arrival:
    """How one change came to a crowd: to how many readers, and the seconds since the order to
    publish until the first, the middle one, 99 of 100 and the last had it. `checksum` is the
    CRC-32 of the event, the same for all.
    """

    readers: int
    first: float
    middle: float
    most: float
    last: float
    checksum: int


@dataclass(frozen=True)
class Report:
    """What a crowd has read so far, as it came and unpacked, and what went wrong."""

    readers: int
    read: int  # bytes, with HTTP around them
    content: int  # bytes of the changes, unpacked
    verdict: Verdict


class Readers:
    """Crowds of readers, each by a name."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def open(
        self,
        crowd: str,
        *,
        port: int,
        path: str,
        count: int,
        after: int = 0,
        numbered_by: str = "id",
        packed: bool = False,
    ) -> None:
        """Open so many streams after that number, and wait until each has been greeted.

        A change has its number from its `id`, or from its `data`. With `packed` they accept gzip.
        Raises RuntimeError when not every stream opens, or when they are packed and should not be.
        """
        form = "gzip" if packed else "plain"
        said = self._ask("open", crowd, port, path, count, after, numbered_by, form)
        if said != (wanted := {"readers": count, "packed": count * packed}):
            raise RuntimeError(f"{crowd} should be {wanted} and is {said}")

    def expect(self, crowd: str, number: int, *, since: float) -> None:
        """That change is being published since then."""
        self._order("expect", crowd, number, round(since * 1e9))

    def arrived(self, crowd: str, number: int, *, patience: float = PATIENCE) -> Arrival:
        """How the change came that was expected, as soon as everybody has it."""
        said = self._ask("wait", crowd, number, patience)
        if not said["readers"]:
            raise RuntimeError(f"change {number} came to nobody of {crowd} in {patience} s")
        names = ("readers", "first", "p50", "p99", "last", "checksum")
        return Arrival(*(said[name] for name in names))

    def report(self, crowd: str) -> Report:
        """What has come so far."""
        return _report(self._ask("report", crowd))

    def cut_off(self, crowd: str) -> None:
        """Hang up on the server, all in one moment."""
        self._ask("cut", crowd)

    def come_back(
        self, crowd: str, *, port: int, path: str, patience: float = PATIENCE
    ) -> tuple[int, int]:
        """All knock in one moment, each to go on after what it has seen, until all are greeted.

        Returns how many were not in time, and how often somebody was turned away and knocked
        again.
        """
        said = self._ask("return", crowd, port, path, patience)
        return int(said["missing"]), int(said["turned_away"])

    def close(self, crowd: str) -> Report:
        """Read what is still on its way, hang up, and say what came."""
        return _report(self._ask("close", crowd))

    def _ask(self, *words: object) -> dict[str, Any]:
        self._order(*words)
        assert self._process.stdout is not None
        answer = self._process.stdout.readline()
        said: dict[str, Any] = json.loads(answer or '{"error": "the readers have died"}')
        if "error" in said:
            raise RuntimeError(f"{' '.join(map(str, words))}: {said['error']}")
        return said

    def _order(self, *words: object) -> None:
        assert self._process.stdin is not None
        self._process.stdin.write(" ".join(map(str, words)) + "\n")
        self._process.stdin.flush()


@contextmanager
def readers(program: Path) -> Iterator[Readers]:
    """Readers in a process of their own, crowd.c as it was built, which ends with the block."""
    with subprocess.Popen(
        [str(program)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            machine.pin(process.pid, machine.CLIENTS)
            yield Readers(process)
        finally:
            process.kill()


def _report(said: dict[str, Any]) -> Report:
    verdict = +Counter({wrong: said[wrong] for wrong in WRONGS})
    return Report(said["readers"], said["bytes"], said["content"], verdict)
