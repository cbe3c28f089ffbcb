"""Secrets that open doors: sign-ins of browsers and tokens of programs. Stored as hashes only.

All times here are the machine's (`clock.wall()`).
"""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Select, delete, select, update
from sqlalchemy.orm import Session, joinedload

from depesche.errors import (
    BadToken,
    NameTaken,
    NotFound,
    NotSignedIn,
    UnknownScope,
    WrongPassword,
)
from depesche.newsroom import people, words
from depesche.newsroom.models import Person, SignIn, Token

KNOWN: Final = timedelta(days=30)  # that a browser is remembered after its sign-in would run out
SEEN: Final = timedelta(minutes=5)  # how exactly it is kept when a browser was last in use

_ROLE_OF_SCOPE = {"read": "editor", "write": "chief"}


def sign_in(
    session: Session,
    person: Person,
    *,
    hours: int,
    wall: datetime,
    device: str = "",
    instead_of: str | None = None,
) -> str:
    """Open the desk to a browser; returns the secret its cookie holds, `instead_of` an earlier one.

    `person` is the account as it was when its password was found to fit, which takes a while.
    Raises WrongPassword when it has another one by now, or is deactivated.
    """
    fitted = person.password_hash
    account = people.held(session, person)
    if account.password_hash != fitted or account.deactivated_at is not None:
        raise WrongPassword
    session.execute(delete(SignIn).where(SignIn.expires_at < wall - KNOWN))
    if instead_of is not None:
        session.execute(delete(SignIn).where(SignIn.secret_hash == _hash(instead_of)))
    secret = secrets.token_urlsafe(32)
    session.add(
        SignIn(
            secret_hash=_hash(secret),
            person_id=person.id,
            device=device,
            created_at=wall,
            seen_at=wall,
            expires_at=wall + timedelta(hours=hours),
        )
    )
    return secret


def signed_in(session: Session, secret: str, *, wall: datetime) -> SignIn:
    """The sign-in that holds this secret, with its person. Raises NotSignedIn."""
    sign = session.scalar(_with_secret(secret).options(joinedload(SignIn.person)))
    if sign is None or sign.ended_at is not None or sign.expires_at <= wall:
        raise NotSignedIn
    if sign.person.deactivated_at is not None:
        raise NotSignedIn
    return sign


def known(session: Session, secret: str | None, person: Person | None) -> SignIn | None:
    """The sign-in of that person in this browser, even one that is over since."""
    if secret is None or person is None:
        return None
    return session.scalar(_with_secret(secret).where(SignIn.person_id == person.id))


def see(session: Session, sign: SignIn, *, wall: datetime) -> None:
    """Note that this browser is still in use."""
    session.execute(update(SignIn).where(SignIn.id == sign.id).values(seen_at=wall))


def sign_ins(session: Session, person: Person, *, wall: datetime) -> Sequence[SignIn]:
    """Where this person is signed in, the latest use first."""
    standing = SignIn.ended_at.is_(None), SignIn.expires_at > wall
    found = select(SignIn).where(SignIn.person_id == person.id, *standing)
    return session.scalars(found.order_by(SignIn.seen_at.desc(), SignIn.id)).all()


def sign_out(session: Session, secret: str, *, wall: datetime) -> None:
    """Close the desk to that browser, which stays known. Whatever is ended elsewhere is forgotten.

    Doing it twice is doing it once.
    """
    held = SignIn.secret_hash == _hash(secret), SignIn.ended_at.is_(None)
    session.execute(update(SignIn).where(*held).values(ended_at=wall))


def end(session: Session, person: Person, sign_in_id: int, *, by: Person) -> None:
    """Close the desk to one of this person's browsers; doing it twice is doing it once.

    Raises NotAllowed when they are somebody else's.
    """
    _require_own(session, person, by)
    session.execute(delete(SignIn).where(SignIn.id == sign_in_id, SignIn.person_id == person.id))


def end_all(session: Session, person: Person, *, by: Person) -> None:
    """Close the desk to all of this person's browsers. Raises NotAllowed."""
    _require_own(session, person, by)
    sign_out_everywhere(session, person)


def sign_out_everywhere(session: Session, person: Person) -> None:
    """Nobody is signed in as this person any more."""
    session.execute(delete(SignIn).where(SignIn.person_id == person.id))


def sign_out_elsewhere(session: Session, person: Person, secret: str) -> None:
    """This person is signed in nowhere but in the browser with this secret."""
    others = SignIn.person_id == person.id, SignIn.secret_hash != _hash(secret)
    session.execute(delete(SignIn).where(*others))


def make_token(session: Session, *, name: str, scope: str, wall: datetime) -> str:
    """Make a program's token and the account it acts as. The secret is returned once, never again.

    Under a name whose token was revoked, the account is the one that it had.

    Raises NameTaken, UnknownScope.
    """
    if scope not in _ROLE_OF_SCOPE:
        raise UnknownScope(scope=scope, field="scope")
    name = words.line(name, "name", limit=words.NAME, required=True)
    last = _last_named(session, name)
    if last is not None and last.revoked_at is None:
        raise NameTaken(name=name)
    if last is None:
        account = people.add(session, name=name, role=_ROLE_OF_SCOPE[scope], now=wall)
    else:
        account = last.person
        account.role = _ROLE_OF_SCOPE[scope]
    secret = f"depesche_{secrets.token_urlsafe(32)}"
    session.add(
        Token(
            name=name,
            scope=scope,
            secret_hash=_hash(secret),
            person_id=account.id,
            created_at=wall,
        )
    )
    session.flush()
    return secret


def token(session: Session, secret: str) -> Token:
    """The token of this secret, with its account. Raises BadToken."""
    found = session.scalar(
        select(Token)
        .where(Token.secret_hash == _hash(secret), Token.revoked_at.is_(None))
        .options(joinedload(Token.person))
    )
    if found is None or found.person.deactivated_at is not None:
        raise BadToken
    return found


def is_program(session: Session, person: Person) -> bool:
    """Whether the account is that of a token."""
    of_token = select(Token.id).where(Token.person_id == person.id)
    return session.scalar(of_token.limit(1)) is not None


def listed(session: Session) -> Sequence[Token]:
    """All tokens by name, the revoked ones too."""
    return session.scalars(select(Token).order_by(Token.name, Token.id)).all()


def revoke(session: Session, *, name: str, wall: datetime) -> None:
    """From now on this token opens nothing; doing it twice is doing it once. Raises NotFound."""
    last = _last_named(session, name)
    if last is None:
        raise NotFound
    last.revoked_at = last.revoked_at or wall


def _last_named(session: Session, name: str) -> Token | None:
    """The latest token of that name: those before it were revoked."""
    named = select(Token).where(Token.name == name).options(joinedload(Token.person))
    return session.scalar(named.order_by(Token.id.desc()).limit(1))


def _require_own(session: Session, person: Person, by: Person) -> None:
    if by.id != person.id:
        people.require(session, by, "administer")


def _with_secret(secret: str) -> Select[SignIn]:
    return select(SignIn).where(SignIn.secret_hash == _hash(secret))


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
