"""Coverages: listed, read, made, edited, taken from one state to the next."""

from typing import Annotated, Any

from fastapi import Query, Request, Response
from sqlalchemy.orm import Session

from depesche import clock
from depesche.api import answers, doors, pages, refusals
from depesche.api.bearer import By
from depesche.api.paths import Slug
from depesche.api.wanted import WantedCoverage
from depesche.errors import (
    CoverageArchived,
    Missing,
    NaiveTime,
    NoSuchStep,
    OpeningMissing,
    OpeningPassed,
    PresentationFixed,
    SlugTaken,
    TooLong,
    UnknownLanguage,
    UnknownStatus,
    UnknownZone,
)
from depesche.newsroom import coverages, people
from depesche.newsroom.models import Coverage, Person
from depesche.web.rooms import House

router = doors.resource("/coverages", tag="Coverages")

_LARGEST_ID = 2**31 - 1  # of a row


@router.get("", responses=refusals.reading())
def list_coverages(
    request: Request,
    house: House,
    by: By,
    after: Annotated[int, Query(ge=0, le=_LARGEST_ID, description="From `next`.")] = 0,
    limit: pages.Limit = pages.SIZE,
) -> answers.Coverages:
    """The coverages in every state, in the order they were made."""
    with house.store.reading() as session:
        found = coverages.page(session, after=after, limit=limit + 1)
        rows, following = pages.cut(found, limit, request=request, settings=house.settings)
        readable = [row for row in rows if people.may(session, by, "read", row)]
    return answers.Coverages(
        items=[answers.Coverage.of(coverage, house.settings) for coverage in readable],
        next=following,
    )


@router.get("/{slug}", responses=refusals.reading())
def read_coverage(slug: Slug, house: House, by: By) -> answers.Coverage:
    """One coverage, in any state."""
    with house.store.reading() as session:
        coverage = coverages.find(session, slug)
        people.require(session, by, "read", coverage)
        return answers.Coverage.of(coverage, house.settings)


@router.put(
    "/{slug}",
    responses={
        201: {"model": answers.Coverage, "description": "Made."},
        **refusals.writing_a_body(
            *(Missing, TooLong, UnknownLanguage, UnknownZone),
            *(UnknownStatus, NaiveTime, CoverageArchived, NoSuchStep),
            *(OpeningMissing, OpeningPassed, PresentationFixed),
        ),
    },
    response_description="Changed, or as it was.",
)
def put_coverage(
    slug: Slug, wanted: WantedCoverage, house: House, by: By, response: Response
) -> answers.Coverage:
    """Make the coverage, or change what is given. Without a status it is made as a draft."""
    with house.store.writing() as session:
        coverage, is_new = _put(session, slug, wanted.given(), by=by)
        answer = answers.Coverage.of(coverage, house.settings)
    response.status_code = 201 if is_new else 200
    return answer


def _put(
    session: Session, slug: str, given: dict[str, Any], *, by: Person
) -> tuple[Coverage, bool]:
    """The coverage as it is wanted, and whether it is new."""
    status, fields = given.pop("status", None), {"headline": "", **given}
    try:
        coverage = coverages.make(session, slug=slug, by=by, now=clock.now(), **fields)
        is_new = True
    except SlugTaken:
        coverage = coverages.find(session, slug, to_write=True)
        coverages.edit(session, coverage, by=by, now=clock.now(), **given)
        is_new = False
    if status is not None:
        coverages.bring(session, coverage, status, by=by, now=clock.now())
    return coverage, is_new
