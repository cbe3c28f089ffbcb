"""A submitted post goes back to its author."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict

from depesche import clock
from depesche.desk import answers
from depesche.desk.posts import IfMatch, seen
from depesche.newsroom import coverages, posts, returns
from depesche.web.rooms import House
from depesche.web.sessions import SignedIn

router = APIRouter(prefix="/coverages/{slug}/posts/{post_id}/return")


class Returning(BaseModel):
    """What its author is told."""

    model_config = ConfigDict(extra="forbid")

    note: str = ""


@router.put("")
def put(
    *,
    house: House,
    person: SignedIn,
    slug: str,
    post_id: UUID,
    wanted: Returning,
    if_match: IfMatch = None,
) -> dict[str, Any]:
    """Send it back."""
    revision = seen(if_match)
    with house.store.writing() as session:
        coverage = coverages.find(session, slug, to_write=True)
        post = posts.find(session, coverage, post_id)
        returns.send_back(
            session, coverage, post, note=wanted.note, by=person, now=clock.now(), seen=revision
        )
    return answers.about(house, person, slug, post_id, "returned")
