"""`depesche people`."""

from pathlib import Path

import pytest

from cli.conftest import Shell
from depesche.newsroom import passwords, people
from depesche.store.engine import Store

PASSWORD = "a sentence is easy to remember"


def test_an_account_is_made_with_the_password_from_stdin(depesche: Shell, data: Path) -> None:
    made = depesche(
        *("people", "add", "Mara Brandt", "--role", "chief", "--password-stdin"),
        typed=f"{PASSWORD}\nnot this line\n",
    )
    assert made.exit_code == 0
    assert PASSWORD not in made.output
    store = Store(f"sqlite:///{data / 'depesche.sqlite3'}")
    with store.reading() as session:
        person = people.at_the_door(session, "mara brandt")
        assert person is not None
        assert passwords.fits(PASSWORD, person.password_hash)
        assert (person.name, person.role, person.language) == ("Mara Brandt", "chief", None)
    store.close()


def test_accounts_are_listed_one_in_a_line(depesche: Shell) -> None:
    add = ("people", "add", "Jonas [editor] Petersen", "--role", "editor", "--language", "en")
    depesche(*add, "--password-stdin", typed=PASSWORD)
    depesche("tokens", "add", "wire", "--scope", "read")
    header, jonas, wire = depesche("people", "list").stdout.splitlines()
    assert header.split() == ["name", "role", "language", "signs", "in", "since"]
    assert jonas.startswith("Jonas [editor] Petersen  editor  en ")
    assert "with a password" in jonas
    assert "acts for a token" in wire


@pytest.mark.parametrize(
    ("role", "password", "complaint"),
    [
        ("publisher", PASSWORD, "Choose one of: contributor, editor, chief, administrator."),
        ("editor", "short", "A password needs at least 10 characters."),
        ("editor", "", "A password needs at least 10 characters."),
    ],
)
def test_what_cannot_be_taken_is_a_usage_error(
    depesche: Shell, role: str, password: str, complaint: str
) -> None:
    result = depesche("people", "add", "X", "--role", role, "--password-stdin", typed=password)
    assert result.exit_code == 2
    assert complaint in result.stderr


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        (("people", "add", "J\udcf6rg", "--role", "editor", "--password-stdin"), PASSWORD.encode()),
        (("people", "add", "Bo", "--role", "editor", "--password-stdin"), b"p\xe4sswort1234\n"),
        (("tokens", "add", "J\udcf6rg", "--scope", "read"), b""),
    ],
)
def test_what_is_no_text_is_a_usage_error(
    depesche: Shell, data: Path, words: tuple[str, ...], typed: bytes
) -> None:
    result = depesche(*words, typed=typed)
    assert result.exit_code == 2
    assert "has to be text in UTF-8" in result.stderr
    assert not data.exists()


def test_a_password_may_have_any_letters(depesche: Shell) -> None:
    add = ("people", "add", "Jörg", "--role", "editor", "--password-stdin")
    assert depesche(*add, typed="pässwort 1234 🙂\n").stdout.startswith("Jörg can sign in now")


def test_two_accounts_cannot_have_one_name(depesche: Shell) -> None:
    add = ("people", "add", "--role", "editor", "--password-stdin")
    assert depesche(*add, "Mara", typed=PASSWORD).exit_code == 0
    again = depesche(*add, "MARA", typed=PASSWORD)
    assert again.exit_code == 1
    assert again.stderr.startswith("There already is an account")


def test_without_a_terminal_the_password_must_come_from_stdin(depesche: Shell) -> None:
    result = depesche("people", "add", "Mara", "--role", "chief", typed=PASSWORD)
    assert result.exit_code == 2
    assert "--password-stdin" in result.stderr


def test_an_account_gets_another_role_and_another_password(depesche: Shell, data: Path) -> None:
    depesche("people", "add", "Mara", "--role", "editor", "--password-stdin", typed=PASSWORD)
    assert depesche("people", "role", "mara", "chief").stdout == "Mara is chief now.\n"
    told = depesche("people", "password", "Mara", "--password-stdin", typed="another sentence")
    assert told.exit_code == 0
    assert "another sentence" not in told.output
    store = Store(f"sqlite:///{data / 'depesche.sqlite3'}")
    with store.reading() as session:
        person = people.at_the_door(session, "Mara")
        assert person is not None
        assert person.role == "chief"
        assert passwords.fits("another sentence", person.password_hash)
    store.close()


def test_an_account_is_deactivated_and_activated(depesche: Shell) -> None:
    depesche("people", "add", "Mara", "--role", "editor", "--password-stdin", typed=PASSWORD)
    assert depesche("people", "deactivate", "Mara").exit_code == 0
    assert "no, deactivated" in depesche("people", "list").stdout
    assert depesche("people", "activate", "Mara").stdout == "Mara can sign in again.\n"
    assert "with a password" in depesche("people", "list").stdout


@pytest.mark.parametrize(
    ("words", "exit_code", "complaint"),
    [
        (("role", "Niemand", "chief"), 1, "Nobody signs in as “Niemand”."),
        (("deactivate", "wire"), 1, "Nobody signs in as “wire”."),
        (("role", "Ada", "publisher"), 2, "Choose one of: contributor"),
        (("role", "Ada", "chief"), 1, "This is the last administrator."),
        (("deactivate", "Ada"), 1, "This is the last administrator."),
    ],
)
def test_what_cannot_become_of_an_account_is_said(
    depesche: Shell, words: tuple[str, ...], exit_code: int, complaint: str
) -> None:
    add = ("people", "add", "Ada", "--role", "administrator", "--password-stdin")
    depesche(*add, typed=PASSWORD)
    depesche("tokens", "add", "wire", "--scope", "read")
    result = depesche("people", *words)
    assert result.exit_code == exit_code
    assert complaint in result.stderr
