"""Accounts, and the one answer to "who may do what"."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from depesche.errors import NameTaken, NotAllowed, UnknownLanguage, UnknownRole
from depesche.newsroom import words
from depesche.newsroom.models import Assignment, Coverage, Person, Post

ROLES: Final = ("contributor", "editor", "chief", "administrator")

# The lowest role that may do it; a contributor only in coverages of their own.
_LOWEST: Final = {
    "read": "contributor",
    "draft": "contributor",
    "submit": "contributor",
    "upload": "contributor",
    "discard": "contributor",
    "publish": "editor",
    "return": "editor",
    "schedule": "editor",
    "amend": "editor",
    "correct": "editor",
    "withdraw": "editor",
    "mark": "editor",
    "dossier": "editor",  # prepare and change it
    "arrange": "chief",  # make, announce, open, pause, end and archive coverages
    "confirm": "chief",  # a likelihood, as the second person
    "administer": "administrator",
}


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
    password_hash: str | None = None,
    language: str | None = None,
    by: Person | None = None,
) -> Person:
    """Make an account; without a password nobody can sign in to it.

    `password_hash` comes from `passwords.hashed`; `by` is None for the operator.
    Raises Missing, NameTaken, UnknownRole, NotAllowed.
    """
    if by is not None:
        require(session, by, "administer")
    name = words.line(name, "name", limit=words.NAME, required=True)
    check_role(role)
    if _by_name(session, name) is not None:
        raise NameTaken(name=name)
    person = Person(
        name=name,
        sign_in_name=sign_in_name(name),
        role=role,
        language=language,
        password_hash=password_hash,
        created_at=now,
    )
    session.add(person)
    session.flush()
    return person


def check_role(role: str) -> None:
    """Raise UnknownRole unless it is one."""
    if role not in ROLES:
        raise UnknownRole(role=role, known=", ".join(ROLES), field="role")


def sign_in_name(name: str) -> str:
    """What a name is compared by, however it is written."""
    return " ".join(words.clean(name).split()).casefold()


def at_the_door(session: Session, name: str) -> Person | None:
    """Who can sign in under that name, if their password fits."""
    person = _by_name(session, name)
    can_enter = person and person.password_hash is not None and person.deactivated_at is None
    return person if can_enter else None


def held(session: Session, person: Person) -> Person:
    """The account as it is now; whoever wants to change it waits until this transaction ends."""
    return session.get_one(
        Person, person.id, with_for_update={"key_share": True}, populate_existing=True
    )


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


def _by_name(session: Session, name: str) -> Person | None:
    return session.scalar(select(Person).where(Person.sign_in_name == sign_in_name(name)))
