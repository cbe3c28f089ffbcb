"""The desk's pages, in the language of whoever sits there."""

from typing import Any

from fastapi.responses import HTMLResponse

from depesche.errors import DepescheError
from depesche.newsroom.models import Person
from depesche.web.rooms import Rooms


def language_of(house: Rooms, person: Person) -> str:
    """The person's own language, else the newsroom's."""
    return person.language or house.settings.language


def show(
    house: Rooms, person: Person, template: str, *, status: int = 200, **facts: Any
) -> HTMLResponse:
    """A page for somebody who is signed in."""
    page = house.templates.render(template, language_of(house, person), person=person, **facts)
    return HTMLResponse(page, status)


def trouble(house: Rooms, person: Person, error: DepescheError) -> str:
    """What went wrong, in the person's language."""
    return error.sentence(house.templates.gettext(language_of(house, person)))
