"""How long does a server take to end that many readers listen to?

SIGTERM, as from systemd or a container's engine, while all streams are open: the seconds until its
process has ended, and until the last reader has seen the end of its stream.
"""

import os
import select
import signal
import time
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from bench import compiling, machine, newsrooms, servers
from bench.figures import Row, figure
from bench.lengths import Length
from bench.newsrooms import UNCLAIMED, Program
from bench.readers import Readers, readers

SLUG: Final = "ending"
PATIENCE: Final = 60.0  # seconds
LOOK: Final = 0.02  # seconds between two looks at who has seen the end


def ask(length: Length, home: Path) -> dict[str, Any]:
    """`rows`: one per round, in seconds. `streams`: how many were open."""
    secret = newsrooms.found(home, {SLUG: 0})
    program = compiling.built(home, "crowd.c")
    streams = machine.open_files(length.crowd)
    with machine.pinned(machine.CLIENTS):
        rows = [_ended(home, program, secret, streams) for _ in length.counted()]
    return {"wanted": length.crowd, "streams": streams, "rows": rows}


def answer(asked: dict[str, Any]) -> Row:
    """Seconds from the signal to the end of the process, and of the last stream."""
    rows = asked["rows"]
    return {
        "streams": asked["streams"],
        "rounds": len(rows),
        "process": figure(row["process"] for row in rows),
        "readers": figure(row["readers"] for row in rows),
        "unheard": max(row["unheard"] for row in rows),
    }


def _ended(home: Path, crowd: Path, secret: str, streams: int) -> Row:
    with servers.depesche(home) as server, readers(crowd) as listening:
        with closing(Program(server, secret)) as program:
            newest = program.publish(SLUG, text=UNCLAIMED)
        path = f"/live/{SLUG}/stream?after={newest}"
        listening.open(SLUG, port=server.port, path=path, count=streams, after=newest)
        process = os.pidfd_open(server.pid)
        begun = time.monotonic()
        os.kill(server.pid, signal.SIGTERM)
        select.select([process], [], [], PATIENCE)
        ended = time.monotonic()
        os.close(process)
        left = _left(listening, until=ended + PATIENCE)
        heard = time.monotonic()
    return {"process": ended - begun, "readers": heard - begun, "unheard": left}


def _left(listening: Readers, *, until: float) -> int:
    """How many readers still believe in their stream."""
    while (left := listening.report(SLUG).readers) and time.monotonic() < until:
        time.sleep(LOOK)
    return left
