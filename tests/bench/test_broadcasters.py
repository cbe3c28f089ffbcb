"""What Depesche is measured beside does what it is measured at, or says that it is not there."""

import subprocess
from pathlib import Path
from typing import Any
from zlib import crc32

import pytest

from bench import broadcasters, compiling
from bench.broadcasters import MANY, ONE, PEERS
from bench.peers import nchan

CHANGE: dict[str, Any] = {"sequence": 41, "kind": "post", "html": "<p>Die Türen sind zu.</p>"}
READERS = 5


@pytest.mark.parametrize("name", PEERS)
def test_a_peer_hands_a_change_to_every_reader_of_its_log_and_to_nobody_else(
    tmp_path: Path, name: str
) -> None:
    crowd = compiling.built(tmp_path, "crowd.c")
    with broadcasters.peer(tmp_path, crowd, name, CHANGE, READERS + 1) as peer:
        peer.open(ONE, 1)
        peer.open(MANY, READERS)
        assert [peer.told(MANY).readers for _ in range(3)] == [READERS] * 3
        alone, many = peer.readers.close(ONE), peer.readers.close(MANY)
    assert alone.content == 0
    assert many.content > 0
    assert alone.verdict == many.verdict == {}


@pytest.mark.parametrize("name", ["c", "plain", "sse"])
def test_a_peer_tells_what_depesche_would(tmp_path: Path, name: str) -> None:
    crowd = compiling.built(tmp_path, "crowd.c")
    frame = 'id: 1\ndata: {"sequence":1,"kind":"post","html":"<p>Die Türen sind zu.</p>"}\n\n'
    with broadcasters.peer(tmp_path, crowd, name, CHANGE, 1) as peer:
        peer.open(ONE, 1)
        assert peer.told(ONE).checksum == crc32(frame.encode())


def test_an_nginx_without_nchan_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    nginx = tmp_path / "nginx"
    nginx.write_text("#!/bin/sh\necho configured with --modules-path=/nowhere >&2\n", "utf-8")
    nginx.chmod(0o700)
    monkeypatch.setattr(nchan, "program", lambda: str(nginx))
    assert subprocess.run([nginx], check=True, capture_output=True).stderr
    with (
        pytest.raises(RuntimeError, match="nchan is missing: bin/bench installs it"),
        nchan.nchan(tmp_path, streams=1),
    ):
        pass


def test_a_program_that_ends_at_once_says_what_it_said(tmp_path: Path) -> None:
    crowd = compiling.built(tmp_path, "crowd.c")
    with (
        pytest.raises(RuntimeError, match="No module named"),
        broadcasters.peer(tmp_path, crowd, "nothing", CHANGE, 1),
    ):
        pass
