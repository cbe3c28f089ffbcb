"""`depesche tokens`: keys for programs that use the API."""

from typing import Annotated

import typer

from depesche import clock
from depesche.cli import console
from depesche.cli.newsroom import Data, newsroom
from depesche.errors import NotFound
from depesche.newsroom import keys
from depesche.newsroom.models import Token

app = typer.Typer(no_args_is_help=True, help="Tokens: which programs may use the API.")

Name = Annotated[str, typer.Argument(help="What the token is called.")]


@app.command()
def add(
    name: Name,
    scope: Annotated[str, typer.Option(help="read or write.")],
    data: Data = None,
) -> None:
    """Make a token and print it, once and alone, on stdout."""
    with newsroom(data) as store, store.writing() as session:
        secret = keys.make_token(session, name=name, scope=scope, wall=clock.wall())
    console.explain(f"The token “{name}” ({scope}). It is not shown again:")
    print(secret)


@app.command("list")
def list_(data: Data = None) -> None:
    """Show all tokens, without their secrets."""
    with newsroom(data) as store, store.reading() as session:
        rows = [_row(token) for token in keys.listed(session)]
    console.show(("name", "scope", "made", "revoked"), rows)


@app.command()
def revoke(name: Name, data: Data = None) -> None:
    """Make a token useless, from now on."""
    try:
        with newsroom(data) as store, store.writing() as session:
            keys.revoke(session, name=name, wall=clock.wall())
    except NotFound as error:
        console.explain(f"There is no token called “{name}”. `depesche tokens list` shows all.")
        raise typer.Exit(1) from error
    console.say(f"The token “{name}” opens nothing any more.")


def _row(token: Token) -> tuple[str, ...]:
    revoked = f"{token.revoked_at:%Y-%m-%d %H:%M} UTC" if token.revoked_at else ""
    return token.name, token.scope, f"{token.created_at:%Y-%m-%d}", revoked
