"""`depesche doctor`: what is well, what is not, and what to do."""

import json
import os
import pwd
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from certificates import certified
from cli.conftest import Shell, Starting
from depesche import clock
from depesche.cli.doctor import address, directory
from depesche.settings import Settings
from depesche.store.engine import Store
from depesche.web import trial
from depesche.web.hook import Hook

Findings = Callable[[], dict[str, list[dict[str, str]]]]


@pytest.fixture
def findings(depesche: Shell) -> Findings:
    """What it finds, by what it is about."""

    def look() -> dict[str, list[dict[str, str]]]:
        found: dict[str, list[dict[str, str]]] = {}
        for finding in json.loads(depesche("doctor", "--json").stdout):
            found.setdefault(finding["about"], []).append(finding)
        return found

    return look


def states(found: list[dict[str, str]]) -> list[str]:
    return [finding["state"] for finding in found]


def test_where_all_is_well_it_says_so(begun: Path, depesche: Shell, findings: Findings) -> None:
    result = depesche("doctor")
    assert result.exit_code == 0, result.stdout
    assert "✗" not in result.stdout
    for about in ("directory", "database", "migrations", "integrity", "time zones", "delivery"):
        assert f"✓ {about}: " in result.stdout, result.stdout
    assert all(
        finding["todo"]
        for found in findings().values()
        for finding in found
        if finding["state"] != "well"
    ), "whatever is wrong comes with what to do"


