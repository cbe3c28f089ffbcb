"""The errors of each call, as OpenAPI tells them: in the sentences that are answered."""

from collections import defaultdict
from http import HTTPStatus
from typing import Any, Final

from depesche.api.answers import Problem
from depesche.errors import (
    BadSlug,
    BadToken,
    DepescheError,
    NotAllowed,
    NotFound,
    ReadOnlyToken,
    ReservedSlug,
    TooLarge,
    TooSlow,
    Unavailable,
    Unreadable,
)

Responses = dict[int | str, dict[str, Any]]

_CONTENT: Final = {"application/problem+json": {"schema": Problem.model_json_schema()}}


def reading(*errors: type[DepescheError]) -> Responses:
    """What a GET may be refused with."""
    return _told(
        *(BadToken, NotAllowed, NotFound, BadSlug, ReservedSlug, Unreadable, Unavailable), *errors
    )


def writing(*errors: type[DepescheError]) -> Responses:
    """What a PUT or DELETE may be refused with."""
    return reading(ReadOnlyToken, *errors)


def writing_a_body(*errors: type[DepescheError]) -> Responses:
    """What a PUT with a body may be refused with."""
    bodies = [HTTPStatus(status) for status in (400, 415)]
    return writing(TooLarge, TooSlow, *errors) | {
        status.value: {"description": status.phrase, "content": _CONTENT} for status in bodies
    }


def _told(*errors: type[DepescheError]) -> Responses:
    sentences: dict[int, list[str]] = defaultdict(list)
    for error in errors:
        sentences[error.status].append(f"`{error().code}` {error.__doc__}")
    return {
        status: {"description": "\n\n".join(told), "content": _CONTENT}
        for status, told in sorted(sentences.items())
    }
