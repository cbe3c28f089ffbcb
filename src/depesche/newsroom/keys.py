"""Secrets that open doors: sign-ins of browsers and tokens of programs. Stored as hashes only.

All times here are the machine's (`clock.wall()`).
"""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session, joinedload

from depesche.errors import BadToken, NameTaken, NotFound, NotSignedIn, UnknownScope
from depesche.newsroom import people, words
from depesche.newsroom.models import Person, SignIn, Token

_ROLE_OF_SCOPE = {"read": "editor", "write": "chief"}


def sign_in(session: Session, person: Person, *, hours: int, wall: datetime) -> str:
    """Open the desk to a browser; returns the secret its cookie holds."""
    session.execute(delete(SignIn).where(SignIn.expires_at < wall))
    secret = secrets.token_urlsafe(32)
    session.add(
        SignIn(
            secret_hash=_hash(secret),
            person_id=person.id,
            created_at=wall,
            expires_at=wall + timedelta(hours=hours),
        )
    )
    return secret


def signed_in(session: Session, secret: str, *, wall: datetime) -> Person:
    """Who holds this secret. Raises NotSignedIn."""
    sign = session.get(SignIn, _hash(secret), options=[joinedload(SignIn.person)])
    if sign is None or sign.expires_at <= wall:
        raise NotSignedIn
    return sign.person


def sign_out(session: Session, secret: str) -> None:
    """Close the desk to that browser."""
    session.execute(delete(SignIn).where(SignIn.secret_hash == _hash(secret)))


def make_token(session: Session, *, name: str, scope: str, wall: datetime) -> str:
    """Make a program's token and the account it acts as. The secret is returned once, never again.

    Raises NameTaken, UnknownScope.
    """
    if scope not in _ROLE_OF_SCOPE:
        raise UnknownScope(scope=scope, field="scope")
    name = words.line(name, "name", limit=words.NAME, required=True)
    if session.scalar(select(Token).where(Token.name == name)) is not None:
        raise NameTaken(name=name)
    account = people.add(session, name=name, role=_ROLE_OF_SCOPE[scope], now=wall)
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
    if found is None:
        raise BadToken
    return found


def listed(session: Session) -> Sequence[Token]:
    """All tokens by name, the revoked ones too."""
    return session.scalars(select(Token).order_by(Token.name)).all()


def revoke(session: Session, *, name: str, wall: datetime) -> None:
    """From now on this token opens nothing; doing it twice is doing it once. Raises NotFound."""
    found = session.scalar(select(Token).where(Token.name == name))
    if found is None:
        raise NotFound
    found.revoked_at = found.revoked_at or wall


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
