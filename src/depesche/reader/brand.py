"""The newsroom's own look: its logo, its colours."""

from functools import lru_cache
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from depesche.errors import NotFound
from depesche.reader import showing
from depesche.web import answers, caching
from depesche.web.answers import Content
from depesche.web.ready import NO_LOG
from depesche.web.rooms import House, Rooms

router = APIRouter(prefix="/brand")

# Whoever opens the logo by itself opens a page of ours: nothing in it may run or fetch.
INERT = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

Version = Annotated[str, Query(alias="v")]


@router.api_route("/colours.css", methods=["GET", "HEAD"])
def colours(request: Request, house: House, version: Version = "") -> Response:
    """The stylesheet that sets them. Raises NotFound where the newsroom has none of its own."""
    brand = house.brand
    if not brand.colours:
        raise NotFound
    is_named = version == brand.colours_mark
    address = brand.colours_url if is_named else None
    return _given(request, house, address, brand.colours.encode(), "text/css", is_named=is_named)


@router.api_route("/logo", methods=["GET", "HEAD"])
def logo(request: Request, house: House, version: Version = "") -> Response:
    """The logo. Raises NotFound where there is none."""
    brand = house.brand
    if brand.logo is None:
        raise NotFound
    is_named = version == brand.logo_mark
    # Not kept ready: what is given without asking us has the headers of every answer.
    given = _given(
        request, house, None, brand.logo.content, brand.logo.media_type, is_named=is_named
    )
    given.headers["Content-Security-Policy"] = INERT
    return given


def _given(
    request: Request,
    house: Rooms,
    address: str | None,
    content: bytes,
    media_type: str,
    *,
    is_named: bool,
) -> Response:
    keeping = caching.FOR_GOOD if is_named else caching.UNKEPT
    answer = house.ready.answer(
        address,
        lambda: _file(content, media_type, keeping),
        of=NO_LOG,
        state=address,
        seen=house.ready.seen(),
        route=showing.route(request),
    )
    return answer.response(request)


@lru_cache(maxsize=8)
def _file(content: bytes, media_type: str, keeping: str) -> Content:
    """Packed once, and not for whoever asks."""
    return answers.file(content, media_type, keeping=keeping)
