"""Where files are kept, each under a key such as `Ax3…/960`: whole, or not at all."""

import errno
import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from typing import Final, Protocol

from depesche import clock, disk
from depesche.errors import DiskFull, NotFound, StorageUnavailable

_NAME: Final = re.compile(r"[\w-]{1,80}", re.ASCII)
_KEY: Final = re.compile(rf"{_NAME.pattern}/{_NAME.pattern}", re.ASCII)
_FULL: Final = (errno.ENOSPC, errno.EDQUOT)


class Blobs(Protocol):
    """What a place for files can do. A key is a folder's name and a file's."""

    def put(self, key: str, content: bytes) -> None:
        """Keep it; when this returns it is durable. Raises DiskFull, StorageUnavailable."""

    def get(self, key: str) -> bytes:
        """What is kept there. Raises NotFound, StorageUnavailable."""

    def remove(self, folder: str) -> None:
        """Keep nothing of that folder any more; doing it twice is doing it once."""

    def folders(self, *, before: datetime) -> list[str]:
        """The folders into which nothing was put since then, by the machine's clock."""


class LocalBlobs:
    """Files in a directory of this machine."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory

    def put(self, key: str, content: bytes) -> None:
        file = self._file(key)
        with _told():
            disk.make(file.parent)
            _write(file, content)

    def get(self, key: str) -> bytes:
        with _told():
            return self._file(key).read_bytes()

    def remove(self, folder: str) -> None:
        with _told(), suppress(FileNotFoundError):
            shutil.rmtree(self._file(f"{folder}/all").parent)
            disk.flush(self.directory)

    def folders(self, *, before: datetime) -> list[str]:
        with _told():
            found = self.directory.iterdir() if self.directory.exists() else ()
            return [
                folder.name
                for folder in found
                if _NAME.fullmatch(folder.name) and _is_older(folder, before)
            ]

    def _file(self, key: str) -> Path:
        if not _KEY.fullmatch(key):
            raise NotFound
        return self.directory / key


class MemoryBlobs:
    """Files that end with the process, as all blobs should behave."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes] = {}
        self._put_at: dict[str, datetime] = {}

    def put(self, key: str, content: bytes) -> None:
        self._kept[key] = content
        self._put_at[key.partition("/")[0]] = clock.wall()

    def get(self, key: str) -> bytes:
        try:
            return self._kept[key]
        except KeyError as error:
            raise NotFound from error

    def remove(self, folder: str) -> None:
        self._kept = {k: v for k, v in self._kept.items() if not k.startswith(f"{folder}/")}
        self._put_at.pop(folder, None)

    def folders(self, *, before: datetime) -> list[str]:
        return [folder for folder, put_at in self._put_at.items() if put_at < before]


def _is_older(folder: Path, moment: datetime) -> bool:
    try:
        return folder.is_dir() and folder.stat().st_mtime < moment.timestamp()
    except FileNotFoundError:  # removed meanwhile
        return False


def _write(file: Path, content: bytes) -> None:
    """All of it under its name, or nothing: written aside, flushed, then renamed."""
    aside = file.with_name(f".{file.name}.{token_hex(4)}")
    try:
        aside.touch(mode=0o600, exist_ok=False)
        with aside.open("wb") as out:
            out.write(content)
            out.flush()
            os.fsync(out.fileno())
        aside.replace(file)
    except BaseException:
        aside.unlink(missing_ok=True)
        raise
    disk.flush(file.parent)


@contextmanager
def _told() -> Iterator[None]:
    """What the system complains of, in our words."""
    try:
        yield
    except FileNotFoundError as error:
        raise NotFound from error
    except OSError as error:
        raise (DiskFull if error.errno in _FULL else StorageUnavailable) from error
