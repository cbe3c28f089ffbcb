"""A backup's file: a plain tar whose last members say what it holds, so that all of it is checked.

    tables/people.jsonl …   one line of JSON per row
    files/…                 pictures, as they lie in the data directory
    manifest.json           what there is, with its size and SHA-256
    manifest.sha256         and that of the manifest

Reading trusts nothing: nothing is unpacked by the names that stand in the file, and nothing is
handed out before every byte has been checked.
"""

import fcntl
import glob
import hashlib
import json
import os
import re
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import IO, Any

from depesche import disk
from depesche.errors import NotRestored

MANIFEST = "manifest.json"
SEAL = "manifest.sha256"

_NAME = re.compile(r"(tables/[a-z_]+\.jsonl|files(/[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}){1,8})")
_PIECE = 1024 * 1024  # bytes
_IN_MEMORY = 16 * _PIECE
_PLAIN = {tarfile.REGTYPE, tarfile.AREGTYPE}


def can_hold(name: str) -> bool:
    """Whether a backup can have a member of that name."""
    return _NAME.fullmatch(name) is not None


class Writer:
    """Members go in one by one; `close` adds the manifest."""

    def __init__(self, file: IO[bytes], made_at: datetime) -> None:
        self._tar = tarfile.open(fileobj=file, mode="w", format=tarfile.PAX_FORMAT)  # noqa: SIM115
        self._made_at = made_at
        self._members: dict[str, dict[str, Any]] = {}

    def add(self, name: str, content: IO[bytes]) -> None:
        """All that is in `content`, from its beginning."""
        if not can_hold(name):
            raise ValueError(f"no backup can hold {name}")
        size = content.seek(0, os.SEEK_END)
        content.seek(0)
        digest = _digest(content)
        self._members[name] = {"bytes": size, "sha256": digest}
        self._add(name, content, size)

    def close(self, manifest: dict[str, Any]) -> None:
        """The end: what there is, and what `manifest` says about it."""
        whole = {**manifest, "made_at": self._made_at.isoformat(), "members": self._members}
        told = json.dumps(whole, indent=1).encode()
        self._add(MANIFEST, BytesIO(told), len(told))
        seal = f"{hashlib.sha256(told).hexdigest()}  {MANIFEST}\n".encode()
        self._add(SEAL, BytesIO(seal), len(seal))
        self._tar.close()

    def _add(self, name: str, content: IO[bytes], size: int) -> None:
        member = tarfile.TarInfo(name)
        member.size, member.mode, member.mtime = size, 0o600, int(self._made_at.timestamp())
        content.seek(0)
        self._tar.addfile(member, content)


@contextmanager
def written(target: Path, made_at: datetime) -> Iterator[Writer]:
    """A backup that is there under its name once the block has ended, whole and on the disk.

    Only its owner may read it. When the block fails nothing is left; what one that was killed
    has left is taken away.
    """
    _clear_away(target)
    descriptor, part = tempfile.mkstemp(
        prefix=f".{target.name}.", suffix=".part", dir=target.parent
    )
    try:
        with open(descriptor, "wb") as file:  # noqa: PTH123 - a descriptor, not a path
            fcntl.flock(file, fcntl.LOCK_EX)
            yield Writer(file, made_at)
            file.flush()
            os.fsync(file.fileno())
        Path(part).replace(target)
        disk.flush(target.parent)
    finally:
        Path(part).unlink(missing_ok=True)


def _clear_away(target: Path) -> None:
    """Parts of this backup that nobody writes any more: whoever does, holds the lock."""
    for part in target.parent.glob(f".{glob.escape(target.name)}.*.part"):
        with suppress(OSError), part.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            part.unlink()


@contextmanager
def scratch(beside: Path) -> Iterator[IO[bytes]]:
    """Room for something on its way into a backup: in memory, or on the disk beside it."""
    with tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=str(beside.parent)) as file:
        yield file


def _digest(content: IO[bytes]) -> str:
    digest = hashlib.sha256()
    while piece := content.read(_PIECE):
        digest.update(piece)
    return digest.hexdigest()


class Archive:
    """A backup that has been found whole."""

    def __init__(self, tar: tarfile.TarFile, found: dict[str, tarfile.TarInfo]) -> None:
        self._tar = tar
        self._found = found
        self.manifest: dict[str, Any] = json.loads(self._read(MANIFEST))
        self.made_at = datetime.fromisoformat(self.manifest["made_at"])

    def files(self) -> list[str]:
        """The names of the pictures and their like, each beginning with `files/`."""
        return [name for name in self._found if name.startswith("files/")]

    def is_like(self, name: str, file: Path) -> bool:
        """Whether that member is what is in the file."""
        with file.open("rb") as content:
            return self._digest(name) == _digest(content)

    def size(self, name: str) -> int:
        return self._found[name].size

    def open(self, name: str) -> IO[bytes]:
        """What is in that member. Raises NotRestored when there is none."""
        member = self._found.get(name)
        content = self._tar.extractfile(member) if member else None
        if content is None:
            raise NotRestored(reason=f"{name} is missing in this backup.")
        return content

    def check(self) -> None:
        """Raises NotRestored unless every byte is the one that was written."""
        if self._read(SEAL).split()[:1] != [self._digest(MANIFEST).encode()]:
            raise NotRestored(reason="this backup is damaged: its manifest was changed.")
        told = {name: (m["bytes"], m["sha256"]) for name, m in self.manifest["members"].items()}
        names = self._found.keys() - {MANIFEST, SEAL}
        if told.keys() != names:
            raise NotRestored(reason="this backup is damaged: it holds other files than it says.")
        for name in self._found:
            if name in told and told[name] != (self.size(name), self._digest(name)):
                raise NotRestored(reason=f"this backup is damaged: {name} was changed.")

    def _read(self, name: str) -> bytes:
        return self.open(name).read()

    def _digest(self, name: str) -> str:
        return _digest(self.open(name))


@contextmanager
def opened(source: Path) -> Iterator[Archive]:
    """The backup in this file, checked from end to end. Raises NotRestored."""
    with ExitStack() as open_files:
        with _complaining(source):
            tar = open_files.enter_context(tarfile.open(source, "r:"))
            archive = _checked(tar)
        yield archive


@contextmanager
def _complaining(source: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        raise NotRestored(reason=f"{source} cannot be read ({error.strerror}).") from error
    except tarfile.TarError as error:
        reason = f"{source} is no backup of Depesche, or was cut off ({error})."
        raise NotRestored(reason=reason) from error


def _checked(tar: tarfile.TarFile) -> Archive:
    found: dict[str, tarfile.TarInfo] = {}
    for member in tar:
        known = member.name in {MANIFEST, SEAL} or _NAME.fullmatch(member.name)
        if not known or member.type not in _PLAIN or member.issparse() or member.name in found:
            raise NotRestored(reason="this is no backup of Depesche: it holds what none holds.")
        found[member.name] = member
    try:
        archive = Archive(tar, found)
        archive.check()
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise NotRestored(reason="this backup is damaged: its manifest cannot be read.") from error
    return archive
