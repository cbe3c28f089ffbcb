"""Pictures of published posts. What is not public any more is not here any more."""

from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import Response

from depesche.errors import NotFound
from depesche.files import renditions
from depesche.newsroom import ticker, uploads
from depesche.web import caching
from depesche.web.rooms import House

router = APIRouter()


SAVE_DATA: Final = "Save-Data"  # https://wicg.github.io/savedata/


@router.api_route("/pictures/{key}/{width}", methods=["GET", "HEAD"])
def show(request: Request, key: str, width: str, house: House) -> Response:
    """One rendition, by the picture's public name and one of its widths; whoever saves data gets
    the smallest one instead.
    """
    with house.store.reading() as session:
        picture = ticker.public_picture(session, key)
    if width not in map(str, picture.widths):
        raise NotFound
    smallest, wanted = min(picture.widths), int(width)
    given = smallest if _saves_data(request) else wanted
    return caching.fixed(
        request,
        lambda: uploads.rendition(house.files, picture, given),
        renditions.MEDIA_TYPE,
        tag=f"{picture.key}-{given}",
        varies_by=SAVE_DATA if wanted > smallest else None,
    )


def _saves_data(request: Request) -> bool:
    said = request.headers.get(SAVE_DATA, "")
    return said.partition(";")[0].strip().lower() == "on"
