"""What a server says about itself, and what the kernel keeps for it."""

import os
import time
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from typing import Final

from bench.servers import METRICS_TOKEN, PATIENCE, Server

PAGE: Final = os.sysconf("SC_PAGE_SIZE")
CALM: Final = 0.3  # seconds
LATEST: Final = 5.0  # seconds
LITTLE: Final = 1 << 18  # bytes


def metric(server: Server, name: str) -> float | None:
    """A figure of Depesche, added up over its labels; None where it has none of that name."""
    with closing(HTTPConnection("127.0.0.1", server.port, timeout=PATIENCE)) as connection:
        headers = {"Authorization": f"Bearer {METRICS_TOKEN}"}
        connection.request("GET", "/metrics", headers=headers)
        answer = connection.getresponse()
        said = answer.read().decode()
    if answer.status != 200:
        raise RuntimeError(f"/metrics was answered with {answer.status}")
    lines = (line.rsplit(" ", 1) for line in said.splitlines() if not line.startswith("#"))
    found = [float(value) for label, value in lines if label.partition("{")[0] == name]
    return sum(found) if found else None


def settle() -> None:
    """Wait until the kernel has let go of what is over: connections of another server, say."""
    before, deadline = socket_memory(), time.monotonic() + LATEST
    while time.monotonic() < deadline:
        time.sleep(CALM)
        now = socket_memory()
        if before - now < LITTLE:
            return
        before = now


def socket_memory() -> int:
    """Bytes that TCP holds in this kernel, for all processes, at both ends of a connection."""
    lines = Path("/proc/net/sockstat").read_text("utf-8").splitlines()
    (pages,) = (line.split()[-1] for line in lines if line.startswith("TCP:"))
    return int(pages) * PAGE
