"""Everybody's accounts, for the administrator. Works without JavaScript."""

from typing import Annotated

from fastapi import APIRouter, Form, Path
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from depesche import clock
from depesche.desk import pages, times
from depesche.errors import Conflict, Invalid
from depesche.newsroom import accounts, keys, passwords, people
from depesche.newsroom.models import Person
from depesche.web.rooms import House, Rooms
from depesche.web.sessions import SignedIn

router = APIRouter(prefix="/people")

Id = Annotated[int, Path(ge=1, lt=2**31)]
Typed = Annotated[str, Form()]


@router.get("")
def listed(house: House, person: SignedIn) -> HTMLResponse:
    """All accounts that sign in with a password, and the form for one more."""
    return _list(house, person)


@router.post("")
def add(
    house: House, person: SignedIn, name: Typed = "", role: Typed = "", password: Typed = ""
) -> Response:
    """A new account."""
    with house.store.reading() as session:
        people.require(session, person, "administer")
    try:
        password_hash = _hashed(password)
        with house.store.writing() as session:
            people.add(
                session,
                name=name,
                role=role,
                password_hash=password_hash,
                by=person,
                now=clock.now(),
            )
    except (Invalid, Conflict) as error:
        return _list(house, person, name=name, role=role, error=error)
    return RedirectResponse("/desk/people", status_code=303)


@router.get("/{person_id}")
def show(house: House, person: SignedIn, person_id: Id, done: str = "") -> HTMLResponse:
    """One account."""
    return _page(house, person, person_id, done=done)


@router.post("/{person_id}/role")
def give_role(house: House, person: SignedIn, person_id: Id, role: Typed = "") -> Response:
    """Another role."""
    try:
        with house.store.writing() as session:
            account = accounts.find(session, person_id, by=person)
            accounts.give_role(session, account, role, by=person)
    except (Invalid, Conflict) as error:
        return _page(house, person, person_id, error=error)
    return _back(person_id, "role")


@router.post("/{person_id}/password")
def give_password(house: House, person: SignedIn, person_id: Id, password: Typed = "") -> Response:
    """Another password; the account is signed out everywhere."""
    with house.store.reading() as session:
        account = accounts.find(session, person_id, by=person)
    try:
        password_hash = _hashed(password)
    except Invalid as error:
        return _page(house, person, person_id, error=error)
    with house.store.writing() as session:
        accounts.give_password(session, account, password_hash, by=person)
    return _back(person_id, "password")


@router.post("/{person_id}/deactivate")
def deactivate(house: House, person: SignedIn, person_id: Id) -> Response:
    """The account cannot be used any more."""
    try:
        with house.store.writing() as session:
            account = accounts.find(session, person_id, by=person)
            accounts.deactivate(session, account, by=person, wall=clock.wall())
    except Conflict as error:
        return _page(house, person, person_id, error=error)
    return _back(person_id, "deactivated")


@router.post("/{person_id}/activate")
def activate(house: House, person: SignedIn, person_id: Id) -> Response:
    """It can be used again."""
    with house.store.writing() as session:
        account = accounts.find(session, person_id, by=person)
        accounts.activate(session, account, by=person)
    return _back(person_id, "activated")


@router.post("/{person_id}/sign-ins/{sign_in_id}/end")
def end(house: House, person: SignedIn, person_id: Id, sign_in_id: Id) -> Response:
    """Sign this account out in that browser."""
    with house.store.writing() as session:
        account = accounts.find(session, person_id, by=person)
        keys.end(session, account, sign_in_id, by=person)
    return _back(person_id)


@router.post("/{person_id}/sign-ins/end")
def end_all(house: House, person: SignedIn, person_id: Id) -> Response:
    """Sign this account out everywhere."""
    with house.store.writing() as session:
        account = accounts.find(session, person_id, by=person)
        keys.end_all(session, account, by=person)
    return _back(person_id)


def _hashed(password: str) -> str:
    with passwords.turn():
        return passwords.hashed(password)


def _back(person_id: int, done: str = "") -> RedirectResponse:
    what = f"?done={done}" if done else ""
    return RedirectResponse(f"/desk/people/{person_id}{what}", status_code=303)


def _list(
    house: Rooms,
    person: Person,
    *,
    name: str = "",
    role: str = "contributor",
    error: Invalid | Conflict | None = None,
) -> HTMLResponse:
    with house.store.reading() as session:
        return pages.show(
            house,
            person,
            "desk/people.html",
            status=error.status if error else 200,
            found=accounts.listed(session, by=person),
            roles=people.ROLES,
            typed=name,
            role=role,
            trouble=pages.trouble(house, person, error) if error else "",
            path="/desk/people",
        )


def _page(
    house: Rooms,
    person: Person,
    person_id: int,
    *,
    error: Invalid | Conflict | None = None,
    done: str = "",
) -> HTMLResponse:
    with house.store.reading() as session:
        account = accounts.find(session, person_id, by=person)
        return pages.show(
            house,
            person,
            "desk/person.html",
            status=error.status if error else 200,
            account=account,
            roles=people.ROLES,
            sign_ins=keys.sign_ins(session, account, wall=clock.wall()),
            here=None,
            done=done,
            trouble=pages.trouble(house, person, error) if error else "",
            zone=times.ZONE,
            path=f"/desk/people/{person_id}",
        )
