"""One's own account: where one is signed in, and another password. Works without JavaScript."""

from typing import Annotated

from fastapi import APIRouter, Form, Path, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from depesche import clock
from depesche.desk import pages, times
from depesche.errors import Invalid, NotYourPassword, TooMany
from depesche.newsroom import accounts, attempts, keys, passwords, people
from depesche.newsroom.models import Person
from depesche.web import problems, sessions
from depesche.web.rooms import House, Rooms
from depesche.web.sessions import SignedIn

router = APIRouter(prefix="/account")

HERE = "/desk/account"


@router.get("")
def show(request: Request, house: House, person: SignedIn, done: str = "") -> HTMLResponse:
    """The account of whoever asks."""
    return _page(request, house, person, done=done)


@router.post("/password")
def change_password(
    request: Request,
    house: House,
    person: SignedIn,
    present: Annotated[str, Form()] = "",
    password: Annotated[str, Form()] = "",
) -> Response:
    """Another password; all other browsers are signed out."""
    secret = sessions.secret_of(request, house.settings)
    try:
        password_hash = _exchanged(request, house, person, present, password)
        with house.store.writing() as session:
            accounts.change_password(
                session, person, password_hash, secret=secret, wall=clock.wall()
            )
    except (Invalid, TooMany) as error:
        return _page(request, house, person, error=error)
    return RedirectResponse(f"{HERE}?done=password", status_code=303)


@router.post("/sign-ins/{sign_in_id}/end")
def end(
    house: House, person: SignedIn, sign_in_id: Annotated[int, Path(ge=1, lt=2**31)]
) -> RedirectResponse:
    """Sign out in that browser."""
    with house.store.writing() as session:
        keys.end(session, person, sign_in_id, by=person)
    return RedirectResponse(HERE, status_code=303)


@router.post("/sign-ins/end")
def end_others(request: Request, house: House, person: SignedIn) -> RedirectResponse:
    """Sign out everywhere but here."""
    secret = sessions.secret_of(request, house.settings)
    with house.store.writing() as session:
        keys.sign_out_elsewhere(session, person, secret)
    return RedirectResponse(HERE, status_code=303)


def _exchanged(request: Request, house: Rooms, person: Person, present: str, password: str) -> str:
    """The hash of the new password. Raises NotYourPassword, WeakPassword, TooLong, TooMany."""
    secret = sessions.secret_of(request, house.settings)
    with passwords.turn():
        with house.store.writing() as session:
            attempt = attempts.begin(
                session,
                name=person.name,
                address=sessions.address(request),
                known=keys.known(session, secret, person),
                wall=clock.wall(),
            )
        if not passwords.fits(present, person.password_hash):
            raise NotYourPassword(field="present")
        with house.store.writing() as session:
            attempts.succeed(session, attempt)
        return passwords.hashed(password)


def _page(
    request: Request,
    house: Rooms,
    person: Person,
    *,
    error: Invalid | TooMany | None = None,
    done: str = "",
) -> HTMLResponse:
    secret, wall = sessions.secret_of(request, house.settings), clock.wall()
    with house.store.reading() as session:
        here = keys.known(session, secret, person)
        answer = pages.show(
            house,
            person,
            "desk/account.html",
            status=error.status if error else 200,
            sign_ins=keys.sign_ins(session, person, wall=wall),
            here=here.id if here else None,
            may_administer=people.may(session, person, "administer"),
            done=done,
            trouble=pages.trouble(house, person, error) if error else "",
            field=error.facts.get("field") if error else None,
            zone=times.ZONE,
            path=HERE,
        )
    answer.headers.update(problems.headers(error) if error else {})
    return answer
