"""What programs send. These are shapes only: the rules are the core's.

A field that is left out keeps its value. An unknown one is refused. Null clears a time.
"""

from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field, StrictBool, StrictStr, WithJsonSchema

from depesche.api.times import Instant
from depesche.newsroom import corrections, coverages, media, posts, text, words


def _string(**schema: Any) -> WithJsonSchema:
    """Told to programs; what breaks it is refused by the core, in a sentence."""
    return WithJsonSchema({"type": "string", **schema})


def _without_defaults(schema: dict[str, Any]) -> None:
    """The shape's defaults mean "left out", and are nobody's business."""
    for field in schema["properties"].values():
        field.pop("default", None)


_Line = Annotated[StrictStr, _string(maxLength=words.HEADLINE)]
_Note = Annotated[StrictStr, _string(maxLength=words.NOTE)]
_RequiredNote = Annotated[StrictStr, _string(minLength=1, maxLength=words.NOTE)]
_Name = Annotated[StrictStr, _string(maxLength=words.NAME)]
_Text = Annotated[StrictStr, _string(maxLength=text.LENGTH)]
_Caption = Annotated[StrictStr, _string(maxLength=media.TEXT)]
_Zone = Annotated[StrictStr, _string(examples=["Europe/Berlin"])]


class _Wanted(BaseModel):
    model_config = ConfigDict(extra="forbid", json_schema_extra=_without_defaults)

    def given(self) -> dict[str, Any]:
        """The fields that were sent."""
        return self.model_dump(exclude_unset=True)


class WantedCoverage(_Wanted):
    """What a coverage should be."""

    headline: Annotated[StrictStr, _string(minLength=1, maxLength=words.HEADLINE)] = Field(
        "", description="Required to create the coverage."
    )
    standfirst: _Note = Field("", description="The introduction.")
    dateline: _Line = Field("", description="The place.")
    language: Annotated[StrictStr, _string(enum=[*words.LANGUAGES])] = Field(
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
    status: Annotated[StrictStr, _string(enum=[*coverages.STATUSES])] = Field(
        "draft", description="Where to take it; a new one can go live at once."
    )


class WantedPost(_Wanted):
    """What a post should be."""

    text: _Text = Field("", description="A CommonMark subset, at most 8 levels deep.")
    headline: _Line = ""
    byline: _Name = Field("", description="Who readers are told wrote it.")
    status: Annotated[StrictStr, _string(enum=[*posts.ASKABLE])] = Field(
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


class WantedCorrection(_Wanted):
    """The right words, and what readers are told was wrong."""

    text: _Text
    correction_class: Annotated[StrictStr, _string(enum=[*corrections.CLASSES])] = Field(
        "correction", alias="class"
    )
    note: _RequiredNote


class WantedWithdrawal(_Wanted):
    """What readers are told in the post's place."""

    notice: _RequiredNote
