"""Drafts go out of sight with PUT, and come back with DELETE."""

from typing import Any
from uuid import UUID

from fastapi import APIRouter

from depesche import clock
from depesche.desk import answers
from depesche.desk.posts import IfMatch, seen
from depesche.newsroom import coverages, discards, posts
from depesche.web.rooms import House
from depesche.web.sessions import SignedIn

router = APIRouter(prefix="/coverages/{slug}/posts/{post_id}/discard")


@router.put("")
def put(
    house: House, person: SignedIn, slug: str, post_id: UUID, if_match: IfMatch = None
) -> dict[str, Any]:
    """Discard the draft."""
    revision = seen(if_match)
    with house.store.writing() as session:
        coverage = coverages.find(session, slug, to_write=True)
        post = posts.find(session, coverage, post_id)
        discards.discard(session, coverage, post, by=person, now=clock.now(), seen=revision)
    return answers.about(house, person, slug, post_id, "discarded")


@router.delete("")
def delete(house: House, person: SignedIn, slug: str, post_id: UUID) -> dict[str, Any]:
    """Take it back."""
    with house.store.writing() as session:
        coverage = coverages.find(session, slug, to_write=True)
        post = posts.find(session, coverage, post_id)
        discards.recover(session, coverage, post, by=person, now=clock.now())
    return answers.about(house, person, slug, post_id, "recovered")