def test_a_running_server_is_seen_and_its_public_address_asked(
    start: Starting, begun: Path, findings: Findings, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert states(findings()["server"]) == ["beware"]
    running = start("serve", "--port", "0", "--data", str(begun))
    url = running.says("Desk").partition("listens on ")[2].split(".\n")[0]
    monkeypatch.setenv("DEPESCHE_PUBLIC_URL", url)
    found = findings()
    assert str(running.process.pid) in found["server"][0]["found"]
    assert states(found["public address"]) == ["well"]
    assert "proxy" not in found


def test_a_public_address_without_https_or_out_of_reach_is_told(
    begun: Path, findings: Findings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEPESCHE_PUBLIC_URL", "http://127.0.0.1:9")
    assert states(findings()["public address"]) == ["beware"]

    def unreachable(*_: object, **__: object) -> None:
        raise OSError("no route")

    monkeypatch.setattr(address, "urlopen", unreachable)
    monkeypatch.setenv("DEPESCHE_PUBLIC_URL", "http://live.example.org")
    found = findings()
    assert states(found["public address"]) == ["ill", "beware"]
    assert "DEPESCHE_TRUSTED_PROXIES" in found["proxy"][0]["todo"]


def test_a_newsroom_that_is_not_there_is_ill(depesche: Shell, data: Path) -> None:
    result = depesche("doctor")
    assert result.exit_code == 1
    assert f"✗ directory: {data} is no directory\n    Name the right one" in result.stdout
    assert not data.exists(), "it changes nothing"


def test_a_mistyped_address_is_ill_and_no_file_is_made(
    begun: Path, findings: Findings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEPESCHE_DATABASE_URL", f"sqlite:///{tmp_path / 'typo.sqlite3'}")
    assert states(findings()["database"]) == ["ill"]
    assert not (tmp_path / "typo.sqlite3").exists()


def test_the_journal_mode_is_told_and_left(begun: Path, findings: Findings) -> None:
    with closing(sqlite3.connect(begun / "depesche.sqlite3")) as database:
        database.execute("PRAGMA journal_mode = DELETE")
        assert states(findings()["write-ahead log"]) == ["beware"]
        assert database.execute("PRAGMA journal_mode").fetchone() == ("delete",)


def test_an_account_without_a_name_is_its_number(
    begun: Path, findings: Findings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def nobody(_uid: int) -> None:
        raise KeyError

    monkeypatch.setattr(pwd, "getpwuid", nobody)
    assert f"for the account {os.getuid()} alone" in findings()["directory"][0]["found"]


def test_tables_that_were_changed_by_hand_are_ill(begun: Path, findings: Findings) -> None:
    assert states(findings()["tables"]) == ["well"]
    with closing(sqlite3.connect(begun / "depesche.sqlite3")) as database:
        database.execute("ALTER TABLE people ADD COLUMN shoe_size INTEGER")
        database.execute("DROP TABLE marks")
    (found,) = findings()["tables"]
    assert found["state"] == "ill"
    assert "people.shoe_size" in found["found"]
    assert "marks" in found["found"]


def test_what_others_could_read_is_told_with_the_line_to_type(
    begun: Path, findings: Findings
) -> None:
    begun.chmod(0o755)
    (begun / "depesche.sqlite3").chmod(0o644)
    found = findings()
    assert found["directory"][0]["todo"] == f"chmod 700 {begun}"
    assert found["file"][0]["todo"] == f"chmod 600 {begun / 'depesche.sqlite3'}"


@pytest.mark.parametrize(("free", "state"), [(50, "ill"), (500, "beware"), (5000, "well")])
def test_a_disk_that_fills_up_is_told(
    begun: Path, findings: Findings, monkeypatch: pytest.MonkeyPatch, free: int, state: str
) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=free * 2**20))
    assert states(findings()["disk"]) == [state]


def test_a_disk_in_the_network_is_no_place_for_sqlite(
    begun: Path, findings: Findings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(directory, "_file_system", lambda _: "nfs4")
    assert "ill" in states(findings()["disk"])


def test_a_broken_database_is_ill(begun: Path, depesche: Shell, findings: Findings) -> None:
    file = begun / "depesche.sqlite3"
    content = bytearray(file.read_bytes())
    content[8192:12288] = os.urandom(4096)
    file.write_bytes(content)
    assert depesche("doctor").exit_code == 1
    file.write_bytes(b"no database" * 1000)
    assert states(findings()["database"]) == ["ill"]


def test_migrations_that_are_missing_are_told(begun: Path, findings: Findings) -> None:
    store = Store(Settings(data=begun).url)
    with store.writing() as session:
        session.connection().exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")
    store.close()
    assert findings()["migrations"][0]["found"].startswith("at 0000, this version wants")


def test_a_postgresql_that_is_away_is_ill_and_one_that_answers_is_asked_for_the_time(
    begun: Path,
    findings: Findings,
    bare_postgresql: Callable[[], str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DEPESCHE_DATABASE_URL", "postgresql://localhost:9/nothing")
    assert states(findings()["database"]) == ["ill"]
    monkeypatch.setenv("DEPESCHE_DATABASE_URL", bare_postgresql())
    found = findings()
    assert states(found["migrations"]) == ["beware"], "none has run"
    assert "well" in states(found["clock"])
    tomorrow = clock.wall() + timedelta(days=1)
    monkeypatch.setattr(clock, "wall", lambda: tomorrow)
    assert "ill" in states(findings()["clock"])


def test_a_clock_that_cannot_be_right_is_ill(
    begun: Path, findings: Findings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "wall", lambda: datetime(1970, 1, 1, tzinfo=UTC))
    assert "ill" in states(findings()["clock"]) or Path("/run/systemd/timesync").exists()


def test_too_few_open_files_are_told(
    begun: Path, findings: Findings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEPESCHE_MAX_STREAMS", "100")
    assert states(findings()["open files"]) == ["well"]
    monkeypatch.setenv("DEPESCHE_MAX_STREAMS", "100000000")
    assert "LimitNOFILE=100001000" in findings()["open files"][0]["todo"]


# The certificate of a server without a proxy


@pytest.fixture
def certificate_of(
    findings: Findings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[..., dict[str, str]]:
    """What is found of a certificate that is made like this."""

    def look(**made: Any) -> dict[str, str]:
        for name, value in certified(tmp_path / "tls", **made).settings.items():
            monkeypatch.setenv(name, value)
        (found,) = findings()["certificate"]
        return found

    return look


def test_without_a_certificate_none_is_looked_at(begun: Path, findings: Findings) -> None:
    assert "certificate" not in findings()


@pytest.mark.parametrize(("days", "state"), [(90, "well"), (15, "well"), (13, "beware")])
def test_a_certificate_is_told_with_the_days_that_it_is_good_for(
    begun: Path, certificate_of: Callable[..., dict[str, str]], days: int, state: str
) -> None:
    found = certificate_of(days=days)
    assert (found["state"], f"is good for {days - 1} days" in found["found"]) == (state, True)


def test_a_certificate_that_has_expired_is_ill(
    begun: Path, certificate_of: Callable[..., dict[str, str]]
) -> None:
    found = certificate_of(days=0)
    assert found["state"] == "ill"
    assert "certificate has expired" in found["found"]


def test_a_certificate_for_another_address_is_ill(
    begun: Path,
    certificate_of: Callable[..., dict[str, str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DEPESCHE_PUBLIC_URL", "https://127.0.0.1:9")
    assert certificate_of()["state"] == "well"
    found = certificate_of(names="DNS:elsewhere.example")
    assert found["state"] == "ill"
    assert "127.0.0.1" in found["found"]


def test_a_key_of_another_certificate_is_ill(
    begun: Path, findings: Findings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    one, other = certified(tmp_path / "one"), certified(tmp_path / "other")
    monkeypatch.setenv("DEPESCHE_TLS_CERTIFICATE", str(one.certificate))
    monkeypatch.setenv("DEPESCHE_TLS_KEY", str(other.key))
    (found,) = findings()["certificate"]
    assert found["state"] == "ill"
    assert f"{other.key} is not the key of {one.certificate}" in found["found"]


def test_the_way_that_streams_take_is_tried(
    begun: Path, findings: Findings, monkeypatch: pytest.MonkeyPatch
) -> None:
    (found,) = findings()["delivery"]
    assert (found["state"], found["found"]) == ("well", "streams are handed to their connections")

    monkeypatch.setattr(Hook, "_hand_over", lambda self, _: self.transport.close())
    (found,) = findings()["delivery"]
    assert found["state"] == "beware"
    assert "the hook does not fit: EOFError: hung up instead" in found["found"]
    assert "plain ASGI" in found["found"]
    assert found["todo"]


def test_plain_streams_are_well_where_they_are_wanted(
    begun: Path, findings: Findings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DEPESCHE_DELIVERY", "plain")
    monkeypatch.setattr(trial, "misfit", None)  # it is not even tried
    (found,) = findings()["delivery"]
    assert found["state"] == "well"
    assert "plain ASGI, as DEPESCHE_DELIVERY says" in found["found"]


# The newsroom's own look


def test_a_look_of_its_own_is_tried_as_the_server_tries_it(
    begun: Path, findings: Findings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    assert "look" not in findings()
    monkeypatch.setenv("DEPESCHE_COLOUR", "#0b5fa5")
    assert states(findings()["look"]) == ["well"]
    monkeypatch.setenv("DEPESCHE_LOGO", str(tmp_path / "nowhere.svg"))
    (found,) = findings()["look"]
    assert found["state"] == "ill"
    assert "cannot be read (No such file or directory)" in found["found"]
