"""Asking for one thing again and again, by a program in C that costs little beside the server."""

import json
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench.compiling import built
from bench.servers import PATIENCE, Server

CONNECTIONS: Final = 32  # that are kept, and ask again as soon as they are answered
MOST: Final = 1_000_000  # requests; the time is up before


@dataclass(frozen=True)
class Answers:
    """What came back: seconds from a request to the last byte of its answer, bytes of bodies."""

    requests: int
    seconds: float
    p50: float
    p99: float
    longest: float
    bytes: int
    anew: int  # connections that the server had ended
    statuses: dict[str, int]


class Asker:
    """The program, compiled in a directory."""

    def __init__(self, home: Path) -> None:
        self._program = built(home, "asking.c")

    def ask(
        self, server: Server, path: str, headers: Sequence[str] = (), *, seconds: float
    ) -> Answers:
        """Ask for that time, on this process's core. Raises RuntimeError when an answer is none."""
        numbers = map(str, (server.port, path, CONNECTIONS, MOST, seconds))
        ran = subprocess.run(
            [self._program, *numbers, *headers],
            capture_output=True,
            text=True,
            timeout=seconds + PATIENCE,
            check=False,
        )
        if ran.returncode:
            raise RuntimeError(f"asking for {path} failed: {ran.stderr}")
        return Answers(**json.loads(ran.stdout))
