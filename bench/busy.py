"""`depesche` with a thread that computes without pause, for as long as it is told to.

SIGUSR1 sets it to work, SIGUSR2 gives it a rest. It stands for whatever somebody might run inside
of the serving process by mistake: Python that never waits, and wants the interpreter's lock all
the time.
"""

import signal
import threading
from typing import Final

from depesche.cli.main import app

TOLD_BY: Final = {signal.SIGUSR1, signal.SIGUSR2}
STEPS: Final = 100_000  # between two looks at whether to go on

_is_wanted = threading.Event()


def _compute() -> None:
    number = 1
    while _is_wanted.wait():
        for _ in range(STEPS):
            number = number * 31 % 1_000_003


def _obey() -> None:
    """A thread of its own: the one that runs the event loop hears of signals when it likes."""
    while True:
        if signal.sigwait(TOLD_BY) == signal.SIGUSR1:
            _is_wanted.set()
        else:
            _is_wanted.clear()


if __name__ == "__main__":
    signal.pthread_sigmask(signal.SIG_BLOCK, TOLD_BY)
    for work in (_compute, _obey):
        threading.Thread(target=work, daemon=True).start()
    app(prog_name="depesche")
