"""What programs are answered. Of people it says nothing but the bylines they chose."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Self
from uuid import UUID

from pydantic import BaseModel, Field
from sqlalchemy.orm import Session

from depesche.api.dossier.answers import Made
from depesche.newsroom import changes, corrections, coverages, models, posts, ticker
from depesche.newsroom.changes import Kind
from depesche.newsroom.dossier import listing
from depesche.settings import Settings


class _Answer(BaseModel):
    @classmethod
    def _of(cls, thing: object, **more: Any) -> Self:
        """The fields that the thing has, and more."""
        own = {name: getattr(thing, name) for name in cls.model_fields if name not in more}
        return cls(**own, **more)


class Coverage(_Answer):
    """A coverage as it is now."""

    slug: str
    status: str = Field(json_schema_extra={"enum": [*coverages.STATUSES]})
    headline: str
    standfirst: str
    dateline: str
    language: str
    newsroom_zone: str
    event_zone: str
    opens_at: datetime | None
    official_subject: str
    unofficial_subject: str
    lead_question: str
    created_at: datetime
    opened_at: datetime | None
    ended_at: datetime | None
    sequence: int = Field(description="The newest number of the readers' log; 0 without any.")
    url: str | None = Field(description="Where readers find it; null while it is a draft.")

    @classmethod
    def of(cls, coverage: models.Coverage, settings: Settings) -> Self:
        public = coverage.status != "draft"
        return cls._of(coverage, url=_address(coverage, settings) if public else None)


class Correction(_Answer):
    """What was wrong, as readers are told."""

    id: UUID
    correction_class: str = Field(
        serialization_alias="class", json_schema_extra={"enum": [*corrections.CLASSES]}
    )
    note: str
    from_revision: int
    to_revision: int
    made_at: datetime

    @classmethod
    def of(cls, correction: models.Correction) -> Self:
        return cls._of(correction)


class Withdrawal(_Answer):
    """That the post was taken back."""

    notice: str
    made_at: datetime

    @classmethod
    def of(cls, withdrawal: models.Withdrawal) -> Self:
        return cls._of(withdrawal)


class Rendition(BaseModel):
    """The picture in one size, as WebP."""

    width: int
    height: int
    url: str | None = Field(description="Null while readers do not see it.")


class Picture(_Answer):
    """A picture that was sent."""

    id: UUID
    width: int = Field(description="Of its largest rendition, in pixels.")
    height: int
    animated: bool = Field(description="It moved when it was sent; its first frame is kept.")
    renditions: list[Rendition]

    @classmethod
    def of(cls, picture: models.Picture, settings: Settings, *, is_public: bool) -> Self:
        public = f"{settings.public_url}/pictures/{picture.key}" if is_public else None
        return cls._of(
            picture,
            renditions=[
                Rendition(
                    width=width,
                    height=max(1, round(picture.height * width / picture.width)),
                    url=f"{public}/{width}" if public else None,
                )
                for width in picture.widths
            ],
        )


class Post(_Answer):
    """A post as it is now, in any state."""

    id: UUID
    status: str = Field(json_schema_extra={"enum": [*posts.STATUSES]})
    headline: str
    text: str
    byline: str
    revision: int
    created_at: datetime
    updated_at: datetime
    scheduled_at: datetime | None
    embargoed_until: datetime | None
    published_at: datetime | None
    picture: UUID | None = Field(description="The id of the picture that it shows.")
    alt: str
    decorative: bool
    caption: str
    credit: str
    pinned: bool
    key_event: bool
    summary: bool
    corrections: list[Correction]
    withdrawal: Withdrawal | None
    dossier: list[Made] = Field(description="What it has made of the dossier, and stands.")
    url: str | None = Field(description="Where readers find it; null while it is not public.")

    @classmethod
    def of(cls, post: models.Post, settings: Settings) -> Self:
        """The post, fetched whole."""
        marks = {mark.kind for mark in post.marks}
        return cls._of(
            post,
            picture=post.picture_id,
            pinned="pin" in marks,
            key_event="key_event" in marks,
            summary="summary" in marks,
            corrections=[Correction.of(correction) for correction in post.corrections],
            withdrawal=Withdrawal.of(post.withdrawal) if post.withdrawal else None,
            dossier=_made(post.coverage, post.told, settings),
            url=_permalink(post.coverage, post, settings),
        )


class Receipt(_Answer):
    """What became of a post."""

    id: UUID
    revision: int
    sequence: int | None = Field(
        description="The number in the readers' log; null while nothing is public."
    )
    url: str | None = Field(description="Where readers find it; null while nothing is public.")
    dossier: list[Made] = Field(
        description="What the post has made: claims, positions and questions that stand."
    )

    @classmethod
    def of(
        cls,
        session: Session,
        coverage: models.Coverage,
        post: models.Post,
        settings: Settings,
        *kinds: Kind,
    ) -> Self:
        """The newest line in the readers' log about the post, or about these marks of it."""
        lines = (
            changes.of_object(session, coverage.id, kind, post.id) for kind in ("post", *kinds)
        )
        return cls._of(
            post,
            sequence=max((line for line in lines if line is not None), default=None),
            url=_permalink(coverage, post, settings),
            dossier=_made(coverage, listing.told_by(session, post), settings),
        )


class Coverages(BaseModel):
    """Some coverages in the order they were made."""

    items: list[Coverage]
    next: str | None = Field(description="The URL of the next page; null on the last one.")


class Posts(BaseModel):
    """Some posts of a coverage in the order they were made."""

    items: list[Post]
    next: str | None = Field(description="The URL of the next page; null on the last one.")


class Problem(BaseModel):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str = Field(description="What happened and what to do, in a sentence.")
    code: str = Field(description="The same for a program; it does not change.")
    field: str | None = Field(None, description="Which field to look at.")
    errors: list[dict[str, str]] | None = Field(
        None, description="`pointer`, where in the body that field is, and its `detail`."
    )
    revision: int | None = Field(None, description="The revision the post is at.")


def _made(
    coverage: models.Coverage, told: Sequence[models.DossierObject], settings: Settings
) -> list[Made]:
    return [Made.of(coverage, one, settings) for one in told if one.standing == "standing"]


def _address(coverage: models.Coverage, settings: Settings) -> str:
    return f"{settings.public_url}/live/{coverage.slug}"


def _permalink(coverage: models.Coverage, post: models.Post, settings: Settings) -> str | None:
    if post.status not in ticker.PUBLIC:
        return None
    return f"{_address(coverage, settings)}/posts/{post.id}"
