"""Servers in processes of their own, for as long as a block runs."""

import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from bench import compiling, machine

PATIENCE: Final = 60.0  # seconds; only what goes wrong takes that long
NEVER_FULL: Final = "1000000"
METRICS_TOKEN: Final = "only-on-this-machine"


@dataclass(frozen=True)
class Server:
    """One that runs, and listens on the loopback."""

    pid: int
    port: int

    @property
    def cost(self) -> float:
        """Seconds of processor time so far."""
        return machine.processor_seconds(self.pid)

    @property
    def memory(self) -> int:
        """Bytes of memory now."""
        return machine.memory(self.pid)


@contextmanager
def depesche(
    home: Path,
    *,
    database_url: str | None = None,
    pinned: bool = True,
    program: Sequence[str] = (str(Path(sys.executable).with_name("depesche")),),
) -> Iterator[Server]:
    """`depesche serve` on that directory, as an operator starts it; or that of another program."""
    environment = {
        "DEPESCHE_DATA": str(home),
        "DEPESCHE_HEARTBEAT": "30",
        "DEPESCHE_MAX_STREAMS": NEVER_FULL,
        "DEPESCHE_STREAMS_PER_ADDRESS": NEVER_FULL,
        "DEPESCHE_METRICS_TOKEN": METRICS_TOKEN,
    }
    if database_url is not None:
        environment["DEPESCHE_DATABASE_URL"] = database_url
    command = [*program, "serve", "--port", "0"]
    with running(command, home / "serve.log", environment, pinned=pinned) as server:
        yield server


@contextmanager
def demo(home: Path, *pace: str) -> Iterator[Server]:
    """`depesche demo`, as fast as it goes or at that pace; it begins to play when it listens."""
    port = free_port()
    command = [str(Path(sys.executable).with_name("depesche")), "demo"]
    command += [*(pace or ("--speed", "60")), "--port", str(port)]
    with running(command, home / "demo.log", {}, pinned=True, port=port) as server:
        yield server


@contextmanager
def broadcast(home: Path) -> Iterator[Server]:
    """The bare broadcast of native/broadcast.c."""
    program = compiling.built(home, "broadcast.c")
    with running([str(program)], home / "broadcast.log", {}, pinned=True) as server:
        yield server


@contextmanager
def peer(home: Path, name: str) -> Iterator[Server]:
    """The program peers/NAME.py."""
    command = [sys.executable, "-m", f"bench.peers.{name}"]
    with running(command, home / f"{name}.log", {}, pinned=True) as server:
        yield server


@contextmanager
def running(
    command: Sequence[str],
    log: Path,
    environment: dict[str, str],
    *,
    pinned: bool,
    port: int | None = None,
) -> Iterator[Server]:
    """That program, once it says in its log where it listens, or listens on the port that is given.

    Raises RuntimeError with what it said when it does not come up.
    """
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
        yield Server(process.pid, _port(process, log, port))
    finally:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def free_port() -> int:
    """A port of the loopback that nobody has."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port: int = taken.getsockname()[1]
    return port


def _port(process: "subprocess.Popen[bytes]", log: Path, port: int | None) -> int:
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline and process.poll() is None:
        if port is not None and _listens(port):
            return port
        if found := re.search(r"listens on http://127\.0\.0\.1:(\d+)", log.read_text("utf-8")):
            return int(found[1])
        time.sleep(0.02)
    raise RuntimeError(f"the server did not come up:\n{log.read_text('utf-8')}")


def _listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), timeout=1).close()
    except OSError:
        return False
    return True
