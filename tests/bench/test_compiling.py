"""Programs in C are made when they are needed, and what cannot be made says why."""

import subprocess
from pathlib import Path

import pytest

from bench import compiling


def test_every_source_becomes_a_program(tmp_path: Path) -> None:
    sources = sorted(compiling.NATIVE.glob("*.c"))
    assert {"broadcast.c", "crowd.c"} <= {source.name for source in sources}
    for source in sources:
        program = compiling.built(tmp_path, source.name)
        assert program.name == source.stem
        assert program.stat().st_mode & 0o100


def test_a_crowd_ends_when_nobody_gives_orders_any_more(tmp_path: Path) -> None:
    program = compiling.built(tmp_path, "crowd.c")
    subprocess.run([program], input=b"", check=True, timeout=10)


def test_what_is_wrong_in_a_source_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "wrong.c").write_text("int main(void) { return nothing; }", "utf-8")
    monkeypatch.setattr(compiling, "NATIVE", tmp_path)
    with pytest.raises(RuntimeError, match="nothing"):
        compiling.built(tmp_path, "wrong.c")


def test_a_missing_compiler_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(RuntimeError, match="bin/bench installs one"):
        compiling.built(tmp_path, "crowd.c")
