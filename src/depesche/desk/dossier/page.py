"""The dossier desk: all that was prepared and posted about, by kind, and what to look at."""

from typing import Any, Final

from fastapi import APIRouter
from fastapi.responses import HTMLResponse
from sqlalchemy.orm import Session

from depesche.desk import pages
from depesche.desk.dossier import panels
from depesche.desk.dossier.panels import Asked, AtDossier
from depesche.newsroom import changes, coverages, people
from depesche.newsroom.dossier import bases, rundown
from depesche.newsroom.models import Coverage
from depesche.rendering import desk_dossier
from depesche.rendering.desk_dossier import Sheet

router = APIRouter(prefix=panels.PREFIX)

# In the order in which an editor prepares them; the matrix is drawn from the positions.
SECTIONS: Final = (
    *("actor", "issue", "aim", "position", "place"),
    *("entry", "scenario", "question", "claim"),
)


@router.get("")
def show(asked: AtDossier) -> HTMLResponse:
    """All of it on one page."""
    with asked.house.store.reading() as session:
        coverage = coverages.find(session, asked.slug)
        people.require(session, asked.person, "read", coverage)
        sequence = changes.latest(session, coverage.id, "desk")  # number first, rows second
        facts = _parts(asked, session, coverage)
        fragments, sheet = asked.house.fragments, facts["sheet"]
        rows = {
            kind: [fragments.desk_object(sheet, one) for one in facts["listed"][kind]]
            for kind in SECTIONS
            if kind != "position"
        }
        return pages.show(
            asked.house,
            asked.person,
            "desk/dossier/dossier.html",
            sequence=sequence,
            sections=SECTIONS,
            rows=rows,
            head=fragments.desk_head(coverage, asked.language),
            may_confirm=people.may(session, asked.person, "confirm", coverage),
            path=asked.base,
            **facts,
        )


@router.get("/parts")
def parts(asked: AtDossier) -> HTMLResponse:
    """What is drawn from many objects, to take the place of what is on the page."""
    with asked.house.store.reading() as session:
        coverage = coverages.find(session, asked.slug)
        people.require(session, asked.person, "read", coverage)
        facts = _parts(asked, session, coverage)
        return pages.show(asked.house, asked.person, "desk/dossier/_parts.html", **facts)


def _parts(asked: Asked, session: Session, coverage: Coverage) -> dict[str, Any]:
    listed, sheet = rundown.listed(session, coverage), Sheet(session, coverage, asked.language)
    return {
        "asked": asked,
        "coverage": coverage,
        "sheet": sheet,
        "listed": listed,
        "checks": rundown.to_check(session, coverage),
        "pending": rundown.pending(session, coverage, asked.person),
        "cells": bases.taken(session, coverage),
        "impossible": list(desk_dossier.impossible(listed["scenario"])),
        "titled": desk_dossier.titled,
        "may_write": people.may(session, asked.person, "dossier", coverage)
        and coverage.status != "archived",
    }
