"""`depesche tokens`."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.orm import Session

from cli.conftest import Shell
from depesche.errors import BadToken
from depesche.newsroom import keys
from depesche.store.engine import Store

pytestmark = pytest.mark.usefixtures("begun")


@pytest.fixture
def session(depesche: Shell, data: Path) -> Iterator[Session]:
    """A look into the newsroom."""
    store = Store(f"sqlite:///{data / 'depesche.sqlite3'}")
    with store.reading() as session:
        yield session
    store.close()


def test_a_token_stands_alone_on_stdout(depesche: Shell, session: Session) -> None:
    result = depesche("tokens", "add", "wire", "--scope", "write")
    (secret,) = result.stdout.splitlines()
    assert keys.token(session, secret).scope == "write"
    assert secret not in result.stderr
    assert "not shown again" in result.stderr


def test_a_revoked_token_opens_nothing(depesche: Shell, session: Session) -> None:
    secret = depesche("tokens", "add", "wire", "--scope", "read").stdout.strip()
    assert depesche("tokens", "revoke", "wire").exit_code == 0
    assert depesche("tokens", "revoke", "wire").exit_code == 0
    with pytest.raises(BadToken):
        keys.token(session, secret)


def test_a_revoked_name_can_be_given_again(depesche: Shell, session: Session) -> None:
    depesche("tokens", "add", "wire", "--scope", "read")
    depesche("tokens", "revoke", "wire")
    secret = depesche("tokens", "add", "wire", "--scope", "write").stdout.strip()
    assert keys.token(session, secret).scope == "write"
    assert depesche("tokens", "add", "wire", "--scope", "write").exit_code == 1
    assert len(depesche("tokens", "list").stdout.splitlines()) == 3


def test_tokens_are_listed_without_their_secrets(depesche: Shell) -> None:
    secret = depesche("tokens", "add", "wire", "--scope", "read").stdout.strip()
    depesche("tokens", "add", "agency", "--scope", "write")
    depesche("tokens", "revoke", "agency")
    listed = depesche("tokens", "list").stdout
    _, agency, wire = listed.splitlines()
    assert agency.split()[:2] == ["agency", "write"]
    assert agency.rstrip().endswith("UTC")
    assert wire.rstrip().endswith("–")
    assert secret not in listed


def test_a_token_that_is_not_there_cannot_be_revoked(depesche: Shell) -> None:
    result = depesche("tokens", "revoke", "wire")
    assert result.exit_code == 1
    assert "no token called “wire”" in result.stderr


def test_a_scope_it_does_not_know_is_a_usage_error(depesche: Shell) -> None:
    result = depesche("tokens", "add", "wire", "--scope", "everything")
    assert result.exit_code == 2
    assert result.stdout == ""
