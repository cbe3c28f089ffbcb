"""The names in the API's paths."""

from typing import Annotated
from uuid import UUID

from fastapi import Path
from pydantic import AfterValidator

from depesche.newsroom import words
from depesche.newsroom.dossier.kinds import KINDS

Slug = Annotated[
    str,
    AfterValidator(words.slug),
    Path(
        description="The coverage's URL name.",
        json_schema_extra={"pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": words.SLUG},
    ),
]
PostId = Annotated[UUID, Path(description="The post's id, made by whoever makes the post.")]
PictureId = Annotated[UUID, Path(description="The picture's id, made by whoever sends it.")]
CorrectionId = Annotated[UUID, Path(description="The correction's id, made by whoever makes it.")]
Kind = Annotated[
    str,
    Path(description="What it is.", json_schema_extra={"enum": [*KINDS]}),
]
Key = Annotated[
    str,
    Path(
        description="The object's key, made by whoever makes the object.",
        json_schema_extra={"pattern": "^[a-z0-9]+(-[a-z0-9]+)*$", "maxLength": words.SLUG},
    ),
]
Number = Annotated[int, Path(ge=1, le=2**31 - 1, description="The likelihood's number.")]
