"""Where the newsroom's files are: whose they are, on which disk, and how much room there is."""

import os
import pwd
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from depesche.cli.doctor.findings import Finding
from depesche.settings import Settings

ROOM: Final = 1024  # MiB that ought to be free
LITTLE_ROOM: Final = 100
_NETWORKED: Final = {
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "smbfs",
    "fuse.sshfs",
    "9p",
    "glusterfs",
    "ceph",
}


def look(settings: Settings) -> Iterator[Finding]:
    """Whether it is there, for nobody else, on a disk that is fit and not full."""
    data = settings.data.absolute()
    if not data.is_dir():
        todo = "Name the right one with --data or DEPESCHE_DATA, or start the server: it makes it."
        yield Finding("directory", "ill", f"{data} is no directory", todo)
        return
    there = data.stat()
    wide = stat.S_IMODE(there.st_mode) & 0o077
    if wide:
        found = f"{data} can be entered by other accounts"
        yield Finding("directory", "beware", found, f"chmod 700 {data}")
    else:
        yield Finding("directory", "well", f"{data}, for the account {_owner(there)} alone")
    yield from _private(settings.sqlite_file)
    kind = _file_system(data)
    if kind in _NETWORKED and settings.database_url is None:
        todo = "SQLite needs a local disk. Move the directory to one, or use PostgreSQL."
        yield Finding("disk", "ill", f"{data} is on {kind}, over the network", todo)
    yield _room(data)


def _owner(there: os.stat_result) -> str:
    """The account's name; its number where it has none any more."""
    try:
        return pwd.getpwuid(there.st_uid).pw_name
    except KeyError:
        return str(there.st_uid)


def _private(file: Path) -> Iterator[Finding]:
    for part in (file, file.with_name(f"{file.name}-wal")):
        if part.exists() and stat.S_IMODE(part.stat().st_mode) & 0o077:
            yield Finding("file", "beware", f"{part} can be read by others", f"chmod 600 {part}")


def _room(data: Path) -> Finding:
    free = shutil.disk_usage(data).free // 2**20
    found = f"{free:,} MiB free"
    if free < LITTLE_ROOM:
        return Finding("disk", "ill", found, "Make room now: a full disk stops publishing.")
    if free < ROOM:
        return Finding("disk", "beware", found, "Make room soon: a full disk stops publishing.")
    return Finding("disk", "well", found)


def _file_system(data: Path) -> str:
    """The kind of file system, as Linux calls it; empty where there is no telling."""
    mounts = Path("/proc/mounts")
    if not mounts.exists():
        return ""
    found = [line.split()[1:3] for line in mounts.read_text("utf-8").splitlines()]
    under = [(where, kind) for where, kind in found if data.is_relative_to(where)]
    return max(under, key=lambda mount: len(mount[0]), default=("", ""))[1]
