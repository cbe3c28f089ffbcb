"""What becomes of an account: another role, another password, its end and its return.

`by` is the administrator; None is the operator, who owns the machine. Posts and bylines stay what
they are, whatever becomes of the account that wrote them.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from depesche.errors import LastAdministrator, NotFound
from depesche.newsroom import keys, people
from depesche.newsroom.models import Person


def listed(session: Session, *, by: Person) -> Sequence[Person]:
    """Everybody who signs in with a password, by name, the deactivated too."""
    people.require(session, by, "administer")
    query = select(Person).where(Person.password_hash.is_not(None))
    return session.scalars(query.order_by(Person.sign_in_name)).all()


def find(session: Session, person_id: int, *, by: Person) -> Person:
    """An account that signs in with a password. Raises NotAllowed, NotFound."""
    people.require(session, by, "administer")
    return _with_a_password(session.get(Person, person_id))


def named(session: Session, name: str) -> Person:
    """The same by name, for the operator. Raises NotFound."""
    query = select(Person).where(Person.sign_in_name == people.sign_in_name(name))
    return _with_a_password(session.scalar(query))


def give_role(session: Session, person: Person, role: str, *, by: Person | None) -> None:
    """From now on the account has this role. Raises UnknownRole, LastAdministrator."""
    _require(session, by)
    people.check_role(role)
    if role != "administrator":
        _keep_an_administrator(session, besides=person)
    session.get_one(Person, person.id).role = role


def give_password(
    session: Session, person: Person, password_hash: str, *, by: Person | None
) -> None:
    """Another password; whoever is signed in to the account is not any more."""
    _require(session, by)
    session.get_one(Person, person.id).password_hash = password_hash
    keys.sign_out_everywhere(session, person)


def change_password(session: Session, person: Person, password_hash: str, *, secret: str) -> None:
    """Another password of one's own; it ends all sign-ins but that of the browser with `secret`."""
    session.get_one(Person, person.id).password_hash = password_hash
    keys.sign_out_elsewhere(session, person, secret)


def deactivate(session: Session, person: Person, *, by: Person | None, wall: datetime) -> None:
    """Nobody can sign in any more, and whoever is signed in is not. Raises LastAdministrator."""
    _require(session, by)
    _keep_an_administrator(session, besides=person)
    account = session.get_one(Person, person.id)
    account.deactivated_at = account.deactivated_at or wall
    keys.sign_out_everywhere(session, person)


def activate(session: Session, person: Person, *, by: Person | None) -> None:
    """The account can be used again, with the password it had."""
    _require(session, by)
    session.get_one(Person, person.id).deactivated_at = None


def _require(session: Session, by: Person | None) -> None:
    if by is not None:
        people.require(session, by, "administer")


def _with_a_password(person: Person | None) -> Person:
    if person is None or person.password_hash is None:
        raise NotFound
    return person


def _keep_an_administrator(session: Session, *, besides: Person) -> None:
    """Two who look at the same time wait for one another. Raises LastAdministrator."""
    found = session.scalars(
        select(Person)
        .where(Person.role == "administrator", Person.deactivated_at.is_(None))
        .order_by(Person.id)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).all()
    if [person.id for person in found] == [besides.id]:
        raise LastAdministrator
