"""The server's log: lines a machine can read, and nothing anybody wrote or is called."""

import json
import logging
import sqlite3
import sys
from collections.abc import Callable

import psycopg
import pytest
from sqlalchemy.exc import IntegrityError, OperationalError

from depesche.cli import logs

SECRET = "Mara Brandt"


def written(happens: Callable[[logging.Logger], None], *, is_terminal: bool = False) -> str:
    """The line that the log holds afterwards."""
    lines: list[str] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(self.format(record))

    handler = Kept()
    handler.setFormatter(logs.formatter(is_terminal=is_terminal))
    log = logging.Logger("depesche.test")  # noqa: LOG001 - nobody else hears of it
    log.addHandler(handler)
    happens(log)
    (line,) = lines
    return line


def failed(error: Exception, cause: Exception | None = None) -> Callable[[logging.Logger], None]:
    def happens(log: logging.Logger) -> None:
        try:
            raise error from cause
        except type(error):
            log.exception("it failed")

    return happens


def test_a_line_is_json_with_its_facts() -> None:
    line = written(lambda log: log.warning("slow", extra={"route": "/live/{slug}", "ms": 1200}))
    told = json.loads(line)
    assert told.pop("timestamp").endswith("Z")
    assert told == {
        "message": "slow",
        "level": "warning",
        "logger": "depesche.test",
        "route": "/live/{slug}",
        "ms": 1200,
    }
    assert "\n" not in written(lambda log: log.info("two\nlines"))


def test_an_error_is_told_by_its_kind_and_place_and_not_by_its_words() -> None:
    told = json.loads(written(failed(ValueError(SECRET), KeyError(SECRET))))
    assert SECRET not in json.dumps(told)
    lines = told["exception"].splitlines()
    assert lines[0] == "builtins.KeyError"
    assert lines[-1] == "builtins.ValueError"
    assert "test_logs.py:" in lines[-2]


def test_what_the_machine_says_is_told() -> None:
    assert "No space left" in written(failed(OSError(28, "No space left on device")))
    gone = OperationalError(
        f"INSERT {SECRET}", {"name": SECRET}, sqlite3.OperationalError("locked")
    )
    line = written(failed(gone))
    assert "locked" in line
    assert SECRET not in line


def test_the_rows_that_postgresql_quotes_are_not(
    migrated_postgresql: str, postgresql_server: str
) -> None:

    with psycopg.connect(postgresql_server.format("postgres"), autocommit=True) as connection:
        connection.execute("CREATE TEMPORARY TABLE hired (name text UNIQUE)")
        connection.execute("INSERT INTO hired VALUES (%s)", [SECRET])
        with pytest.raises(psycopg.errors.UniqueViolation) as twice:
            connection.execute("INSERT INTO hired VALUES (%s)", [SECRET])
    assert SECRET in str(twice.value)
    for error in (twice.value, IntegrityError("INSERT", {}, twice.value)):
        line = written(failed(error))
        assert "hired_name_key" in line
        assert SECRET not in line


@pytest.mark.parametrize("is_terminal", [True, False])
def test_no_way_of_writing_it_down_holds_the_words(is_terminal: bool) -> None:
    line = written(failed(RuntimeError(SECRET), ValueError(SECRET)), is_terminal=is_terminal)
    assert SECRET not in line
    assert "RuntimeError" in line


def test_on_a_terminal_it_is_for_people() -> None:
    line = written(lambda log: log.warning("slow", extra={"ms": 1200}), is_terminal=True)
    assert "slow" in line
    assert not line.startswith("{")


def test_the_log_goes_to_stderr_with_the_servers_own(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    root, ours = logging.getLogger(), logging.getLogger("depesche")
    monkeypatch.setattr(root, "handlers", [])
    before = root.level, ours.level
    try:
        logs.to_stderr()
        logging.getLogger("uvicorn.error").error("a port is taken")
        logging.getLogger("depesche.x").info("opened")
        logging.getLogger("elsewhere").info("chatter")
    finally:
        logging.captureWarnings(capture=False)
        root.setLevel(before[0])
        ours.setLevel(before[1])
    said = [json.loads(line)["message"] for line in capsys.readouterr().err.splitlines()]
    assert said == ["a port is taken", "opened"]
    assert sys.stderr
