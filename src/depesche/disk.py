"""Directories and files that nobody else may read, and whose names survive a power cut."""

import os
from pathlib import Path


def make(directory: Path) -> None:
    """The directory, for its owner alone, its name on the disk as well."""
    if directory.is_dir():
        return
    make(directory.parent)
    directory.mkdir(mode=0o700, exist_ok=True)
    flush(directory.parent)


def flush(directory: Path) -> None:
    """See to it that the names in there survive a power cut."""
    opened = os.open(directory, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
