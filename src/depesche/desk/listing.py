"""Which posts the desk's list shows: chosen in the URL, so that a reload shows the same."""

from contextlib import suppress
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ValidationError, ValidatorFunctionWrapHandler, field_validator
from sqlalchemy.orm import Session

from depesche.desk import pages
from depesche.errors import NotFound
from depesche.newsroom import coverages, people, posts, rundown, words
from depesche.newsroom.dossier import rundown as dossier
from depesche.newsroom.models import Coverage, Person, Post
from depesche.newsroom.rundown import Choice
from depesche.web.rooms import House
from depesche.web.sessions import SignedIn

router = APIRouter(prefix="/coverages/{slug}")

SHOWN = ("", *posts.STATUSES)  # the first one: all that are not discarded


class Chosen(BaseModel):
    """What is chosen: a status, one's own posts only, words; and before which post to go on."""

    show: str = ""
    mine: bool | None = None
    q: str = ""
    before: UUID | None = None

    @field_validator("mine", "before", mode="wrap")
    @classmethod
    def _nothing_where_odd(cls, typed: object, read: ValidatorFunctionWrapHandler) -> object:
        """What cannot be read in an address chooses nothing."""
        try:
            return read(typed)
        except ValidationError:
            return None

    def choice(self, person: Person) -> Choice:
        """The same as the core takes it."""
        return Choice(self.status, person if self.mine else None, self.words)

    @property
    def status(self) -> str | None:
        return self.show if self.show in posts.STATUSES else None

    @property
    def words(self) -> str:
        return " ".join(words.clean(self.q).split())[: rundown.LOOKED_UP]

    def but(self, **other: Any) -> str:
        """The query of a link that chooses this, and something else. It begins at the newest."""
        kept = {"show": self.status or "", "mine": "1" if self.mine else "", "q": self.words}
        query = urlencode({name: value for name, value in {**kept, **other}.items() if value})
        return f"?{query}"


Chooses = Annotated[Chosen, Query()]


@router.get("/filters")
def filters(house: House, person: SignedIn, slug: str, chosen: Chooses) -> HTMLResponse:
    """The choices with their present numbers, to take the place of those on the page."""
    with house.store.reading() as session:
        coverage = coverages.find(session, slug)
        people.require(session, person, "read", coverage)
        facts = numbers(session, coverage, person, chosen)
        return pages.show(house, person, "desk/_list_parts.html", coverage=coverage, **facts)


def last_shown(session: Session, coverage: Coverage, chosen: Chosen) -> Post | None:
    """Before which post to go on; None for the newest, or where it is none of this coverage."""
    with suppress(NotFound):
        return posts.find(session, coverage, chosen.before) if chosen.before else None
    return None


def numbers(session: Session, coverage: Coverage, person: Person, chosen: Chosen) -> dict[str, Any]:
    """What the choices show: how many posts each would bring, and how many wait for an
    editor, or were sent back to this person."""
    choice = chosen.choice(person)
    counts = rundown.counts(session, coverage, author=choice.author, words=choice.words)
    in_all = sum(number for status, number in counts.items() if status != "discarded")
    return {
        "chosen": chosen,
        "counts": {"": in_all, **counts},
        "waiting": rundown.waiting(session, [coverage.id]).get(coverage.id, 0),
        "returned": rundown.returned(session, coverage, person),
        "to_check": dossier.waiting(session, coverage, person),
        "may_publish": people.may(session, person, "publish", coverage),
    }
