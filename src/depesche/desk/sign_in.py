"""Signing in and out. Both work without JavaScript."""

import re
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from depesche import clock
from depesche.errors import DepescheError, Missing, NotSignedIn
from depesche.newsroom import keys, people
from depesche.web import sessions
from depesche.web.rooms import House, Rooms

router = APIRouter()

HOME = "/desk"
_LOCAL = re.compile(r"/desk([/?][\w./?=&%~+-]*)?")


@router.get("/sign-in")
def ask(house: House, next: str = HOME) -> HTMLResponse:  # noqa: A002 - the word in the URL
    """The form."""
    return _form(house, name="", after=safe(next))


@router.post("/sign-in")
def sign_in(
    house: House,
    name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = HOME,  # noqa: A002
) -> Response:
    """Open the desk; a wrong password gets the form again, with the name kept."""
    after = safe(next)
    try:
        with house.store.reading() as session:  # hashing takes its time: no writer waits for it
            person = people.recognised(session, name=name, password=password)
    except (NotSignedIn, Missing) as error:
        return _form(house, name=name, after=after, error=error)
    with house.store.writing() as session:
        secret = keys.sign_in(
            session, person, hours=house.settings.sign_in_hours, wall=clock.wall()
        )
    answer = RedirectResponse(after, status_code=303)
    sessions.remember(answer, secret, house.settings)
    return answer


@router.post("/sign-out")
def sign_out(request: Request, house: House) -> RedirectResponse:
    """Close the desk to this browser; signing out twice is signing out once."""
    if secret := request.cookies.get(sessions.cookie_name(house.settings)):
        with house.store.writing() as session:
            keys.sign_out(session, secret)
    answer = RedirectResponse("/desk/sign-in", status_code=303)
    sessions.forget(answer, house.settings)
    return answer


def _form(
    house: Rooms, *, name: str, after: str, error: DepescheError | None = None
) -> HTMLResponse:
    language = house.settings.language
    sentence = error.sentence(house.templates.gettext(language)) if error else ""
    page = house.templates.render(
        "desk/sign_in.html", language, typed=name, after=after, sentence=sentence
    )
    return HTMLResponse(page, error.status if error else 200)


def safe(path: str) -> str:
    """Where to go afterwards: only ever to a page of this desk."""
    return path if _LOCAL.fullmatch(path) and ".." not in path else HOME
