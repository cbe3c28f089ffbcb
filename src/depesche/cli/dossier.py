"""`depesche dossier`: made anew from its acts, while the server runs."""

from typing import Annotated

import typer
from sqlalchemy.orm import Session

from depesche import clock
from depesche.cli import console
from depesche.cli.newsroom import Data, newsroom
from depesche.newsroom import coverages
from depesche.newsroom.dossier import rebuilding
from depesche.newsroom.models import Coverage

app = typer.Typer(no_args_is_help=True, help="Dossiers: what posting has kept.")

Slug = Annotated[
    str,
    typer.Argument(help="The coverage; else all of them.", metavar="[SLUG]", show_default=False),
]
Check = Annotated[bool, typer.Option("--check", help="Change nothing; 1 when something differs.")]


@app.callback()
def dossier() -> None:
    """Dossiers: what posting has kept."""


@app.command()
def rebuild(slug: Slug = "", *, check: Check = False, data: Data = None) -> None:
    """Make dossiers anew from their acts, and show what was not as the acts say."""
    found: list[tuple[str, ...]] = []
    with newsroom(data) as store:
        with store.reading() as session:
            slugs = [slug] if slug else [one.slug for one in coverages.listed(session)]
        for name in slugs:
            with store.reading() if check else store.writing() as session:
                coverage = coverages.find(session, name, to_write=not check)
                found += [(name, *row) for row in _differing(session, coverage, check=check)]
    _tell(found, slugs, check=check)


def _differing(session: Session, coverage: Coverage, *, check: bool) -> list[tuple[str, str]]:
    """Table and name of each row that differs, or differed."""
    if check:
        names = rebuilding.differences(session, coverage)
    else:
        names = rebuilding.rebuild(session, coverage, now=clock.now())
    return [(table, " ".join(row)) for table, *row in names]


def _tell(found: list[tuple[str, ...]], slugs: list[str], *, check: bool) -> None:
    if found:
        console.show(("coverage", "table", "row"), found)
    looked = f"{len(slugs)} dossier{'s' if len(slugs) != 1 else ''}"
    if not found:
        console.explain(f"{looked}: all as the acts say.")
    elif check:
        console.explain(f"{looked}: {len(found)} rows differ. Mend them without --check.")
        raise typer.Exit(1)
    else:
        console.explain(f"{looked}: {len(found)} rows differed and are mended.")
