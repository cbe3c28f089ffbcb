"""How a command ends that is told to."""

import signal
import sys


def tidily() -> None:
    """Let SIGTERM end this command as Ctrl-C does: what it has begun is taken away."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
