"""Pictures of published posts. What is not public any more is not here any more."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from depesche.errors import NotFound
from depesche.files import renditions
from depesche.newsroom import ticker, uploads
from depesche.web import caching
from depesche.web.rooms import House

router = APIRouter()


@router.api_route("/pictures/{key}/{width}", methods=["GET", "HEAD"])
def show(request: Request, key: str, width: str, house: House) -> Response:
    """One rendition, by the picture's public name and one of its widths."""
    with house.store.reading() as session:
        picture = ticker.public_picture(session, key)
    if width not in map(str, picture.widths):
        raise NotFound
    return caching.fixed(
        request,
        lambda: uploads.rendition(house.files, picture, int(width)),
        renditions.MEDIA_TYPE,
        tag=f"{picture.key}-{width}",
    )
