"""The only clock.

`now()` is the newsroom's time: it may have an origin and a rate (demo, rehearsal) and can be
stopped (tests). `wall()` is the machine's, for cookies, sign-in, tokens and limits.
All times are aware and in UTC.
"""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta


@dataclass(frozen=True)
class _Setting:
    origin: datetime | None = None  # the newsroom's time at `started`; None: the machine's time
    started: float = 0.0  # time.monotonic() when the clock was set
    rate: float = 1.0  # newsroom seconds per second; 0: stopped


_setting = _Setting()


def now() -> datetime:
    """The newsroom's time."""
    if _setting.origin is None:
        return wall()
    elapsed = (time.monotonic() - _setting.started) * _setting.rate
    return _setting.origin + timedelta(seconds=elapsed)


def wall() -> datetime:
    """The machine's time."""
    return datetime.now(UTC)


def rate() -> float:
    """Newsroom seconds per second of the machine; 0 while the clock is stopped."""
    return _setting.rate


def start(origin: datetime, *, rate: float = 1.0) -> None:
    """Let the newsroom's time run from `origin`, `rate` times as fast as the machine's."""
    global _setting  # noqa: PLW0603 - one clock, one setting
    _setting = _Setting(origin.astimezone(UTC), time.monotonic(), rate)


def stop(at: datetime) -> None:
    """Stand still at `at`."""
    start(at, rate=0.0)


def move(by: timedelta) -> None:
    """Put the clock forward (or back) and leave its rate as it is."""
    start(now() + by, rate=_setting.rate)


def reset() -> None:
    """Back to the machine's time."""
    global _setting  # noqa: PLW0603
    _setting = _Setting()


@contextmanager
def stopped(at: datetime) -> Iterator[None]:
    """Stop the clock for a while."""
    before = _setting
    stop(at)
    try:
        yield
    finally:
        globals()["_setting"] = before
