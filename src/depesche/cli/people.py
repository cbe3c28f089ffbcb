"""`depesche people`: the accounts of the desk."""

import sys
from typing import Annotated, Literal

import typer

from depesche import clock
from depesche.cli import console
from depesche.cli.newsroom import Data, newsroom
from depesche.newsroom import people
from depesche.newsroom.models import Person

app = typer.Typer(no_args_is_help=True, help="Accounts: who works at the desk.")


@app.command()
def add(
    name: Annotated[str, typer.Argument(help="As they sign in, and as posts are signed.")],
    role: Annotated[str, typer.Option(help=f"One of: {', '.join(people.ROLES)}.")],
    language: Annotated[
        Literal["de", "en"] | None, typer.Option(help="Of the desk; else the newsroom's.")
    ] = None,
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password's line from stdin.")
    ] = False,
    data: Data = None,
) -> None:
    """Make an account."""
    password = _password(from_stdin=password_stdin)
    with newsroom(data) as store, store.writing() as session:
        person = people.add(
            session,
            name=name,
            role=role,
            language=language,
            password=password,
            now=clock.now(),
        )
        added = f"{person.name} can sign in now, as {person.role}."
    console.say(added)


@app.command("list")
def list_(data: Data = None) -> None:
    """Show all accounts, those of tokens too."""
    with newsroom(data) as store, store.reading() as session:
        rows = [_row(person) for person in people.listed(session)]
    console.show(("name", "role", "language", "signs in", "since"), rows)


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise typer.BadParameter(
            "needed here, for there is no terminal to ask for the password at",
            param_hint="--password-stdin",
        )
    return str(typer.prompt("Password", hide_input=True, confirmation_prompt=True, err=True))


def _row(person: Person) -> tuple[str, ...]:
    signs_in = "with a password" if person.password_hash else "no, acts for a token"
    since = f"{person.created_at:%Y-%m-%d}"
    return person.name, person.role, person.language or "", signs_in, since
