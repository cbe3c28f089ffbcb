"""What programs send to the dossier. These are shapes only: the rules are the core's.

A field that is left out keeps its value. An unknown one is refused. Whoever owns a view is named
by the key of an actor or by a name.
"""

from collections.abc import Mapping
from typing import Annotated, Any, Final
from uuid import UUID

from fastapi.exceptions import RequestValidationError
from pydantic import (
    Field,
    StrictBool,
    StrictFloat,
    StrictInt,
    StrictStr,
    ValidationError,
    WithJsonSchema,
)

from depesche.api.times import Instant
from depesche.api.wanted import Wanted, string
from depesche.errors import UnknownKind
from depesche.newsroom import words
from depesche.newsroom.dossier.kinds import (
    actors,
    aims,
    claims,
    fields,
    issues,
    places,
    positions,
    questions,
    scenarios,
    timeline,
)

_Line = Annotated[StrictStr, string(maxLength=words.HEADLINE)]
_Note = Annotated[StrictStr, string(maxLength=words.NOTE)]
_Text = Annotated[StrictStr, string(maxLength=fields.TEXT)]
_Key = Annotated[StrictStr, string(maxLength=words.SLUG, description="Another object's key.")]
_Date = Annotated[StrictStr, string(examples=["1867", "2024-10~", "2025-08-15"])]
_Zone = Annotated[StrictStr, string(examples=["America/Anchorage"])]
_Whose = Annotated[
    StrictStr, string(maxLength=words.NAME, description="The key of an actor, or a name.")
]
_Names = Annotated[list[_Line], Field(json_schema_extra={"maxItems": fields.NAMES})]
_Posts = Annotated[
    list[UUID], Field(description="Posts that it rests on as well; none is ever taken off.")
]


def _one_of(*choices: str) -> Any:
    return string(enum=[*choices])


def _within(most: int) -> Any:
    shape = {"anyOf": [{"type": "number", "minimum": -most, "maximum": most}, {"type": "null"}]}
    return WithJsonSchema(shape)


class WantedObject(Wanted):
    """What any object of a dossier should be."""

    posts: _Posts = Field([])

    def given(self) -> dict[str, Any]:
        """The fields that were sent, under the names of the core."""
        return self.model_dump(exclude_unset=True, by_alias=True)


class _Linked(Wanted):
    """A text, an https address, or both."""

    text: _Line = ""
    url: _Note = ""


class _Valued(Wanted):
    """How somebody sees it."""

    by: _Whose
    text: _Line


def _list_of(shape: type[Wanted]) -> WithJsonSchema:
    """Told in place: the shape is no body of its own."""
    return WithJsonSchema({"type": "array", "items": shape.model_json_schema()})


_Links = Annotated[list[_Linked], _list_of(_Linked)]
_Valuations = Annotated[list[_Valued], _list_of(_Valued)]


class WantedActor(WantedObject):
    """What an actor should be."""

    name: _Line = Field("", description="Required of a new one.")
    short_name: _Line = ""
    aliases: _Names = Field([])
    type: Annotated[StrictStr, _one_of(*actors.TYPES)] = ""
    role: _Line = ""
    voice_of: _Key = Field("", description="Of whom this one is the voice, as the Kremlin is.")
    presence: Annotated[StrictStr, _one_of(*actors.PRESENCES, "")] = ""
    same_as: _Links = Field([])


class WantedIssue(WantedObject):
    """What an issue should be."""

    label: _Line = Field("", description="Required of a new one.")
    question: _Line = ""
    aliases: _Names = Field([])
    options: Annotated[list[_Line], Field(json_schema_extra={"maxItems": issues.OPTIONS})] = Field(
        []
    )


class WantedAim(WantedObject):
    """What an aim should be."""

    actor: _Key = Field("", description="Required of a new one.")
    text: _Text = Field("", description="Required of a new one.")
    kind: Annotated[StrictStr, _one_of(*aims.KINDS)] = ""
    attributed_to: _Whose | None = Field(None, description="Required of an attributed one.")
    since: _Date = ""
    state: Annotated[StrictStr, _one_of(*aims.STATES)] = ""
    if_then: list[_Line] = Field([])
    scenario: _Key = ""


class WantedPosition(WantedObject):
    """What a position should be. A new one takes the place of the one before in its cell."""

    actor: _Key = Field("", description="Required of a new one.")
    issue: _Key = Field("", description="Required of a new one.")
    stance: Annotated[StrictStr, _one_of(*positions.STANCES)] = Field(
        "", description="Required of a new one."
    )
    wording: _Text = ""
    from_: _Date = Field("", alias="from", description="Since when, as exactly as it is known.")
    claims: list[_Key] = Field([], description="It rests on these, or on `posts`.")
    supersedes: _Key = ""


