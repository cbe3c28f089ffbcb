"""A post as the composer sends and fetches it.

The browser makes the post's id, so that sending the same thing twice is harmless: what was asked
for once is not done again.
"""

import re
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Header
from pydantic import BaseModel, ConfigDict, field_validator
from sqlalchemy.orm import Session

from depesche import clock
from depesche.desk import answers, pages, times
from depesche.errors import NotFound, Unreadable
from depesche.newsroom import coverages, people, posts
from depesche.newsroom.dossier import annotations
from depesche.newsroom.models import Coverage, Post
from depesche.rendering import moments
from depesche.web.rooms import House
from depesche.web.sessions import SignedIn

router = APIRouter(prefix="/coverages/{slug}/posts/{post_id}")

IfMatch = Annotated[str | None, Header()]

TIMES = ("scheduled_at", "embargoed_until")


class Taken(BaseModel):
    """A position that the post takes: whose, on what, which; without a wording, the sentence that
    names both."""

    model_config = ConfigDict(extra="forbid")

    actor: str
    issue: str
    stance: str
    wording: str = ""


class Pictured(BaseModel):
    """Which picture a post should show, and the words for it; what is left out stays."""

    picture: UUID | None = None
    alt: str = ""
    decorative: bool = False
    caption: str = ""
    credit: str = ""

    @field_validator("picture", mode="before")
    @classmethod
    def _none_where_empty(cls, typed: object) -> object:
        return typed or None

    def pictured(self) -> dict[str, Any]:
        """What the core is asked for."""
        return self.model_dump(include=set(Pictured.model_fields), exclude_unset=True)


class Wishes(Pictured):
    """What a post should be; what is left out stays. Times are the newsroom's, as typed."""

    model_config = ConfigDict(extra="forbid")

    headline: str = ""
    text: str = ""
    byline: str = ""
    status: str = "draft"
    scheduled_at: str = ""
    scheduled_at_fold: str = ""
    embargoed_until: str = ""
    embargoed_until_fold: str = ""
    pinned: bool = False
    key_event: bool = False
    summary: bool = False
    positions: list[Taken] = []
    autosave: bool = False
    sending: UUID | None = None

    def in_zone(self, zone: str) -> dict[str, Any]:
        """What the core is asked for."""
        wanted = self.model_dump(exclude_unset=True, exclude={f"{field}_fold" for field in TIMES})
        return {**wanted, **{field: self.moment(field, zone) for field in TIMES if field in wanted}}

    def moment(self, field: str, zone: str) -> datetime | None:
        """The time in that field."""
        fold = getattr(self, f"{field}_fold")
        return times.read(getattr(self, field), zone, fold=fold, field=field)


@router.get("")
def fetch(house: House, person: SignedIn, slug: str, post_id: UUID) -> dict[str, Any]:
    """The post as the composer fills its fields with it."""
    with house.store.reading() as session:
        coverage = coverages.find(session, slug)
        people.require(session, person, "read", coverage)
        post = posts.find(session, coverage, post_id)
        return _as_typed(session, coverage, post, pages.language_of(house, person))


@router.put("")
def put(
    *,
    house: House,
    person: SignedIn,
    slug: str,
    post_id: UUID,
    wishes: Wishes,
    if_match: IfMatch = None,
) -> dict[str, Any]:
    """Save, submit, schedule, publish or amend the post."""
    revision = seen(if_match)
    with house.store.writing() as session:
        coverage = coverages.find(session, slug, to_write=True)
        wanted = wishes.in_zone(coverage.newsroom_zone)
        # The revision is part of what is asked: going back to earlier words is a change.
        wanted["after_revision"] = revision
        was_public = _is_public(session, coverage, post_id)
        done = posts.put(
            session, coverage, post_id, by=person, now=clock.now(), seen=revision, **wanted
        )
    verb = "amended" if was_public and done.is_changed else "saved"
    verb = "autosaved" if wishes.autosave else verb
    return answers.about(house, person, slug, post_id, verb)


def seen(if_match: str | None) -> int | None:
    """The revision that the page knows. Raises Unreadable."""
    if if_match is None:
        return None
    if not re.fullmatch(r'"\d{1,9}"', if_match, re.ASCII):
        raise Unreadable(reason='If-Match is not a revision such as "3"')
    return int(if_match.strip('"'))


def _is_public(session: Session, coverage: Coverage, post_id: UUID) -> bool:
    try:
        return posts.find(session, coverage, post_id).published_at is not None
    except NotFound:
        return False


def _as_typed(session: Session, coverage: Coverage, post: Post, language: str) -> dict[str, Any]:
    zone = coverage.newsroom_zone
    marks = {mark.kind for mark in post.marks}
    saved = posts.revision(session, post, post.revision)
    fields: dict[str, Any] = {
        "id": str(post.id),
        "revision": post.revision,
        "status": post.status,
        "headline": post.headline,
        "text": annotations.as_typed(session, coverage, post),
        "byline": post.byline,
        "picture": str(post.picture_id or ""),
        "alt": post.alt,
        "decorative": post.decorative,
        "caption": post.caption,
        "credit": post.credit,
        "pinned": "pin" in marks,
        "key_event": "key_event" in marks,
        "summary": "summary" in marks,
        "positions": [
            {name: one.get(name, "") for name in Taken.model_fields}
            for one in annotations.positions(post)
        ],
        "kind": saved.kind if saved else "",
        "sending": str(saved.sending or "") if saved else "",
        "saved_at": moments.clock_time(saved.saved_at, zone, language) if saved else "",
        "saved_by": saved.saved_by.name if saved and saved.saved_by else "",
    }
    for field in TIMES:
        fields[field], fields[f"{field}_fold"] = times.typed(getattr(post, field), zone)
    return fields
