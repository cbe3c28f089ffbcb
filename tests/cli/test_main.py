"""`depesche` itself."""

import sqlite3
import stat
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from cli.conftest import Shell
from depesche import __version__

ADD = ("people", "add", "Ada", "--role", "administrator", "--password-stdin")
COMMANDS = ("serve", "demo", "settings", "people", "tokens", "coverages")


def test_it_says_which_version_it_is(depesche: Shell) -> None:
    assert depesche("--version").stdout == f"depesche {__version__}\n"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself(depesche: Shell, command: str) -> None:
    assert command in depesche("--help").stdout
    assert depesche(command, "--help").exit_code == 0


def test_a_command_it_does_not_know_is_a_usage_error(depesche: Shell) -> None:
    assert depesche("tweet").exit_code == 2


@pytest.mark.parametrize("command", [("people", "list"), ("tokens", "list"), ("coverages", "list")])
def test_a_database_that_does_not_answer_is_one_sentence(
    depesche: Shell, monkeypatch: pytest.MonkeyPatch, command: tuple[str, ...]
) -> None:
    monkeypatch.setenv("DEPESCHE_DATABASE_URL", "postgresql://mara:secret@127.0.0.1:1/newsroom")
    result = depesche(*command)
    assert result.exit_code == 1
    assert result.stdout == ""
    assert "postgresql://mara:***@127.0.0.1:1/newsroom cannot be used" in result.stderr
    assert result.stderr.count("\n") == 1


@pytest.mark.parametrize(
    ("name", "value", "complaint"),
    [
        ("DATABASE_URL", "mysql://host/name", "DEPESCHE_DATABASE_URL must begin with postgresql:"),
        ("DATABASE_URL", "postgresql://host:x/", "DEPESCHE_DATABASE_URL is no database's address"),
        ("LANGUAGE", "fr", "DEPESCHE_LANGUAGE must be 'de' or 'en'"),
        ("PUBLIC_URL", "news.example", "DEPESCHE_PUBLIC_URL must begin with http:// or https://"),
        ("HEARTBEAT", "0", "DEPESCHE_HEARTBEAT must be greater than 0"),
    ],
)
def test_a_bad_setting_is_one_sentence(
    depesche: Shell, monkeypatch: pytest.MonkeyPatch, name: str, value: str, complaint: str
) -> None:
    monkeypatch.setenv(f"DEPESCHE_{name}", value)
    result = depesche("people", "list")
    assert result.exit_code == 1
    assert complaint in result.stderr
    assert result.stderr.count("\n") == 1


def test_a_file_that_is_no_database_is_one_sentence(depesche: Shell, data: Path) -> None:
    data.mkdir()
    (data / "depesche.sqlite3").write_text("Dear diary, this is no database at all. " * 20)
    result = depesche("people", "list")
    assert result.exit_code == 1
    assert "cannot be used (file is not a database)" in result.stderr


def test_a_database_of_a_newer_depesche_is_left_alone(depesche: Shell, begun: Path) -> None:
    with closing(sqlite3.connect(begun / "depesche.sqlite3")) as database:
        database.execute("UPDATE alembic_version SET version_num = '9999'")
        database.commit()
    result = depesche("people", "list")
    assert result.exit_code == 1
    assert "was written by a newer Depesche" in result.stderr


def test_a_directory_that_cannot_be_made_is_one_sentence(depesche: Shell, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for place in ("file", "file/newsroom"):
        result = depesche(*ADD, "--data", str(tmp_path / place), typed="a long password")
        assert result.exit_code == 1
        assert f"{tmp_path / place} cannot hold its data" in result.stderr
        assert result.stderr.count("\n") == 1


def test_the_directory_is_nobody_elses_to_read(depesche: Shell, data: Path) -> None:
    assert depesche(*ADD, typed="a long password").exit_code == 0
    assert stat.S_IMODE(data.stat().st_mode) == 0o700


LATER = [
    *(("people", "list"), ("people", "role", "Ada", "chief"), ("people", "deactivate", "Ada")),
    *(("tokens", "list"), ("tokens", "add", "wire", "--scope", "read"), ("coverages", "list")),
    ("backup", "evening.tar"),
]


@pytest.mark.parametrize("command", LATER)
def test_a_wrong_directory_is_said_and_no_newsroom_made_there(
    depesche: Shell,
    tmp_path: Path,
    data: Path,
    command: tuple[str, ...],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(tmp_path)
    result = depesche(*command)
    assert result.exit_code == 1
    assert f"there is no newsroom in {data}. Name it with --data or DEPESCHE_DATA" in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_an_empty_database_is_no_newsroom(
    depesche: Shell, bare_postgresql: Callable[[], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEPESCHE_DATABASE_URL", bare_postgresql())
    assert "there is no newsroom in the database" in depesche("people", "list").stderr
    begun = depesche(*ADD, typed="a long password")
    assert begun.stderr.startswith("A new newsroom begins in the database postgresql://")
    assert "Ada" in depesche("people", "list").stdout


def test_whoever_adds_the_first_account_is_told_where(depesche: Shell, data: Path) -> None:
    first = depesche(*ADD, typed="a long password")
    assert first.stderr == f"A new newsroom begins in {data}.\n"
    again = depesche("people", "add", "Elif", *ADD[3:], typed="a long password")
    assert again.stderr == ""
