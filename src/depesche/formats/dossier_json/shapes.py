"""The words of dossier.json: what it is made of, and what each of them holds.

Names of objects of the same document are their keys; times carry an offset; null and empty lists
are where nobody has said anything.
"""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from depesche.newsroom import coverages
from depesche.newsroom.dossier.kinds import (
    actors,
    aims,
    claims,
    places,
    positions,
    questions,
    scenarios,
    timeline,
)


def _of(*choices: str) -> Any:
    """Told to whoever reads the schema; the newsroom keeps to it."""
    return Field(json_schema_extra={"enum": [*choices]})


def _of_or_null(*choices: str) -> Any:
    return Field(json_schema_extra={"enum": [*choices, None]})


Type = Annotated[str, Field(alias="@type", description="The nearest term of schema.org.")]
Key = Annotated[str | None, Field(description="The key of another object of this document.")]
When = Annotated[str | None, Field(description="In EDTF, and never more precise than it is known.")]


class Shape(BaseModel):
    """A part of the document."""

    model_config = ConfigDict(populate_by_name=True)


class ByActor(Shape):
    """An actor of this document, whose it is."""

    key: str
    name: str
    url: str


class ByName(Shape):
    """Somebody who is no actor here, whose it is."""

    name: str


class Link(Shape):
    """Something that has an address."""

    text: str
    url: str


class Note(Shape):
    """Something that has none."""

    text: str


Owner = ByActor | ByName


class Coverage(Shape):
    """The coverage that the dossier belongs to."""

    type_: Type
    key: str = Field(description="Its slug.")
    url: str
    as_of: datetime = Field(description="When something in this document changed last.")
    status: Annotated[str, Field(json_schema_extra={"enum": [*coverages.STATUSES[1:]]})]
    language: str
    headline: str
    standfirst: str
    dateline: str
    newsroom_zone: str
    event_zone: str
    opens_at: datetime | None
    official_subject: str
    unofficial_subject: str
    lead_question: Key


class _Object(Shape):
    """What every object of a dossier has."""

    key: str
    url: str = Field(description="Its own page.")
    as_of: datetime
    basis: list[str] = Field(
        description="The posts it rests on, by their addresses; empty only for what was prepared."
    )
    language: str


class Withdrawn(_Object):
    """What the newsroom has taken back. That it was there is said, and none of its words."""

    status: Annotated[str, Field(json_schema_extra={"const": "withdrawn"})] = "withdrawn"


class _Standing(_Object):
    type_: Type
    status: Annotated[str, Field(json_schema_extra={"const": "standing"})] = "standing"


class Actor(_Standing):
    """Somebody who wants, says or does something."""

    name: str
    short_name: str
    aliases: list[str]
    type: Annotated[str, _of(*actors.TYPES)]
    role: str
    voice_of: Key
    presence: Annotated[str | None, _of_or_null(*actors.PRESENCES)]
    same_as: list[Link | Note]


class Issue(_Standing):
    """What it is about."""

    label: str
    question: str
    aliases: list[str]
    options: list[str]


class Aim(_Standing):
    """What an actor wants, as the actor states it or as somebody else says."""

    actor: str = Field(description="Whose aim it is: the key of an actor.")
    text: str
    kind: Annotated[str, _of(*aims.KINDS)]
    attributed_to: Owner | None = Field(description="Who says so, where it is attributed.")
    since: When
    state: Annotated[str, _of(*aims.STATES)]
    if_then: list[str]
    scenario: Key


class Position(_Standing):
    """Where an actor stood on an issue, there and then. All of them are kept."""

    actor: str = Field(description="The key of an actor.")
    issue: str = Field(description="The key of an issue.")
    stance: Annotated[str, _of(*positions.STANCES)]
    wording: str
    from_: Annotated[When, Field(alias="from")]
    claims: list[str] = Field(description="The claims it rests on, by their keys.")
    supersedes: Key
    superseded_by: Key


