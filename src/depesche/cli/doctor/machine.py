"""What Depesche runs on: its version, the clock, the time zones, how many files may be open."""

import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from depesche import __version__, clock
from depesche.cli import descriptors
from depesche.cli.doctor.findings import Finding
from depesche.settings import Settings

AGE: Final = 2 * 365  # days after which time zones are old


def release(_settings: Settings) -> Iterator[Finding]:
    """Which Depesche this is, on which Python."""
    python = ".".join(map(str, sys.version_info[:3]))
    yield Finding("depesche", "well", f"{__version__} on Python {python}")


def time(_settings: Settings) -> Iterator[Finding]:
    """Whether the machine's clock can be right, and who sets it."""
    sign = Path("/run/systemd/timesync/synchronized")
    if sign.exists():
        yield Finding("clock", "well", f"{clock.wall():%Y-%m-%d %H:%M:%S} UTC, set by timesyncd")
    elif clock.wall() < datetime(2025, 1, 1, tzinfo=UTC):
        found = f"{clock.wall():%Y-%m-%d %H:%M} UTC cannot be true"
        yield Finding("clock", "ill", found, "Set the clock. Openings go by it.")
    else:
        found = f"{clock.wall():%Y-%m-%d %H:%M:%S} UTC; who sets it cannot be seen from here"
        todo = "See that chrony or systemd-timesyncd runs (timedatectl): openings go by this clock."
        yield Finding("clock", "beware", found, todo)


def zones(_settings: Settings) -> Iterator[Finding]:
    """Whether the time zones are there, and of our years."""
    try:
        ZoneInfo("Europe/Kyiv")
        edition = version("tzdata")
    except (ZoneInfoNotFoundError, PackageNotFoundError):
        todo = "Install Depesche anew: the package tzdata is missing or old."
        yield Finding("time zones", "ill", "Europe/Kyiv is not known", todo)
        return
    year = int(re.findall(r"\d{4}", edition)[0])
    if (clock.wall() - datetime(year, 1, 1, tzinfo=UTC)).days > AGE:
        todo = "pip install --upgrade tzdata, then restart the server."
        yield Finding("time zones", "beware", f"tzdata {edition} is old", todo)
    else:
        yield Finding("time zones", "well", f"tzdata {edition}")


def open_files(settings: Settings) -> Iterator[Finding]:
    """Whether as many may be open as streams are wanted; the server raises its own limit as far as
    it may."""
    allowed, wanted = descriptors.allowed(), descriptors.wanted(settings.max_streams)
    found = f"{allowed:,} open files allowed to this shell, {wanted:,} wanted for "
    found += f"{settings.max_streams:,} streams"
    if allowed >= wanted:
        yield Finding("open files", "well", found)
    else:
        found += f"; from here there would be {descriptors.streams(settings.max_streams):,}"
        todo = (
            f"LimitNOFILE={wanted} in the unit (or ulimit -n), or a smaller DEPESCHE_MAX_STREAMS."
        )
        yield Finding("open files", "beware", found, todo)
