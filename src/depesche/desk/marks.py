"""Pins, key events and summaries: put on with PUT, taken off with DELETE."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from fastapi import APIRouter

from depesche import clock
from depesche.desk import answers
from depesche.newsroom import coverages, marks, posts
from depesche.newsroom.marks import Marking
from depesche.web.rooms import House
from depesche.web.sessions import SignedIn

router = APIRouter(prefix="/coverages/{slug}/posts/{post_id}")


class MarkName(StrEnum):
    """A mark as the URL names it."""

    PIN = "pin"
    KEY_EVENT = "key-event"
    SUMMARY = "summary"


_KINDS: dict[MarkName, Marking] = {
    MarkName.PIN: "pin",
    MarkName.KEY_EVENT: "key_event",
    MarkName.SUMMARY: "summary",
}


@router.put("/{mark}")
def put(house: House, person: SignedIn, slug: str, post_id: UUID, mark: MarkName) -> dict[str, Any]:
    """Mark the post."""
    with house.store.writing() as session:
        coverage = coverages.find(session, slug, to_write=True)
        post = posts.find(session, coverage, post_id)
        marks.make(session, coverage, post, _KINDS[mark], by=person, now=clock.now())
    return answers.about(house, person, slug, post_id, f"made {mark}")


@router.delete("/{mark}")
def delete(
    house: House, person: SignedIn, slug: str, post_id: UUID, mark: MarkName
) -> dict[str, Any]:
    """Take the mark off."""
    with house.store.writing() as session:
        coverage = coverages.find(session, slug, to_write=True)
        post = posts.find(session, coverage, post_id)
        marks.remove(session, coverage, post, _KINDS[mark], by=person, now=clock.now())
    return answers.about(house, person, slug, post_id, f"removed {mark}")
