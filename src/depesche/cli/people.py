"""`depesche people`: the accounts of the desk."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Literal

import typer
from sqlalchemy.orm import Session

from depesche import clock
from depesche import settings as environment
from depesche.cli import console
from depesche.cli.newsroom import Data, is_there, newsroom, opened, where
from depesche.errors import NotFound
from depesche.newsroom import accounts, passwords, people
from depesche.newsroom.models import Person

ROLES = f"One of: {', '.join(people.ROLES)}."

Name = Annotated[str, typer.Argument(help="As they sign in, and as posts are signed.")]
PasswordStdin = Annotated[
    bool, typer.Option("--password-stdin", help="Read the password's line from stdin.")
]

app = typer.Typer(no_args_is_help=True, help="Accounts: who works at the desk.")


@app.command()
def add(
    name: Name,
    role: Annotated[str, typer.Option(help=ROLES)],
    language: Annotated[
        Literal["de", "en"] | None, typer.Option(help="Of the desk; else the newsroom's.")
    ] = None,
    password_stdin: PasswordStdin = False,
    data: Data = None,
) -> None:
    """Make an account."""
    people.check_role(role)
    password_hash = passwords.hashed(_password(from_stdin=password_stdin))
    settings = environment.load(data=data)
    begins = not is_there(settings)  # with its first administrator
    with opened(settings) as store, store.writing() as session:
        person = people.add(
            session,
            name=name,
            role=role,
            language=language,
            password_hash=password_hash,
            now=clock.now(),
        )
        added = f"{person.name} can sign in now, as {person.role}."
    console.say(added)
    if begins:
        console.explain(f"A new newsroom begins in {where(settings)}.")


@app.command("list")
def list_(data: Data = None) -> None:
    """Show all accounts, those of tokens too."""
    with newsroom(data) as store, store.reading() as session:
        rows = [_row(person) for person in people.listed(session)]
    console.show(("name", "role", "language", "signs in", "since"), rows)


@app.command()
def role(name: Name, role: Annotated[str, typer.Argument(help=ROLES)], data: Data = None) -> None:
    """Give an account another role."""
    with _account(data, name) as (session, person):
        accounts.give_role(session, person, role, by=None)
    console.say(f"{person.name} is {role} now.")


@app.command()
def password(name: Name, password_stdin: PasswordStdin = False, data: Data = None) -> None:
    """Give an account another password, and sign it out everywhere."""
    password_hash = passwords.hashed(_password(from_stdin=password_stdin))
    with _account(data, name) as (session, person):
        accounts.give_password(session, person, password_hash, by=None)
    console.say(f"{person.name} has another password now, and is signed out everywhere.")


@app.command()
def deactivate(name: Name, data: Data = None) -> None:
    """Let nobody use an account any more. What it wrote stays."""
    with _account(data, name) as (session, person):
        accounts.deactivate(session, person, by=None, wall=clock.wall())
    console.say(f"Nobody can use the account of {person.name} any more.")


@app.command()
def activate(name: Name, data: Data = None) -> None:
    """Let an account be used again."""
    with _account(data, name) as (session, person):
        accounts.activate(session, person, by=None)
    console.say(f"{person.name} can sign in again.")


@contextmanager
def _account(data: Path | None, name: str) -> Iterator[tuple[Session, Person]]:
    """One transaction, and the account of that name in it."""
    try:
        with newsroom(data) as store, store.writing() as session:
            yield session, accounts.named(session, name)
    except NotFound as error:
        console.explain(f"Nobody signs in as “{name}”. `depesche people list` shows all.")
        raise typer.Exit(1) from error


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        line = sys.stdin.buffer.readline().decode(errors="surrogateescape")
        return console.readable(line.rstrip("\r\n"))
    if not sys.stdin.isatty():
        raise typer.BadParameter(
            "needed here, for there is no terminal to ask for the password at",
            param_hint="--password-stdin",
        )
    typed = typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True)
    return console.readable(str(typed))


def _row(person: Person) -> tuple[str, ...]:
    signs_in = "with a password" if person.password_hash else "no, acts for a token"
    signs_in = "no, deactivated" if person.deactivated_at else signs_in
    since = f"{person.created_at:%Y-%m-%d}"
    return person.name, person.role, person.language or "", signs_in, since
