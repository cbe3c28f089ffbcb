"""Signing in and out. Both work without JavaScript."""

import re
from contextlib import suppress
from typing import Annotated

from fastapi import APIRouter, Form, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from depesche import clock, metrics
from depesche.errors import DepescheError, Missing, NotSignedIn, TooMany, WrongPassword
from depesche.newsroom import attempts, keys, passwords, people
from depesche.web import problems, sessions
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
    request: Request,
    house: House,
    name: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
    next: Annotated[str, Form()] = HOME,  # noqa: A002
) -> Response:
    """Open the desk; a wrong password gets the form again, with the name kept."""
    after = safe(next)
    try:
        secret = _enter(request, house, name, password)
    except (Missing, WrongPassword, TooMany) as error:
        metrics.REFUSALS.labels(error.code).inc()
        return _form(house, name=name, after=after, error=error)
    answer = RedirectResponse(after, status_code=303)
    sessions.remember(answer, secret, house.settings)
    return answer


@router.post("/sign-out")
def sign_out(request: Request, house: House) -> RedirectResponse:
    """Close the desk to this browser, which keeps its secret to be known by."""
    with suppress(NotSignedIn):  # who is not writes nothing, and waits for nobody who does
        secret = sessions.secret_of(request, house.settings)
        with house.store.reading() as session:
            keys.signed_in(session, secret, wall=clock.wall())
        with house.store.writing() as session:
            keys.sign_out(session, secret, wall=clock.wall())
    return RedirectResponse("/desk/sign-in", status_code=303)


def _enter(request: Request, house: Rooms, name: str, password: str) -> str:
    """The secret of a new sign-in. Raises Missing, TooMany, WrongPassword.

    Counted first, hashed second, and in between the database is free.
    """
    if not name.strip():
        raise Missing(field="name")
    browser = request.cookies.get(sessions.cookie_name(house.settings))
    with passwords.turn():
        with house.store.writing() as session:
            person = people.at_the_door(session, name)
            attempt = attempts.begin(
                session,
                name=name,
                address=sessions.address(request),
                known=keys.known(session, browser, person),
                wall=clock.wall(),
            )
        if not passwords.fits(password, person.password_hash if person else None) or not person:
            raise WrongPassword
    with house.store.writing() as session:
        attempts.succeed(session, attempt)
        return keys.sign_in(
            session,
            person,
            hours=house.settings.sign_in_hours,
            device=sessions.device(request),
            wall=clock.wall(),
            instead_of=browser,
        )


def _form(
    house: Rooms, *, name: str, after: str, error: DepescheError | None = None
) -> HTMLResponse:
    language = house.settings.language
    sentence = error.sentence(house.templates.gettext(language)) if error else ""
    page = house.templates.render(
        "desk/sign_in.html", language, typed=name, after=after, sentence=sentence
    )
    if error is None:
        return HTMLResponse(page)
    return HTMLResponse(page, error.status, problems.headers(error))


def safe(path: str) -> str:
    """Where to go afterwards: only ever to a page of this desk."""
    return path if _LOCAL.fullmatch(path) and ".." not in path else HOME
