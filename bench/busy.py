"""`depesche` with a thread that computes without pause, as long as `busy` is in its data directory.

It stands for whatever somebody might run inside of the serving process by mistake: Python that
never waits, and wants the interpreter's lock all the time.
"""

import threading
import time
from pathlib import Path
from typing import Final

from depesche import settings
from depesche.cli.main import app

STEPS: Final = 100_000  # between two looks at whether to go on
LOOK: Final = 0.01  # seconds between two looks at the directory

_is_wanted = threading.Event()


def _compute() -> None:
    number = 1
    while _is_wanted.wait():
        for _ in range(STEPS):
            number = number * 31 % 1_000_003


def _look(sign: Path) -> None:
    while True:
        if sign.exists():
            _is_wanted.set()
        else:
            _is_wanted.clear()
        time.sleep(LOOK)


if __name__ == "__main__":
    threading.Thread(target=_compute, daemon=True).start()
    threading.Thread(target=_look, args=(settings.load().data / "busy",), daemon=True).start()
    app(prog_name="depesche")
