"""Several processes that do the same, and the one that looks after them.

They are forked before there is a thread or an event loop anywhere. Each holds one end of a line
whose other end the first process alone holds: once it lets go, because it was told to end or
because it was killed, they end. Reasons: docs/decisions/0020-workers-are-forked-and-hold-a-line.md.
"""

import logging
import multiprocessing
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing import connection
from multiprocessing.context import ForkProcess
from threading import Thread
from typing import Final

from depesche.cli import console, logs
from depesche.errors import DepescheError

log = logging.getLogger(__name__)

MOST: Final = 64
LOOK: Final = 0.2  # seconds between two looks for signals
ENDING: Final = 10.0  # seconds in which a worker may end
STEADY: Final = 60.0  # seconds after which one that dies may be begun anew at once
PAUSES: Final = (1.0, 30.0)  # between two beginnings of one that does not hold: doubled each time


class Place:
    """A worker's: its number, from 0 on, and the lines to the process that looks after it."""

    def __init__(self, number: int, *, held: int, ready: int) -> None:
        self.number = number
        self._held = held
        self._ready = ready

    def is_ready(self) -> None:
        """Say that this worker does what it is for."""
        os.write(self._ready, bytes([self.number]))

    def when_let_go(self, end: Callable[[], None]) -> None:
        """Call `end` on a thread when this worker has to end, and see that it does."""
        Thread(target=self._watch, args=(end,), name="line", daemon=True).start()

    def _watch(self, end: Callable[[], None]) -> None:
        os.read(self._held, 1)  # nothing ever comes: it returns when the other end is gone
        end()
        time.sleep(ENDING)
        os._exit(1)  # whatever it waits for: nobody stays behind


Work = Callable[[Place], None]


class _Worker:
    """One place, and the process that has it at the moment."""

    def __init__(self, number: int) -> None:
        self.number = number
        self.process: ForkProcess | None = None
        self.due = 0.0
        self._begun = 0.0
        self._pause = PAUSES[0]

    @property
    def alive(self) -> list[ForkProcess]:
        return [self.process] if self.process is not None and self.process.is_alive() else []

    def begins(self, process: ForkProcess) -> None:
        self.process, self._begun = process, time.monotonic()
        process.start()

    def has_ended(self) -> int | None:
        """Its exit code, once; and when another may begin is known from then on."""
        if self.process is None or self.process.is_alive():
            return None
        code, self.process = self.process.exitcode, None
        held = time.monotonic() - self._begun >= STEADY
        self._pause = PAUSES[0] if held else self._pause
        self.due = self._begun + self._pause
        self._pause = min(2 * self._pause, PAUSES[1])
        return code


class Workers:
    """So many processes at the same work, until SIGTERM or SIGINT; who dies is replaced."""

    def __init__(self, count: int, work: Work, *, on_ready: Callable[[], None]) -> None:
        self._work = work
        self._on_ready = on_ready
        self._workers = [_Worker(number) for number in range(count)]
        self._ready: set[int] = set()
        self._is_told_ready = False
        self._signals = 0
        self._failed = False

    def run(self) -> bool:
        """Work until told to end. False where one of them could not even begin; it has said why.

        A second signal does not wait for anybody.
        """
        self._held, self._line = os.pipe()
        self._news, self._bell = os.pipe()
        with self._listening_to_signals():
            while not self._signals and not self._failed:
                self._begin_due()
                self._wait()
                self._replace()
            self._end()
        return not self._failed

    @contextmanager
    def _listening_to_signals(self) -> Iterator[None]:
        def hear(_signal: int, _frame: object) -> None:
            self._signals += 1

        before = {sig: signal.signal(sig, hear) for sig in (signal.SIGTERM, signal.SIGINT)}
        try:
            yield
        finally:
            for sig, handler in before.items():
                signal.signal(sig, handler)

    def _begin_due(self) -> None:
        for worker in self._workers:
            if worker.process is None and time.monotonic() >= worker.due:
                fork = multiprocessing.get_context("fork")
                worker.begins(fork.Process(target=self._be, args=(worker.number,), daemon=True))

    def _be(self, number: int) -> None:
        """What the new process does."""
        os.close(self._line)
        os.close(self._news)
        logs.name_worker(number)
        try:
            self._work(Place(number, held=self._held, ready=self._bell))
        except DepescheError as error:
            console.explain(error.sentence())
            sys.exit(1)
        except Exception:
            log.exception("a worker has failed")
            sys.exit(1)

    def _wait(self) -> None:
        """Until somebody is ready or ends, but not for long: a signal wakes nobody."""
        sentinels = [worker.process.sentinel for worker in self._workers if worker.process]
        if self._news in connection.wait([self._news, *sentinels], LOOK):
            self._ready.update(os.read(self._news, MOST))
            if len(self._ready) == len(self._workers) and not self._is_told_ready:
                self._is_told_ready = True
                self._on_ready()

    def _replace(self) -> None:
        for worker in self._workers:
            code = None if self._signals else worker.has_ended()
            if code is None:
                continue
            facts = {"worker": worker.number, "exit_code": code}
            if self._is_told_ready:
                log.error("a worker has died; another one takes its place", extra=facts)
            else:
                self._failed = True
                log.error("a worker could not begin", extra=facts)

    def _end(self) -> None:
        os.close(self._line)
        deadline = time.monotonic() + ENDING
        while alive := [process for worker in self._workers for process in worker.alive]:
            if self._signals > 1 or time.monotonic() > deadline:
                log.warning("workers did not end by themselves", extra={"workers": len(alive)})
                for process in alive:
                    process.kill()
                    process.join()
                return
            connection.wait([process.sentinel for process in alive], LOOK)
