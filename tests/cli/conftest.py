"""The operator at a shell: commands that end, and servers that run until they are told to end."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import pytest
from typer.testing import CliRunner, Result

from depesche.cli.main import app

DEPESCHE = Path(sys.executable).with_name("depesche")
PATIENCE = 30.0  # seconds; a busy machine starts slowly


class Shell(Protocol):
    def __call__(self, *words: str, typed: str | bytes = "") -> Result: ...


@dataclass(frozen=True)
class Running:
    """A `depesche` that runs; what it says goes into files."""

    process: subprocess.Popen[bytes]
    stdout: Path
    stderr: Path

    def says(self, words: str) -> str:
        """All it said so far, once it has said these words."""
        deadline = time.monotonic() + PATIENCE
        while words not in (said := self.stdout.read_text()):
            assert self.process.poll() is None, self.stderr.read_text()
            assert time.monotonic() < deadline, said
            time.sleep(0.02)
        return said

    def complains(self) -> str:
        return self.stderr.read_text()

    def ends(self, signal: int) -> int:
        """Its exit code after this signal."""
        self.process.send_signal(signal)
        return self.process.wait(PATIENCE)


class Starting(Protocol):
    def __call__(self, *words: str, **environment: str) -> Running: ...


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Where this test's newsroom keeps its state; nothing is there yet."""
    return tmp_path / "newsroom"


@pytest.fixture
def begun(data: Path, migrated_sqlite: Path) -> Path:
    """The same place, where a newsroom has been begun."""
    data.mkdir(mode=0o700)
    shutil.copy(migrated_sqlite, data / "depesche.sqlite3")
    (data / "depesche.sqlite3").chmod(0o600)
    return data


@pytest.fixture
def depesche(data: Path, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A command in this test's newsroom, and what came of it."""
    monkeypatch.setenv("DEPESCHE_DATA", str(data))

    def run(*words: str, typed: str | bytes = "") -> Result:
        return CliRunner().invoke(app, words, input=typed)

    return run


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Starting]:
    """A `depesche` in a process of its own, which does not outlive the test."""
    started: list[subprocess.Popen[bytes]] = []

    def run(*words: str, **environment: str) -> Running:
        number = len(started)
        out, err = tmp_path / f"{number}.out", tmp_path / f"{number}.err"
        with out.open("wb") as stdout, err.open("wb") as stderr:
            process = subprocess.Popen(
                [DEPESCHE, *words],
                stdin=subprocess.DEVNULL,
                stdout=stdout,
                stderr=stderr,
                env={**os.environ, "COLUMNS": "100", **environment},
            )
        started.append(process)
        return Running(process, out, err)

    with _ended(started):
        yield run


@contextmanager
def _ended(processes: list[subprocess.Popen[bytes]]) -> Iterator[None]:
    try:
        yield
    finally:
        for process in processes:
            process.kill()
            process.wait()
