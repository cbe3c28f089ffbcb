"""Where files are kept: the directory behaves as memory does, and never holds half a file."""

import errno
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from depesche.errors import DiskFull, NotFound, StorageUnavailable
from depesche.files.blobs import Blobs, LocalBlobs, MemoryBlobs


@pytest.fixture(params=["memory", "local"])
def blobs(request: pytest.FixtureRequest, tmp_path: Path) -> Blobs:
    return MemoryBlobs() if request.param == "memory" else LocalBlobs(tmp_path / "files")


def files(directory: Path) -> list[str]:
    return sorted(str(f.relative_to(directory)) for f in directory.rglob("*") if f.is_file())


def test_what_is_put_is_there_until_its_folder_is_removed(blobs: Blobs) -> None:
    blobs.put("a/480", b"small")
    blobs.put("a/960", b"large")
    blobs.put("b/480", b"other")
    blobs.put("a/480", b"again")
    assert (blobs.get("a/480"), blobs.get("a/960")) == (b"again", b"large")
    blobs.remove("a")
    blobs.remove("a")
    for gone in ("a/480", "a/960", "c/1"):
        with pytest.raises(NotFound):
            blobs.get(gone)
    assert blobs.get("b/480") == b"other"


@pytest.mark.parametrize(
    "key", ["../secret/x", "a/../../x", "a/..", "/etc/passwd", "a", "a/b/c", ""]
)
def test_no_key_leads_out_of_the_directory(tmp_path: Path, key: str) -> None:
    blobs = LocalBlobs(tmp_path / "files")
    for act in (blobs.get, lambda key: blobs.put(key, b"x")):
        with pytest.raises(NotFound):
            act(key)
    assert files(tmp_path) == []


def test_folders_to_which_nothing_was_added_for_long_are_told(blobs: Blobs) -> None:
    now = datetime.now(UTC)
    assert blobs.folders(before=now) == []
    blobs.put("a/480", b"x")
    assert blobs.folders(before=now - timedelta(hours=1)) == []
    assert blobs.folders(before=now + timedelta(hours=1)) == ["a"]


def test_the_directory_is_nobody_elses_to_read(tmp_path: Path) -> None:
    LocalBlobs(tmp_path / "files").put("a/480", b"x")
    assert (tmp_path / "files").stat().st_mode & 0o077 == 0
    assert (tmp_path / "files" / "a").stat().st_mode & 0o077 == 0


@pytest.fixture
def flushed(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is made durable, in order."""
    told: list[str] = []
    fsync, replace = os.fsync, Path.replace

    def watched(descriptor: int) -> None:
        file = Path(f"/proc/self/fd/{descriptor}").readlink()
        told.append(f"flush {file.name}")
        fsync(descriptor)

    def renamed(self: Path, target: Path) -> Any:
        told.append("rename")
        return replace(self, target)

    monkeypatch.setattr(os, "fsync", watched)
    monkeypatch.setattr(Path, "replace", renamed)
    return told


def test_a_file_is_on_the_disk_before_it_has_its_name_and_then_its_name_is(
    tmp_path: Path, flushed: list[str]
) -> None:
    (tmp_path / "files").mkdir()
    LocalBlobs(tmp_path / "files").put("a/480", b"x")
    assert flushed[0] == "flush files"  # which has a folder more
    assert flushed[1].startswith("flush .480.")
    assert flushed[2:] == ["rename", "flush a"]


@pytest.mark.parametrize(
    ("trouble", "told"),
    [
        (errno.ENOSPC, DiskFull),
        (errno.EDQUOT, DiskFull),
        (errno.EROFS, StorageUnavailable),
        (errno.EIO, StorageUnavailable),
    ],
)
def test_a_disk_that_fails_leaves_nothing_half_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, trouble: int, told: type[Exception]
) -> None:
    blobs = LocalBlobs(tmp_path)
    blobs.put("a/480", b"before")

    def full(_descriptor: int) -> None:
        raise OSError(trouble, os.strerror(trouble))

    monkeypatch.setattr(os, "fsync", full)
    for key in ("a/480", "b/480"):
        with pytest.raises(told):
            blobs.put(key, b"after")
    assert files(tmp_path) == ["a/480"]
    assert blobs.get("a/480") == b"before"
