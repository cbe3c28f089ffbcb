"""The release of a scheduled post before its time. An embargo it may have still holds."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter

from depesche import clock
from depesche.desk import answers
from depesche.desk.posts import IfMatch, seen
from depesche.newsroom import coverages, posts
from depesche.web.rooms import House
from depesche.web.sessions import SignedIn

router = APIRouter(prefix="/coverages/{slug}/posts/{post_id}")


@router.put("/release")
def put(
    house: House, person: SignedIn, slug: str, post_id: UUID, if_match: IfMatch = None
) -> dict[str, Any]:
    """Publish it now."""
    revision = seen(if_match)
    with house.store.writing() as session:
        coverage = coverages.find(session, slug, to_write=True)
        posts.put(
            session,
            coverage,
            post_id,
            by=person,
            now=clock.now(),
            seen=revision,
            status="published",
            scheduled_at=None,
            after_revision=revision,
        )
    return answers.about(house, person, slug, post_id, "saved")
