"""One server per data directory: a kernel lock, which dies with the process that holds it."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from depesche.errors import NotReady


@contextmanager
def held(directory: Path) -> Iterator[None]:
    """Nobody else holds this directory while the block runs. Raises NotReady when somebody does.

    The file stays behind: a lock on a name that somebody removes would lock nothing.
    """
    name = directory / "serve.lock"
    name.touch(mode=0o600)
    with name.open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            file.seek(0)
            raise NotReady(reason=_taken(directory, file.read())) from error
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield


def holder(directory: Path) -> str | None:
    """The process that holds this directory; empty where it is not known, None without one."""
    try:
        with (directory / "serve.lock").open("r") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                return file.read().strip()
    except FileNotFoundError:
        pass
    return None


def _taken(directory: Path, process: str) -> str:
    who = f" (process {process})" if process else ""
    return (
        f"another Depesche{who} already serves {directory}. "
        "End that one first, or name another directory with --data."
    )
