"""`depesche backup` and `depesche restore`, as an engineer types them at one in the morning."""

import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy.engine import make_url

from cli.conftest import Running, Shell, Starting
from depesche.files.blobs import LocalBlobs
from depesche.settings import Settings
from depesche.store.engine import Store
from newsdesk import Newsdesk


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "evening.tar"


@pytest.fixture
def server(start: Starting, data: Path) -> Running:
    running = start("serve", "--port", "0", "--data", str(data))
    running.says("Desk")
    return running


def test_a_running_server_is_backed_up_and_restored_elsewhere(
    server: Running, depesche: Shell, file: Path, data: Path, tmp_path: Path
) -> None:
    store = Store(Settings(data=data).url)
    newsdesk = Newsdesk(store)
    newsdesk.opens(slug="gipfel")
    store.close()

    written = depesche("backup", str(file))
    assert written.exit_code == 0, written.stderr
    assert written.stdout.startswith(f"{file} is written, ")
    assert "keep it safe" in written.stdout
    assert written.stderr == "", "no progress where there is no terminal"

    elsewhere = tmp_path / "elsewhere"
    back = depesche("restore", str(file), "--data", str(elsewhere))
    assert back.exit_code == 0, back.stderr
    assert f"is back, in {elsewhere}." in back.stdout
    assert "sign in again" in back.stderr
    assert "gipfel" in depesche("coverages", "list", "--data", str(elsewhere)).stdout
    assert (elsewhere / "depesche.sqlite3").stat().st_mode & 0o777 == 0o600
    assert server.process.poll() is None


def test_a_backup_is_not_written_over_unless_asked_to(
    server: Running, depesche: Shell, file: Path
) -> None:
    file.write_text("precious")
    refused = depesche("backup", str(file))
    assert refused.exit_code == 1
    assert "is there already" in refused.stderr
    assert refused.stderr.count("\n") == 1
    assert file.read_text() == "precious"
    assert depesche("backup", str(file), "--force").exit_code == 0
    assert file.read_bytes()[257:262] == b"ustar"


def test_where_no_newsroom_is_there_is_no_backup_and_nothing_is_made(
    depesche: Shell, file: Path, data: Path
) -> None:
    refused = depesche("backup", str(file))
    assert refused.exit_code == 1
    assert f"there is no newsroom in {data}" in refused.stderr
    assert not data.exists()


def test_a_place_that_cannot_be_written_is_one_sentence(server: Running, depesche: Shell) -> None:
    refused = depesche("backup", "/proc/evening.tar")
    assert refused.exit_code == 1
    assert "/proc/evening.tar cannot be written" in refused.stderr
    assert refused.stderr.count("\n") == 1


def test_what_is_no_picture_is_left_out_and_told(
    depesche: Shell, begun: Path, file: Path, tmp_path: Path
) -> None:
    (begun / "files" / "ab").mkdir(parents=True)
    (begun / "files" / "ab" / "480").touch()
    (begun / "files" / "Bild (Kopie).jpg").touch()
    written = depesche("backup", str(file))
    assert written.exit_code == 0, written.stderr
    assert "Bild (Kopie).jpg is no picture of Depesche's and was left out." in written.stderr
    elsewhere = tmp_path / "elsewhere"
    assert depesche("restore", str(file), "--data", str(elsewhere)).exit_code == 0
    assert [path.name for path in (elsewhere / "files").iterdir()] == ["ab"]


def test_all_that_is_made_is_for_its_owner_alone(
    depesche: Shell, begun: Path, file: Path, tmp_path: Path
) -> None:
    LocalBlobs(begun / "files").put("ab/480", b"x")
    assert depesche("backup", str(file)).exit_code == 0
    assert depesche("restore", str(file), "--data", str(tmp_path / "back")).exit_code == 0
    made = [file, begun / "files" / "ab" / "480", tmp_path / "back"]
    for path in (*made, *(tmp_path / "back").rglob("*")):
        assert path.stat().st_mode & 0o077 == 0, path


def test_a_restore_beside_a_running_server_is_refused(
    server: Running, depesche: Shell, file: Path
) -> None:
    assert depesche("tokens", "add", "wire", "--scope", "read").exit_code == 0
    assert depesche("backup", str(file)).exit_code == 0
    refused = depesche("restore", str(file))
    assert refused.exit_code == 1
    assert f"(process {server.process.pid})" in refused.stderr
    server.ends(signal.SIGTERM)
    refused = depesche("restore", str(file))
    assert refused.exit_code == 1
    assert "holds a newsroom already" in refused.stderr
    assert refused.stderr.count("\n") == 1


def test_what_is_no_backup_is_refused_before_anything_is_made(
    depesche: Shell, file: Path, data: Path
) -> None:
    file.write_bytes(b"no backup" * 1000)
    refused = depesche("restore", str(file))
    assert refused.exit_code == 1
    assert "is no backup of Depesche" in refused.stderr
    assert not data.exists()


def test_from_a_file_to_postgresql_and_back(
    server: Running,
    depesche: Shell,
    file: Path,
    tmp_path: Path,
    bare_postgresql: Callable[[], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert depesche("tokens", "add", "wire", "--scope", "read").exit_code == 0
    assert depesche("backup", str(file)).exit_code == 0
    server.ends(signal.SIGTERM)
    url = bare_postgresql()
    monkeypatch.setenv("DEPESCHE_DATABASE_URL", url)
    there = depesche("restore", str(file))
    assert there.exit_code == 0, there.stderr
    assert f"in the database postgresql://postgres@/{make_url(url).database}." in there.stdout
    assert "wire" in depesche("tokens", "list").stdout
    again = file.with_name("again.tar")
    assert depesche("backup", str(again)).exit_code == 0
    monkeypatch.delenv("DEPESCHE_DATABASE_URL")
    back = depesche("restore", str(again), "--data", str(tmp_path / "back"))
    assert back.exit_code == 0, back.stderr
    assert "wire" in depesche("tokens", "list", "--data", str(tmp_path / "back")).stdout
