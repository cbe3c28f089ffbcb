"""Corrections of a post: the browser makes their ids, too."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import ConfigDict, Field

from depesche import clock
from depesche.desk import answers
from depesche.desk.posts import IfMatch, Pictured, seen
from depesche.newsroom import corrections, coverages, posts
from depesche.web.rooms import House
from depesche.web.sessions import SignedIn

router = APIRouter(prefix="/coverages/{slug}/posts/{post_id}/corrections")


class Correcting(Pictured):
    """The right words, and what the reader is told."""

    model_config = ConfigDict(extra="forbid")

    text: str
    headline: str | None = None
    correction_class: str = Field("correction", alias="class")
    note: str = ""
    internal_note: str = ""
    sending: UUID | None = None


@router.put("/{correction_id}")
def put(
    *,
    house: House,
    person: SignedIn,
    slug: str,
    post_id: UUID,
    correction_id: UUID,
    wanted: Correcting,
    if_match: IfMatch = None,
) -> dict[str, Any]:
    """Correct the post and say so."""
    revision = seen(if_match)
    with house.store.writing() as session:
        coverage = coverages.find(session, slug, to_write=True)
        corrections.correct(
            session,
            coverage,
            posts.find(session, coverage, post_id),
            by=person,
            now=clock.now(),
            seen=revision,
            correction_id=correction_id,
            **wanted.model_dump(exclude=set(Pictured.model_fields)),
            **wanted.pictured(),
        )
    return answers.about(house, person, slug, post_id, "corrected")
