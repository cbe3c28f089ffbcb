"""`depesche coverages`: what is covered, planned and over."""

import typer
from sqlalchemy.orm import Session

from depesche.cli import console
from depesche.cli.newsroom import Data, newsroom
from depesche.newsroom import coverages, ticker
from depesche.newsroom.models import Coverage
from depesche.rendering import moments

app = typer.Typer(no_args_is_help=True, help="Coverages: what is covered, planned and over.")


@app.command("list")
def list_(data: Data = None) -> None:
    """Show all coverages: what is live first, then what opens next, then the latest."""
    with newsroom(data) as store, store.reading() as session:
        rows = [_row(session, coverage) for coverage in coverages.listed(session)]
    console.show(("status", "slug", "headline", "opening", "posts"), rows)


def _row(session: Session, coverage: Coverage) -> tuple[str, ...]:
    posts = str(ticker.count(session, coverage))
    return coverage.status, coverage.slug, coverage.headline, _opening(coverage), posts


def _opening(coverage: Coverage) -> str:
    moment = coverage.opened_at or coverage.opens_at
    if moment is None:
        return ""
    here = moments.local(moment, coverage.newsroom_zone)
    return f"{here:%Y-%m-%d} {moments.clock_time(moment, coverage.newsroom_zone, 'en')}"