class Status(Shape):
    """A status that a claim has had, and since when."""

    status: Annotated[str, _of(*claims.STATUSES)]
    at: datetime


class Claim(_Object):
    """Who said what, and whether it holds."""

    type_: Annotated[list[str], Field(alias="@type", description="A quote is both.")]
    status: Annotated[str, _of(*claims.STATUSES)]
    text: str
    verbatim: str = Field(description="The quote in full; empty where nobody is quoted.")
    speaker: Owner | None
    speaker_role: str
    said_at: datetime | None
    said_where: str
    via: str
    kind: Annotated[str, _of(*claims.KINDS)]
    disputed_by: list[Owner]
    evidence: list[Link | Note]
    contradicts: list[str] = Field(description="Other claims, by their keys.")
    revises: Key
    history: list[Status] = Field(description="Oldest first, without the words of then.")


class Place(_Standing):
    """Where it happens."""

    name: str
    aliases: list[str]
    latitude: float | None = Field(description="Null where it is hidden.")
    longitude: float | None
    area: str
    precision: Annotated[str, _of(*places.PRECISIONS)]
    status_note: str
    why: str
    zone: str | None


class Entry(_Standing):
    """An entry of the timeline: prepared, or a key event of the ticker."""

    title: str
    text: str
    when: str = Field(description="In EDTF, and never more precise than it is known.")
    kind: Annotated[str, _of(*timeline.KINDS)]
    state: Annotated[str, _of(*timeline.STATES)]
    count: str = Field(description="A sentence that counts the years from then.")
    years: int | None = Field(description="The full years from then to the coverage's day.")
    place: Key


class Valuation(Shape):
    """How somebody sees it."""

    by: Owner
    text: str


class Likelihood(Shape):
    """How likely somebody says it is, in per cent; two people of the newsroom stand behind it."""

    low: int = Field(ge=1, le=99)
    high: int = Field(ge=1, le=99)
    words: str
    author: Owner
    at: datetime = Field(description="When the second person confirmed it.")


class Shift(Shape):
    """A post that speaks for the scenario, against it, or just of it."""

    shift: Annotated[str, _of(*scenarios.SHIFTS)]
    post: str
    at: datetime


class Scenario(_Standing):
    """How it may end."""

    label: str
    text: str
    set: str = Field(description="Those of one set exclude one another.")
    is_other: bool
    counts_for: list[str]
    counts_against: list[str]
    resolution_rule: str
    depends_on: list[str] = Field(description="Claims, by their keys.")
    valued_by: list[Valuation]
    outcome: Annotated[str | None, _of_or_null(*scenarios.OUTCOMES)]
    likelihoods: list[Likelihood] = Field(description="Oldest first.")
    shifts: list[Shift] = Field(description="Oldest first.")


class Answer(Shape):
    """An answer so far. Without a text, the post is the answer."""

    type_: Type = "Answer"
    text: str
    at: datetime
    post: str | None


class Question(_Standing):
    """What is still open, and what is known of it."""

    text: str
    state: Annotated[str, _of(*questions.STATES)]
    answers: list[Answer] = Field(description="Oldest first.")


class Dossier(Shape):
    """A coverage's dossier as readers may know it."""

    context: Annotated[
        dict[str, Any], Field(alias="@context", description="The terms of schema.org.")
    ]
    coverage: Coverage
    actors: list[Actor | Withdrawn]
    issues: list[Issue | Withdrawn]
    aims: list[Aim | Withdrawn]
    positions: list[Position | Withdrawn]
    claims: list[Claim | Withdrawn]
    places: list[Place | Withdrawn]
    timeline: list[Entry | Withdrawn]
    scenarios: list[Scenario | Withdrawn]
    questions: list[Question | Withdrawn]


def schema() -> dict[str, Any]:
    """The JSON Schema of the document (draft 2020-12)."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **Dossier.model_json_schema(by_alias=True, mode="serialization"),
    }
