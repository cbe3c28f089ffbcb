"""What programs send. These are shapes only: the rules are the core's.

A field that is left out keeps its value. An unknown one is refused. Null clears a time.
"""

from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictStr, WithJsonSchema

from depesche.api.times import Instant
from depesche.newsroom import corrections, coverages, media, posts, text, words
from depesche.newsroom.dossier.kinds import fields, positions


def string(**schema: Any) -> WithJsonSchema:
    """Told to programs; what breaks it is refused by the core, in a sentence."""
    return WithJsonSchema({"type": "string", **schema})


def _without_defaults(schema: dict[str, Any]) -> None:
    """The shape's defaults mean "left out", and are nobody's business."""
    for field in schema["properties"].values():
        field.pop("default", None)


_Line = Annotated[StrictStr, string(maxLength=words.HEADLINE)]
_Note = Annotated[StrictStr, string(maxLength=words.NOTE)]
_RequiredNote = Annotated[StrictStr, string(minLength=1, maxLength=words.NOTE)]
_Name = Annotated[StrictStr, string(maxLength=words.NAME)]
_Text = Annotated[StrictStr, string(maxLength=text.LENGTH)]
_Caption = Annotated[StrictStr, string(maxLength=media.TEXT)]
_Key = Annotated[StrictStr, string(minLength=1, maxLength=words.SLUG)]
_Date = Annotated[StrictStr, string(examples=["1867", "2024-10~", "2025-08-15"])]
_Zone = Annotated[StrictStr, string(examples=["Europe/Berlin"])]


class Wanted(BaseModel):
    """What is sent."""

    model_config = ConfigDict(extra="forbid", json_schema_extra=_without_defaults)

    def given(self) -> dict[str, Any]:
        """The fields that were sent."""
        return self.model_dump(exclude_unset=True)


class WantedCoverage(Wanted):
    """What a coverage should be."""

    headline: Annotated[StrictStr, string(minLength=1, maxLength=words.HEADLINE)] = Field(
        "", description="Required to create the coverage."
    )
    standfirst: _Note = Field("", description="The introduction.")
    dateline: _Line = Field("", description="The place.")
    language: Annotated[StrictStr, string(enum=[*words.LANGUAGES])] = Field(
        "", description="Fixed once a post is public."
    )
    newsroom_zone: _Zone = Field(
        "", description="Whose time readers are told. Fixed once a post is public."
    )
    event_zone: _Zone = Field("", description="Where it happens.")
    opens_at: Instant | None = Field(
        None, description="An announced coverage opens by itself then."
    )
    official_subject: _Line = Field("", description="What it is said to be about.")
    unofficial_subject: _Line = Field("", description="What it is really about.")
    lead_question: _Line = Field("", description="The question that readers come with.")
    status: Annotated[StrictStr, string(enum=[*coverages.STATUSES])] = Field(
        "draft", description="Where to take it; a new one can go live at once."
    )


class WantedStance(Wanted):
    """Where somebody stands on an issue, as the post says."""

    actor: _Key = Field(description="The key of an actor.")
    issue: _Key = Field(description="The key of an issue.")
    stance: Annotated[StrictStr, string(enum=[*positions.STANCES])]
    wording: Annotated[StrictStr, string(maxLength=fields.TEXT)] = ""
    from_: _Date = Field("", alias="from", description="Since when; as a rule, left out.")

    def given(self) -> dict[str, Any]:
        """The fields that were sent, under the names of the core."""
        return self.model_dump(exclude_unset=True, by_alias=True)


class WantedPost(Wanted):
    """What a post should be."""

    text: _Text = Field(
        "",
        description="A CommonMark subset, at most 8 levels deep. Markers in it are read, and taken "
        "out, once it is no draft any more.",
    )
    headline: _Line = ""
    byline: _Name = Field("", description="Who readers are told wrote it.")
    status: Annotated[StrictStr, string(enum=[*posts.ASKABLE])] = Field(
        "draft", description="A new post is a draft unless it says otherwise."
    )
    scheduled_at: Instant | None = Field(None, description="It goes out then.")
    embargoed_until: Instant | None = Field(None, description="It never goes out before.")
    picture: UUID | None = Field(None, description="The id of one that was sent; null for none.")
    alt: _Caption = Field("", description="The picture for those who cannot see it.")
    decorative: StrictBool = Field(default=False, description="Whether it needs no alt text.")
    caption: _Caption = ""
    credit: _Name = Field("", description="Whose picture it is.")
    key_event: StrictBool = Field(default=False, description="Whether it is on the timeline.")
    pinned: StrictBool = Field(default=False, description="Whether it stays on top.")
    summary: StrictBool = Field(default=False, description="Whether it sums up so far.")
    positions: list[WantedStance] = Field(
        [], description="Who takes which position in it. They are taken once the post is public."
    )

    def given(self) -> dict[str, Any]:
        """The fields that were sent, positions under the names of the core."""
        sent = super().given()
        if "positions" in sent:
            sent["positions"] = [one.given() for one in self.positions]
        return sent


class WantedCorrection(Wanted):
    """The right words, and what readers are told was wrong."""

    text: _Text
    correction_class: Annotated[StrictStr, string(enum=[*corrections.CLASSES])] = Field(
        "correction", alias="class"
    )
    note: _RequiredNote


class WantedWithdrawal(Wanted):
    """What readers are told in the post's place."""

    notice: _RequiredNote
