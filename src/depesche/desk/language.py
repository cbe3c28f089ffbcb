"""The language in which the desk speaks to a person."""

from typing import Annotated

from fastapi import APIRouter, Form
from fastapi.responses import RedirectResponse

from depesche.desk import sign_in
from depesche.newsroom import people
from depesche.web.rooms import House
from depesche.web.sessions import SignedIn

router = APIRouter()


@router.post("/language")
def choose(
    house: House,
    person: SignedIn,
    language: Annotated[str, Form()],
    next: Annotated[str, Form()] = sign_in.HOME,  # noqa: A002 - the word in the URL
) -> RedirectResponse:
    """Speak that language from now on, and go back to where the person was."""
    with house.store.writing() as session:
        people.speak(session, person, language)
    return RedirectResponse(sign_in.safe(next), status_code=303)
