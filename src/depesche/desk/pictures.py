"""Pictures at the desk: sent by the composer under an id that the browser made, and shown there."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from depesche.files import renditions
from depesche.newsroom import coverages, media, people, uploads
from depesche.web import caching
from depesche.web.rooms import House
from depesche.web.sessions import SignedIn
from depesche.web.uploads import taken_in

router = APIRouter(prefix="/coverages/{slug}/pictures/{picture_id}")


@router.put("")
async def put(
    request: Request, house: House, person: SignedIn, slug: str, picture_id: UUID
) -> dict[str, Any]:
    """Take the file in. Sending the same one again is harmless."""
    picture = (await taken_in(request, house, slug, picture_id, by=person)).picture
    return {"id": str(picture.id), "animated": picture.animated}


@router.get("/{width}")
def show(house: House, person: SignedIn, slug: str, picture_id: UUID, width: int) -> Response:
    """The picture at about that width, whether any post shows it or not."""
    with house.store.reading() as session:
        coverage = coverages.find(session, slug)
        people.require(session, person, "read", coverage)
        picture = media.find(session, coverage, picture_id)
    content = uploads.rendition(house.files, picture, width)
    headers = {"Cache-Control": caching.AT_THE_DESK}
    return Response(content, media_type=renditions.MEDIA_TYPE, headers=headers)
