"""Who is at work on a post: each tab of a browser says so for itself, and goes on saying so."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response
from pydantic import BaseModel, ConfigDict

from depesche import clock
from depesche.desk import pages
from depesche.newsroom import coverages, posts, presence
from depesche.rendering import moments
from depesche.web.rooms import House
from depesche.web.sessions import SignedIn

router = APIRouter(prefix="/coverages/{slug}/posts/{post_id}/presence")


class Taking(BaseModel):
    """Whether to take over from somebody else."""

    model_config = ConfigDict(extra="forbid")

    over: bool = False


@router.put("/{tab}")
def take(
    *, house: House, person: SignedIn, slug: str, post_id: UUID, tab: UUID, taking: Taking
) -> dict[str, Any]:
    """Be at work on the post; the answer says whether that is so, and else who is."""
    language = pages.language_of(house, person)
    with house.store.writing() as session:
        coverage = coverages.find(session, slug, to_write=True)
        present = presence.take(
            session,
            coverage,
            posts.find(session, coverage, post_id),
            tab=tab,
            by=person,
            now=clock.now(),
            wall=clock.wall(),
            over=taking.over,
        )
        return {
            "is_mine": presence.is_in(present, tab, person),
            "name": present.person.name,
            "since": present.since,
            "at": moments.clock_time(present.since, coverage.newsroom_zone, language),
        }


@router.delete("/{tab}", status_code=204, response_class=Response)
def leave(house: House, person: SignedIn, slug: str, post_id: UUID, tab: UUID) -> None:
    """No longer be at work on it."""
    with house.store.writing() as session:
        coverage = coverages.find(session, slug, to_write=True)
        post = posts.find(session, coverage, post_id)
        presence.leave(session, coverage, post, tab=tab, by=person, now=clock.now())
