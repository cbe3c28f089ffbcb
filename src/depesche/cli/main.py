"""The operator's door: `depesche` and its commands."""

from typing import Annotated, Any

import typer
from sqlalchemy.exc import OperationalError
from typer.core import TyperGroup

from depesche import __version__
from depesche.cli import (
    backup,
    console,
    coverages,
    demo,
    doctor,
    dossier,
    people,
    serve,
    settings,
    tokens,
)
from depesche.errors import DepescheError, Invalid, Unavailable


class Commands(TyperGroup):
    """All commands; whatever one of them cannot do becomes a sentence and an exit code."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        return super().parse_args(ctx, [console.readable(typed) for typed in args])

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except DepescheError as error:
            console.explain(error.sentence())
            raise typer.Exit(2 if isinstance(error, Invalid) else 1) from error
        except PermissionError as error:
            account = "Run this as the account that the server runs as."
            console.explain(f"{error.filename} cannot be used ({error.strerror}). {account}")
            raise typer.Exit(1) from error
        except OperationalError as error:
            console.explain(f"{Unavailable().sentence()} ({error.orig})")
            raise typer.Exit(1) from error


app = typer.Typer(
    cls=Commands,
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    help="Live coverage for newsrooms.",
)
app.command()(serve.serve)
app.command()(demo.demo)
app.add_typer(people.app, name="people")
app.add_typer(tokens.app, name="tokens")
app.add_typer(coverages.app, name="coverages")
app.add_typer(dossier.app, name="dossier")
app.command()(settings.settings)
app.command()(doctor.doctor)
app.command()(backup.backup)
app.command()(backup.restore)


def _version(wanted: bool) -> None:
    if wanted:
        console.say(f"depesche {__version__}")
        raise typer.Exit


@app.callback()
def depesche(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="Say which this is.")
    ] = False,
) -> None:
    """Live coverage for newsrooms."""
