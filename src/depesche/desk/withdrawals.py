"""The withdrawal of a post."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from depesche import clock
from depesche.desk import answers
from depesche.newsroom import coverages, posts, withdrawals
from depesche.web.rooms import House
from depesche.web.sessions import SignedIn

router = APIRouter(prefix="/coverages/{slug}/posts/{post_id}")


class Withdrawing(BaseModel):
    """What the reader is told."""

    model_config = ConfigDict(extra="forbid")

    notice: str = ""


@router.put("/withdrawal")
def put(
    house: House, person: SignedIn, slug: str, post_id: UUID, wanted: Withdrawing
) -> dict[str, Any]:
    """Take the post back."""
    with house.store.writing() as session:
        coverage = coverages.find(session, slug, to_write=True)
        post = posts.find(session, coverage, post_id)
        withdrawals.withdraw(
            session, coverage, post, notice=wanted.notice, by=person, now=clock.now()
        )
    return answers.about(house, person, slug, post_id, "withdrawn")


@router.put("/undo")
def undo(house: House, person: SignedIn, slug: str, post_id: UUID) -> dict[str, Any]:
    """Take back what has just been published; readers are told so in their language."""
    with house.store.writing() as session:
        coverage = coverages.find(session, slug, to_write=True)
        post = posts.find(session, coverage, post_id)
        _ = house.templates.gettext(coverage.language)
        draft = withdrawals.undo(
            session,
            coverage,
            post,
            notice=_("This post was published by mistake."),
            by=person,
            now=clock.now(),
        )
    return {
        **answers.about(house, person, slug, post_id, "undone"),
        "draft": answers.about(house, person, slug, draft.id, "saved"),
    }
