"""Servers in processes of their own, for as long as a block runs."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench import machine

PATIENCE: Final = 60.0  # seconds; only what goes wrong takes that long
NEVER_FULL: Final = "1000000"


@dataclass(frozen=True)
class Server:
    """One that runs, and listens on the loopback."""

    pid: int
    port: int

    @property
    def cost(self) -> float:
        """Seconds of processor time so far."""
        return machine.processor_seconds(self.pid)


@contextmanager
def depesche(
    home: Path, *, database_url: str | None = None, pinned: bool = True
) -> Iterator[Server]:
    """`depesche serve` on that directory, as an operator starts it."""
    environment = {
        "DEPESCHE_DATA": str(home),
        "DEPESCHE_HEARTBEAT": "30",
        "DEPESCHE_MAX_STREAMS": NEVER_FULL,
    }
    if database_url is not None:
        environment["DEPESCHE_DATABASE_URL"] = database_url
    command = [str(Path(sys.executable).with_name("depesche")), "serve", "--port", "0"]
    with _running(command, home / "serve.log", environment, pinned=pinned) as server:
        yield server


@contextmanager
def broadcast(home: Path) -> Iterator[Server]:
    """The bare broadcast of peers/broadcast.py."""
    command = [sys.executable, "-m", "bench.peers.broadcast"]
    with _running(command, home / "broadcast.log", {}, pinned=True) as server:
        yield server


@contextmanager
def _running(
    command: Sequence[str], log: Path, environment: dict[str, str], *, pinned: bool
) -> Iterator[Server]:
    with log.open("wb") as said:
        process = subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            env={**os.environ, **environment},
        )
    try:
        if pinned:
            machine.pin(process.pid, machine.SERVERS)
        yield Server(process.pid, _port(process, log))
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _port(process: "subprocess.Popen[bytes]", log: Path) -> int:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        if found := re.search(r"listens on http://127\.0\.0\.1:(\d+)", log.read_text("utf-8")):
            return int(found[1])
        time.sleep(0.02)
    raise RuntimeError(f"the server did not come up:\n{log.read_text('utf-8')}")
