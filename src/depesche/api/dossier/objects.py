"""The dossier: its objects listed, read, put, taken out."""

from typing import Annotated

from fastapi import Query, Request, Response

from depesche import clock
from depesche.api import doors, pages, refusals
from depesche.api.bearer import By
from depesche.api.dossier import wanted as wishes
from depesche.api.dossier.answers import Object, Objects
from depesche.api.dossier.wanted import AnyWanted
from depesche.api.paths import Key, Kind, Slug
from depesche.errors import (
    BadKey,
    BasisMissing,
    Circular,
    CoordinatesMissing,
    CountNeedsAnchor,
    CoverageArchived,
    DisputantMissing,
    LeadQuestion,
    Missing,
    NaiveTime,
    ObjectMerged,
    OtherCell,
    OutOfRange,
    OwnerMissing,
    PositionSuperseded,
    PositionTaken,
    TooLong,
    TooMuch,
    Unfit,
    UnknownChoice,
    UnknownField,
    UnknownKind,
    UnknownObject,
    UnknownZone,
    UnreadableDate,
    UnreadableTime,
)
from depesche.newsroom import coverages, people
from depesche.newsroom.dossier import checking, listing, objects
from depesche.web.rooms import House

router = doors.resource("/coverages/{slug}/dossier/{kind}", tag="Dossier")


@router.get("", responses=refusals.reading(UnknownKind))
def list_objects(
    *,
    slug: Slug,
    kind: Kind,
    request: Request,
    house: House,
    by: By,
    after: Annotated[str | None, Query(description="From `next`: the last object's key.")] = None,
    limit: pages.Limit = pages.SIZE,
) -> Objects:
    """The objects of one kind in the order they were made, those that stand no longer too."""
    with house.store.reading() as session:
        coverage = coverages.find(session, slug)
        people.require(session, by, "read", coverage)
        checking.check_kind(kind)
        last = objects.find(session, coverage, kind, after) if after else None
        found = listing.page(session, coverage, kind, after=last, limit=limit + 1)
    rows, following = pages.cut(found, limit, request=request, settings=house.settings)
    return Objects(items=[Object.of(coverage, one, house.settings) for one in rows], next=following)


@router.get("/{key}", responses=refusals.reading(UnknownKind))
def read_object(slug: Slug, kind: Kind, key: Key, house: House, by: By) -> Object:
    """One object, however it stands, with what nobody but the desk knows of it."""
    with house.store.reading() as session:
        coverage = coverages.find(session, slug)
        people.require(session, by, "read", coverage)
        return Object.of(coverage, objects.find(session, coverage, kind, key), house.settings)


@router.put(
    "/{key}",
    responses={
        201: {"model": Object, "description": "Made."},
        **refusals.writing_a_body(
            *(UnknownKind, BadKey, Missing, TooLong, TooMuch, UnknownChoice, UnknownObject),
            *(UnreadableDate, UnreadableTime, NaiveTime, UnknownZone, Circular, BasisMissing),
            *(Unfit, OutOfRange, UnknownField, OtherCell),
            *(OwnerMissing, DisputantMissing, CoordinatesMissing, CountNeedsAnchor),
            *(CoverageArchived, ObjectMerged, PositionTaken, PositionSuperseded),
        ),
    },
    response_description="Changed, or as it was.",
)
def put_object(
    *,
    slug: Slug,
    kind: Kind,
    key: Key,
    wanted: AnyWanted,
    house: House,
    by: By,
    response: Response,
) -> Object:
    """Make the object, or change what is given. Asking for what is so already changes nothing."""
    given = wishes.read(kind, wanted)
    with house.store.writing() as session:
        coverage = coverages.find(session, slug, to_write=True)
        put = objects.put(session, coverage, kind, key, by=by, now=clock.now(), **given)
        answer = Object.of(coverage, put.object, house.settings)
    response.status_code = 201 if put.is_new else 200
    return answer


@router.delete("/{key}", responses=refusals.writing(UnknownKind, CoverageArchived, LeadQuestion))
def remove_object(slug: Slug, kind: Kind, key: Key, house: House, by: By) -> Object:
    """Take the object out. What it was stays known to the desk, and putting it brings it back."""
    with house.store.writing() as session:
        coverage = coverages.find(session, slug, to_write=True)
        objects.remove(session, coverage, kind, key, by=by, now=clock.now())
        return Object.of(coverage, objects.find(session, coverage, kind, key), house.settings)
