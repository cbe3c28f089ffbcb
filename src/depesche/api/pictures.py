"""Pictures: sent as they are, under an id of the sender's, for a post to show."""

from typing import Any, Final

from fastapi import HTTPException, Request, Response

from depesche.api import answers, doors, refusals
from depesche.api.bearer import By
from depesche.api.paths import PictureId, Slug
from depesche.errors import (
    BrokenPicture,
    CoverageArchived,
    DiskFull,
    NoPicture,
    PictureElsewhere,
    PictureExists,
    PictureTooBig,
    PictureTooHeavy,
    StorageUnavailable,
    TooMany,
)
from depesche.newsroom import coverages, media, people, ticker
from depesche.web.rooms import House
from depesche.web.uploads import taken_in

router = doors.resource("/coverages/{slug}/pictures/{picture_id}", tag="Pictures")

KINDS: Final = ("image/jpeg", "image/png", "image/webp", "image/heic", "image/heif")
_BODY: Final[dict[str, Any]] = {
    "required": True,
    "content": {kind: {"schema": {"type": "string", "format": "binary"}} for kind in KINDS},
}


@router.get("", responses=refusals.reading())
def read_picture(slug: Slug, picture_id: PictureId, house: House, by: By) -> answers.Picture:
    """What was made of a picture; its addresses while a published post shows it."""
    with house.store.reading() as session:
        coverage = coverages.find(session, slug)
        people.require(session, by, "read", coverage)
        picture = media.find(session, coverage, picture_id)
        is_public = ticker.is_shown(session, picture)
    return answers.Picture.of(picture, house.settings, is_public=is_public)


@router.put(
    "",
    responses={
        201: {"model": answers.Picture, "description": "Taken in."},
        **refusals.writing_a_body(
            *(NoPicture, BrokenPicture, PictureTooBig, PictureTooHeavy, CoverageArchived),
            *(PictureExists, PictureElsewhere, TooMany, DiskFull, StorageUnavailable),
        ),
    },
    openapi_extra={"requestBody": _BODY},
    response_description="Taken in before.",
)
async def put_picture(
    *, slug: Slug, picture_id: PictureId, request: Request, house: House, by: By, response: Response
) -> answers.Picture:
    """Send a picture; then name its id as `picture` of a post.

    Only its pixels are kept, in a few sizes: no metadata, no file name. What no post has shown
    for a day is thrown away.
    """
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind not in KINDS:
        raise HTTPException(415, f"send a picture, with a Content-Type of {', '.join(KINDS)}")
    taken = await taken_in(request, house, slug, picture_id, by=by)
    response.status_code = 201 if taken.is_new else 200
    return answers.Picture.of(taken.picture, house.settings, is_public=False)
