"""`depesche serve`, as real processes."""

import json
import re
import signal
import socket
import stat
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from cli.conftest import PATIENCE, Running, Shell, Starting
from depesche.settings import Settings


@pytest.fixture
def server(start: Starting, data: Path) -> Running:
    where = ("--port", "0", "--data", str(data))
    running = start("serve", *where, DEPESCHE_MAX_STREAMS="100")  # for which files suffice
    running.says("Desk")
    return running


@pytest.fixture
def taken() -> Iterator[int]:
    """A port that somebody else listens on."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        yield other.getsockname()[1]


def port_of(running: Running) -> int:
    found = re.search(r"http://\S+:(\d+)", running.says("http://"))
    assert found is not None
    return int(found[1])


def fetched(running: Running, path: str) -> str:
    with urlopen(f"http://127.0.0.1:{port_of(running)}{path}", timeout=10) as answer:
        body: bytes = answer.read()
    return body.decode()


def test_it_says_where_it_listens_when_it_listens(server: Running) -> None:
    port = port_of(server)
    said = server.says("administrator")
    assert f"listens on http://127.0.0.1:{port}." in said
    assert f"Readers  http://localhost:{port}/\n" in said
    assert f"Desk     http://localhost:{port}/desk\n" in said
    assert fetched(server, "/healthz") == "ok\n"


def test_it_says_how_to_make_the_first_administrator_until_there_is_one(
    start: Starting, depesche: Shell, data: Path
) -> None:
    first = start("serve", "--port", "0", "--data", str(data))
    line = first.says("administrator").splitlines()[-1]
    assert line.split()[:3] == ["depesche", "people", "add"]
    assert line.endswith(f"--role administrator --data {data}")
    password = "a sentence is easy to remember"
    beside = depesche(
        *("people", "add", "Ada", "--role", "administrator", "--password-stdin"), typed=password
    )
    assert beside.exit_code == 0
    first.ends(signal.SIGTERM)
    second = start("serve", "--port", "0", "--data", str(data))
    assert "administrator" not in second.says("Desk")


def test_commands_work_beside_it_on_the_same_directory(
    server: Running, depesche: Shell, data: Path
) -> None:
    assert stat.S_IMODE(data.stat().st_mode) == 0o700
    assert {"depesche.sqlite3", "serve.lock"} <= {file.name for file in data.iterdir()}
    assert depesche("tokens", "add", "wire", "--scope", "read").exit_code == 0
    assert "wire" in depesche("people", "list").stdout
    assert server.process.poll() is None


def test_the_public_address_is_the_one_that_was_set(start: Starting, data: Path) -> None:
    running = start("serve", "--port=0", f"--data={data}", DEPESCHE_PUBLIC_URL="https://n.example/")
    said = running.says("Desk")
    assert "Readers  https://n.example/\n" in said
    assert "listens on http://127.0.0.1:" in said


def test_a_second_server_in_the_same_directory_is_refused(
    server: Running, depesche: Shell, data: Path
) -> None:
    second = depesche("serve", "--port", "0")
    assert second.exit_code == 1
    assert f"(process {server.process.pid}) already serves {data}." in second.stderr
    assert "--data" in second.stderr
    assert second.stderr.count("\n") == 1


def test_postgresql_may_have_many_servers_and_sqlite_has_one(
    start: Starting, settings: Settings
) -> None:
    words = ("serve", "--port", "0", "--data", str(settings.data))
    address = {"DEPESCHE_DATABASE_URL": settings.database_url or ""}
    start(*words, **address).says("Desk")
    second = start(*words, **address)
    if settings.database_url is None:
        assert second.process.wait(PATIENCE) == 1
    else:
        second.says("Desk")


def test_the_lock_dies_with_its_process(server: Running, start: Starting, data: Path) -> None:
    server.ends(signal.SIGKILL)
    start("serve", "--port", "0", "--data", str(data)).says("Desk")


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_it_ends_cleanly_when_told_to(server: Running, ending: int) -> None:
    assert server.ends(ending) == 0
    lines = [json.loads(line) for line in server.complains().splitlines()]
    assert [line["message"] for line in lines] == ["streams are handed to their connections"]


def test_a_port_that_is_taken_is_one_sentence(depesche: Shell, taken: int) -> None:
    result = depesche("serve", "--port", str(taken))
    assert result.exit_code == 1
    assert f"port {taken} is taken" in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.fixture
def free() -> int:
    """A port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


def test_the_figures_have_a_port_of_their_own_which_only_this_machine_reaches(
    start: Starting, data: Path, free: int
) -> None:
    running = start(
        *("serve", "--host", "0.0.0.0", "--port", "0", "--data", str(data)),
        DEPESCHE_METRICS_PORT=str(free),
    )
    running.says("Desk")
    with urlopen(f"http://127.0.0.1:{free}/metrics", timeout=10) as answer:
        assert "depesche_streams" in answer.read().decode()
    elsewhere = "127.0.0.2"  # which reaches the public port, and not that of the figures
    with pytest.raises(HTTPError, match="404"):
        urlopen(f"http://{elsewhere}:{port_of(running)}/metrics", timeout=10)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((elsewhere, free), timeout=10)
    assert running.ends(signal.SIGTERM) == 0


def test_a_port_for_the_figures_that_is_taken_is_one_sentence(
    start: Starting, data: Path, taken: int
) -> None:
    running = start(
        *("serve", "--port", "0", "--data", str(data)), DEPESCHE_METRICS_PORT=str(taken)
    )
    assert running.process.wait(PATIENCE) == 1
    assert f"DEPESCHE_METRICS_PORT={taken} cannot be used" in running.complains().splitlines()[-1]
    assert "Traceback" not in running.complains()


def test_an_address_that_is_not_ours_is_one_sentence(depesche: Shell) -> None:
    result = depesche("serve", "--host", "192.0.2.1", "--port", "0")
    assert result.exit_code == 1
    assert "192.0.2.1 is no address of this machine" in result.stderr


def test_a_port_that_cannot_be_is_a_usage_error(depesche: Shell) -> None:
    assert depesche("serve", "--port", "70000").exit_code == 2


def test_a_directory_that_cannot_be_written_is_one_sentence(
    depesche: Shell, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    result = depesche("serve", "--port", "0", "--data", str(tmp_path / "file"))
    assert result.exit_code == 1
    assert "cannot hold its data" in result.stderr
