"""What becomes of an account: another role, another password, its end and its return.

`by` is the administrator; None is the operator, who owns the machine. Posts and bylines stay what
they are, whatever becomes of the account that wrote them.
"""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from depesche.errors import LastAdministrator, NotAllowed, NotFound, NotYourPassword, OwnPassword
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
    administrators = _require(session, by)
    people.check_role(role)
    if role != "administrator":
        _keep_one_of(administrators, besides=person)
    session.get_one(Person, person.id).role = role


def give_password(
    session: Session, person: Person, password_hash: str, *, by: Person | None
) -> None:
    """Another password; whoever is signed in to the account is not any more.

    Raises OwnPassword: for oneself there is `change_password`, which asks for the present one.
    """
    _require(session, by)
    if by is not None and by.id == person.id:
        raise OwnPassword
    session.get_one(Person, person.id).password_hash = password_hash
    keys.sign_out_everywhere(session, person)


def change_password(
    session: Session, person: Person, password_hash: str, *, secret: str, wall: datetime
) -> None:
    """Another password of one's own; it ends all sign-ins but that of the browser with `secret`.

    `person` is the account as it was when its present password was found to fit. Raises NotSignedIn
    when somebody has ended this sign-in since, NotYourPassword when it is another one by now.
    """
    fitted = person.password_hash
    account = people.held(session, person)
    keys.signed_in(session, secret, wall=wall)
    if account.password_hash != fitted:
        raise NotYourPassword(field="present")
    account.password_hash = password_hash
    keys.sign_out_elsewhere(session, person, secret)


def deactivate(session: Session, person: Person, *, by: Person | None, wall: datetime) -> None:
    """Nobody can sign in any more, and whoever is signed in is not. Raises LastAdministrator."""
    _keep_one_of(_require(session, by), besides=person)
    account = session.get_one(Person, person.id)
    account.deactivated_at = account.deactivated_at or wall
    keys.sign_out_everywhere(session, person)


def activate(session: Session, person: Person, *, by: Person | None) -> None:
    """The account can be used again, with the password it had."""
    _require(session, by)
    session.get_one(Person, person.id).deactivated_at = None


def _require(session: Session, by: Person | None) -> Sequence[int]:
    """The ids of all administrators, who decide one after the other. Raises NotAllowed.

    Two who remove each other at the same time wait here, and the second one is none any more.
    """
    found = session.scalars(
        select(Person)
        .where(Person.role == "administrator", Person.deactivated_at.is_(None))
        .order_by(Person.id)
        .with_for_update(key_share=True)
        .execution_options(populate_existing=True)
    ).all()
    ids = [person.id for person in found]
    if by is not None:
        people.require(session, by, "administer")
        if by.id not in ids:
            raise NotAllowed
    return ids


def _with_a_password(person: Person | None) -> Person:
    if person is None or person.password_hash is None:
        raise NotFound
    return person


def _keep_one_of(administrators: Sequence[int], *, besides: Person) -> None:
    if [*administrators] == [besides.id]:
        raise LastAdministrator
