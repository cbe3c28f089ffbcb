"""What programs are answered about the dossier. Of people it says nothing."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final, Self

from pydantic import BaseModel, Field

from depesche.newsroom import models
from depesche.newsroom.dossier.kinds import KINDS
from depesche.settings import Settings

STANDINGS: Final = ("standing", "withdrawn", "merged", "removed")
_WHOSE: Final = frozenset({"by", "act", "confirmed_by"})  # people and numbers of our own
_BESIDE: Final = ("likelihoods", "shifts", "answers")  # what acts have added to the fields


class Made(BaseModel):
    """An object of the dossier that came with a post."""

    kind: str = Field(json_schema_extra={"enum": [*KINDS]})
    key: str
    url: str | None = Field(description="Where readers find it; null while they do not.")

    @classmethod
    def of(cls, coverage: models.Coverage, one: models.DossierObject, settings: Settings) -> "Made":
        return cls(kind=one.kind, key=one.key, url=_address(coverage, one, settings))


class Object(BaseModel):
    """An object of the dossier as it is now, however it stands."""

    kind: str = Field(json_schema_extra={"enum": [*KINDS]})
    key: str
    url: str | None = Field(description="Where readers find it; null while they do not.")
    standing: str = Field(json_schema_extra={"enum": [*STANDINGS]})
    merged_into: str | None = Field(description="The key of the one that it has become.")
    made_at: datetime
    as_of: datetime
    posts: list[str] = Field(description="The ids of the posts it rests on.")
    fields: dict[str, Any] = Field(
        description="Those of its kind, each as it is kept. Whoever owns a view is "
        "`{actor}`, by key, or `{name}`."
    )
    history: list[dict[str, Any]] = Field(description="What it was before, oldest first.")
    likelihoods: list[dict[str, Any]] = Field(
        description="Of a scenario, oldest first. Readers see those with `confirmed_at`."
    )
    shifts: list[dict[str, Any]] = Field(description="Posts that speak for a scenario or against.")
    answers: list[dict[str, Any]] = Field(description="Of a question, oldest first.")
    flags: list[dict[str, Any]] = Field(
        description="Posts it rests on that were corrected or withdrawn, until somebody has looked."
    )

    @classmethod
    def of(cls, coverage: models.Coverage, one: models.DossierObject, settings: Settings) -> Self:
        facts = one.facts
        return cls(
            kind=one.kind,
            key=one.key,
            url=_address(coverage, one, settings),
            standing=one.standing,
            merged_into=facts.get("merged_into") if one.standing == "merged" else None,
            made_at=one.made_at,
            as_of=one.as_of,
            posts=facts["posts"],
            fields={name: facts[name] for name in KINDS[one.kind].fields},
            history=_told(one.history),
            flags=_told(one.flags),
            **{name: _told(facts.get(name, ())) for name in _BESIDE},
        )


class Objects(BaseModel):
    """Some objects of one kind in the order they were made."""

    items: list[Object]
    next: str | None = Field(description="The URL of the next page; null on the last one.")


class Likelihood(BaseModel):
    """A likelihood that is proposed, or confirmed."""

    number: int = Field(description="To confirm it by.")
    low: int
    high: int
    words: str
    author: dict[str, str]
    at: datetime
    confirmed_at: datetime | None = Field(description="Null while readers do not see it.")

    @classmethod
    def of(cls, scenario: models.DossierObject, number: int) -> Self:
        found = (one for one in scenario.facts["likelihoods"] if one["number"] == number)
        return cls(**next(found))


def _told(rows: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    return [{name: value for name, value in row.items() if name not in _WHOSE} for row in rows]


def _address(
    coverage: models.Coverage, one: models.DossierObject, settings: Settings
) -> str | None:
    if coverage.status == "draft" or one.standing not in {"standing", "withdrawn"}:
        return None
    return f"{settings.public_url}/live/{coverage.slug}/dossier/{one.kind}/{one.key}"
