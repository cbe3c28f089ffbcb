"""ETag and If-Match: which revision of a post is answered, and which one the asker has seen."""

import re
from typing import Annotated, Final
from uuid import UUID

from fastapi import Header
from pydantic import WithJsonSchema
from sqlalchemy.orm import Session

from depesche.errors import Unreadable
from depesche.newsroom import posts
from depesche.newsroom.models import Coverage

# A proxy that compresses answers makes tags weak; they still name the same revision.
_TAG: Final = re.compile(r'(?:W/)?"(?P<revision>\d{1,9})"', re.ASCII)
_ANY: Final = "*"

IfMatch = Annotated[
    str | None,
    WithJsonSchema({"type": "string", "pattern": r'^((W/)?"[0-9]{1,9}"|\*)$'}),
    Header(
        alias="If-Match",
        description='The revision you have seen, such as `"3"`. `*` is whichever there is.',
    ),
]

# What OpenAPI is told of an answer about a post.
TAGGED: Final = {
    "headers": {"ETag": {"description": "The post's revision.", "schema": {"type": "string"}}}
}


def etag(revision: int) -> str:
    """The revision as an entity tag."""
    return f'"{revision}"'


def seen(session: Session, coverage: Coverage, post_id: UUID, if_match: str | None) -> int | None:
    """The revision that If-Match names; None without one. It speaks of a post that exists.

    Raises NotFound, Unreadable.
    """
    if if_match is None:
        return None
    tag = _TAG.fullmatch(if_match.strip())
    if tag is None and if_match.strip() != _ANY:
        raise Unreadable(
            reason='If-Match takes one revision in quotes, as in "3"', field="If-Match"
        )
    post = posts.find(session, coverage, post_id)
    return int(tag["revision"]) if tag else post.revision
