"""The machine: what it is, where processes run on it, and what they cost."""

import os
import platform
import resource
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

SERVERS: Final = 0  # the core for what is measured
CLIENTS: Final = 1  # the core for whoever measures
SPARE: Final = 200  # descriptors a process needs beside its streams


def facts(home: Path) -> dict[str, Any]:
    """What a figure depends on. `home` is where databases are put."""
    return {
        "cores": os.cpu_count(),
        "processor": _processor(),
        "kernel": f"{platform.system()} {'.'.join(platform.release().split('.')[:2])}",
        "python": platform.python_version(),
        "load_before": round(os.getloadavg()[0], 2),
        "pinned": can_pin(),
        "file_system": _file_system(home),
        "sqlite": sqlite3.sqlite_version,
        **{name: version(name) for name in ("depesche", "uvicorn", "uvloop", "sqlalchemy")},
    }


def can_pin() -> bool:
    """Whether server and clients can have a core each."""
    return hasattr(os, "sched_setaffinity") and {SERVERS, CLIENTS} <= os.sched_getaffinity(0)


def pin(pid: int, core: int) -> None:
    """Keep a process, and what it starts from now on, to one core, where we can; 0 is this one."""
    if can_pin():
        os.sched_setaffinity(pid, {core})


@contextmanager
def pinned(core: int) -> Iterator[None]:
    """This process on one core while the block runs, where we can."""
    before = os.sched_getaffinity(0) if can_pin() else set()
    pin(0, core)
    try:
        yield
    finally:
        if before:
            os.sched_setaffinity(0, before)


def processor_seconds(pid: int) -> float:
    """What a process has cost so far, user and system together, over all its threads.

    The same sum as in /proc/PID/stat, in nanoseconds instead of hundredths of a second: the id of
    a process's clock is made of its pid as clock_getcpuclockid(3) makes it.
    """
    return time.clock_gettime((~pid << 3) | 2)


def memory(pid: int) -> int:
    """Bytes that a process has of its own, with its share of what it shares."""
    told = Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8")
    (line,) = (line for line in told.splitlines() if line.startswith("Pss:"))
    return int(line.split()[1]) * 1024


def open_files(wanted: int) -> int:
    """How many streams one process can hold: `wanted`, or fewer where a hard limit forbids more.

    Raises this process's soft limit, which those it starts inherit.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    needed = wanted + SPARE
    if soft != resource.RLIM_INFINITY and soft < needed:
        soft = needed if hard == resource.RLIM_INFINITY else min(needed, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return wanted if soft == resource.RLIM_INFINITY else min(wanted, soft - SPARE)


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text("utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next(
        (line.partition(": ")[2] for line in lines if line.startswith("model name")),
        platform.machine(),
    )


def _file_system(home: Path) -> str:
    """The kind of the file system that holds `home`: a flush to tmpfs, say, costs nothing."""
    try:
        mounts = [line.split() for line in Path("/proc/mounts").read_text("utf-8").splitlines()]
    except OSError:
        return "unknown"
    inside = [mount for mount in mounts if home.resolve().is_relative_to(mount[1])]
    return max(inside, key=lambda mount: len(mount[1]), default=["", "", "unknown"])[2]