class WantedClaim(WantedObject):
    """What a claim should be."""

    text: _Note = Field("", description="Required of a new one.")
    verbatim: Annotated[StrictStr, string(maxLength=claims.VERBATIM)] = ""
    speaker: _Whose | None = None
    speaker_role: _Line = ""
    said_at: Instant | None = None
    said_where: _Line = ""
    via: _Line = ""
    kind: Annotated[StrictStr, _one_of(*claims.KINDS)] = ""
    status: Annotated[StrictStr, _one_of(*claims.STATUSES)] = ""
    disputed_by: list[_Whose] = Field([], description="A disputed claim needs this or evidence.")
    evidence: _Links = Field([])
    contradicts: list[_Key] = Field([])
    revises: _Key = ""


class WantedPlace(WantedObject):
    """What a place should be."""

    name: _Line = Field("", description="Required of a new one.")
    aliases: _Names = Field([])
    latitude: Annotated[StrictFloat | None, _within(90)] = None
    longitude: Annotated[StrictFloat | None, _within(180)] = None
    area: _Line = ""
    precision: Annotated[StrictStr, _one_of(*places.PRECISIONS)] = Field(
        "", description="Where a hidden one lies never leaves the desk."
    )
    status_note: _Line = ""
    why: _Note = ""
    zone: _Zone = ""


class WantedEntry(WantedObject):
    """What an entry of the timeline should be."""

    title: _Line = Field("", description="Required of a new one.")
    text: _Note = ""
    when: _Date = Field("", description="In EDTF. Required of a new one.")
    kind: Annotated[StrictStr, _one_of(*timeline.KINDS)] = ""
    state: Annotated[StrictStr, _one_of(*timeline.STATES)] = ""
    count: _Line = Field("", description="A sentence with `{years}` in it, which are counted.")
    place: _Key = ""


class WantedScenario(WantedObject):
    """What a scenario should be."""

    label: _Line = Field("", description="Required of a new one.")
    text: _Note = ""
    set: Annotated[StrictStr, string(maxLength=words.SLUG)] = ""
    is_other: StrictBool = False
    counts_for: list[_Line] = Field([])
    counts_against: list[_Line] = Field([])
    resolution_rule: _Note = ""
    depends_on: list[_Key] = Field([])
    valued_by: _Valuations = Field([])
    outcome: Annotated[StrictStr, _one_of(*scenarios.OUTCOMES, "")] = ""


class WantedQuestion(WantedObject):
    """What an open question should be."""

    text: _Line = Field("", description="Required of a new one.")
    state: Annotated[StrictStr, _one_of(*questions.STATES)] = ""


class WantedMerge(Wanted):
    """Which one it is, and has been all along."""

    into: _Key


class WantedLikelihood(Wanted):
    """How likely somebody says it is, in per cent."""

    low: Annotated[StrictInt, WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 99})]
    high: Annotated[StrictInt, WithJsonSchema({"type": "integer", "minimum": 1, "maximum": 99})]
    words: Annotated[StrictStr, string(minLength=1, maxLength=words.HEADLINE)]
    author: _Whose


class WantedAnswer(Wanted):
    """What is known of the question."""

    text: Annotated[StrictStr, string(minLength=1, maxLength=words.NOTE)]
    state: Annotated[StrictStr, _one_of(*questions.STATES)] = "answered"


WANTED: Final[Mapping[str, type[WantedObject]]] = {
    "actor": WantedActor,
    "issue": WantedIssue,
    "aim": WantedAim,
    "position": WantedPosition,
    "claim": WantedClaim,
    "place": WantedPlace,
    "entry": WantedEntry,
    "scenario": WantedScenario,
    "question": WantedQuestion,
}

AnyWanted = Annotated[
    dict[str, Any],
    WithJsonSchema({"anyOf": [shape.model_json_schema() for shape in WANTED.values()]}),
]


def read(kind: str, body: Mapping[str, Any]) -> dict[str, Any]:
    """The fields that were sent, as fields of that kind. Raises UnknownKind, and whatever is
    raised for any body that cannot be read."""
    if kind not in WANTED:
        raise UnknownKind(kind=kind[: words.SLUG], known=", ".join(WANTED), field="kind")
    try:
        return WANTED[kind].model_validate(body).given()
    except ValidationError as error:
        found = [{**one, "loc": ("body", *one["loc"])} for one in error.errors()]
        raise RequestValidationError(found) from error
