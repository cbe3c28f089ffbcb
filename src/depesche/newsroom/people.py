"""Accounts, and the one answer to "who may do what"."""

from collections.abc import Sequence
from datetime import datetime
from functools import cache
from typing import Final

from pwdlib import PasswordHash
from sqlalchemy import select
from sqlalchemy.orm import Session

from depesche.errors import (
    Missing,
    NameTaken,
    NotAllowed,
    UnknownLanguage,
    UnknownRole,
    WeakPassword,
    WrongPassword,
)
from depesche.newsroom import words
from depesche.newsroom.models import Assignment, Coverage, Person, Post

ROLES: Final = ("contributor", "editor", "chief", "administrator")
PASSWORD_LENGTH: Final = 10

# The lowest role that may do it; a contributor only in coverages of their own.
_LOWEST: Final = {
    "read": "contributor",
    "draft": "contributor",
    "submit": "contributor",
    "publish": "editor",
    "schedule": "editor",
    "amend": "editor",
    "correct": "editor",
    "withdraw": "editor",
    "mark": "editor",
    "arrange": "chief",  # make, announce, open, pause, end and archive coverages
    "administer": "administrator",
}

_passwords = PasswordHash.recommended()


def may(session: Session, person: Person, verb: str, thing: Coverage | Post | None = None) -> bool:
    """Whether this person may do that to this coverage or post, or at all."""
    if ROLES.index(person.role) < ROLES.index(_LOWEST[verb]):
        return False
    if person.role != "contributor" or thing is None:
        return True
    if isinstance(thing, Post) and verb != "read" and thing.author_id != person.id:
        return False
    coverage_id = thing.coverage_id if isinstance(thing, Post) else thing.id
    return session.get(Assignment, (coverage_id, person.id)) is not None


def require(
    session: Session, person: Person, verb: str, thing: Coverage | Post | None = None
) -> None:
    """Raise NotAllowed unless this person may do that."""
    if not may(session, person, verb, thing):
        raise NotAllowed


def add(
    session: Session,
    *,
    name: str,
    role: str,
    now: datetime,
    password: str | None = None,
    language: str | None = None,
) -> Person:
    """Make an account; without a password nobody can sign in to it.

    Raises Missing, NameTaken, UnknownRole, WeakPassword.
    """
    name = words.line(name, "name", limit=words.NAME, required=True)
    if role not in ROLES:
        raise UnknownRole(role=role, known=", ".join(ROLES), field="role")
    if _by_name(session, name) is not None:
        raise NameTaken(name=name)
    person = Person(
        name=name,
        sign_in_name=name.casefold(),
        role=role,
        language=language,
        password_hash=None if password is None else hashed(password),
        created_at=now,
    )
    session.add(person)
    session.flush()
    return person


def hashed(password: str) -> str:
    """The password as it is stored. Raises WeakPassword."""
    if len(password) < PASSWORD_LENGTH:
        raise WeakPassword(limit=PASSWORD_LENGTH, field="password")
    return _passwords.hash(password)


def recognised(session: Session, *, name: str, password: str) -> Person:
    """The person of that name and password; it takes as long when there is none of that name.

    Raises Missing, WrongPassword.
    """
    if not name.strip():
        raise Missing(field="name")
    person = _by_name(session, " ".join(words.clean(name).split()))
    stored = person.password_hash if person is not None else None
    fits = _passwords.verify(password, stored or _nobodys_hash())
    if person is None or stored is None or not fits:
        raise WrongPassword
    return person


def listed(session: Session) -> Sequence[Person]:
    """All accounts by name, those of tokens too."""
    return session.scalars(select(Person).order_by(Person.sign_in_name)).all()


def assign(
    session: Session, coverage: Coverage, person: Person, *, by: Person, now: datetime
) -> None:
    """Make the coverage one of this contributor's own."""
    require(session, by, "arrange", coverage)
    if session.get(Assignment, (coverage.id, person.id)) is None:
        session.add(
            Assignment(
                coverage_id=coverage.id, person_id=person.id, assigned_at=now, assigned_by_id=by.id
            )
        )


def unassign(session: Session, coverage: Coverage, person: Person, *, by: Person) -> None:
    """The coverage is no longer one of this contributor's own."""
    require(session, by, "arrange", coverage)
    if assignment := session.get(Assignment, (coverage.id, person.id)):
        session.delete(assignment)


def contributors(session: Session) -> Sequence[Person]:
    """Everybody who can be assigned to a coverage, by name."""
    query = select(Person).where(Person.role == "contributor").order_by(Person.name)
    return session.scalars(query).all()


def speak(session: Session, person: Person, language: str) -> None:
    """From now on the desk speaks that language with this person. Raises UnknownLanguage."""
    if language not in words.LANGUAGES:
        raise UnknownLanguage(language=language, known=", ".join(words.LANGUAGES), field="language")
    session.get_one(Person, person.id).language = language


@cache
def _nobodys_hash() -> str:
    return _passwords.hash("nobody has this password")


def _by_name(session: Session, name: str) -> Person | None:
    return session.scalar(select(Person).where(Person.sign_in_name == name.casefold()))
