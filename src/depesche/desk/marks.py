"""Pins, key events and summaries: put on with PUT, taken off with DELETE."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from depesche import clock
from depesche.desk import answers, times
from depesche.newsroom import coverages, marks, posts
from depesche.newsroom.marks import Marking
from depesche.web.rooms import House
from depesche.web.sessions import SignedIn

router = APIRouter(prefix="/coverages/{slug}/posts/{post_id}")

LONGEST = 24 * 60  # minutes


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


class While(BaseModel):
    """For how long: some minutes, or until a time as it is typed; without either, for good."""

    model_config = ConfigDict(extra="forbid")

    minutes: int | None = Field(None, ge=1, le=LONGEST)
    until: str = ""
    until_fold: str = ""

    def end(self, zone: str, now: datetime) -> datetime | None:
        """The time in that field, or so many minutes from now."""
        if self.minutes is not None:
            return now + timedelta(minutes=self.minutes)
        return times.read(self.until, zone, fold=self.until_fold, field="until")


@router.put("/{mark}")
def put(
    *,
    house: House,
    person: SignedIn,
    slug: str,
    post_id: UUID,
    mark: MarkName,
    wanted: While | None = None,
) -> dict[str, Any]:
    """Mark the post."""
    now = clock.now()
    with house.store.writing() as session:
        coverage = coverages.find(session, slug, to_write=True)
        post = posts.find(session, coverage, post_id)
        until = wanted.end(coverage.newsroom_zone, now) if wanted else None
        marks.make(session, coverage, post, _KINDS[mark], by=person, now=now, until=until)
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
