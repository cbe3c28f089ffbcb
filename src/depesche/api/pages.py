"""Lists, page by page: each says where the next one begins."""

from collections.abc import Sequence
from typing import Annotated, Final, TypeVar
from urllib.parse import urlencode

from fastapi import Query, Request

from depesche.newsroom.models import Coverage, DossierObject, Post
from depesche.settings import Settings

SIZE: Final = 50
LARGEST: Final = 100

Limit = Annotated[int, Query(ge=1, le=LARGEST, description="How many at most.")]

_Row = TypeVar("_Row", Coverage, Post, DossierObject)


def cut(
    found: Sequence[_Row], limit: int, *, request: Request, settings: Settings
) -> tuple[Sequence[_Row], str | None]:
    """The first `limit` rows of one more than that, and the URL that goes on after them."""
    rows = found[:limit]
    if len(found) <= limit:
        return rows, None
    last = rows[-1]
    name = last.key if isinstance(last, DossierObject) else last.id
    query = urlencode({"after": name, "limit": limit})
    return rows, f"{settings.public_url}{request.scope['path']}?{query}"
