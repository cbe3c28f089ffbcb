"""How often somebody may try to sign in before they have to wait.

Every attempt is counted before the password is looked at, whether or not there is an account of
that name, and is forgotten once it has succeeded. Nobody is locked out by others: a browser in
which this account was signed in before has a count of its own. The limits for strangers are per
address, per account and address, and per account.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from ipaddress import IPv6Address, ip_address
from typing import Any, Final

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import Session

from depesche.errors import TooManyAttempts
from depesche.newsroom import people
from depesche.newsroom.models import Attempt, SignIn

WINDOW: Final = timedelta(minutes=15)

FROM_KNOWN_BROWSER: Final = 10  # on one account
FROM_ADDRESS_ON_ACCOUNT: Final = 5
FROM_ADDRESS: Final = 20
ON_ACCOUNT: Final = 30

_HOME = 64  # bits of an IPv6 address; the rest is the household's own choice


def begin(
    session: Session, *, name: str, address: str, known: SignIn | None, wall: datetime
) -> Attempt:
    """Count this attempt; `known` is the browser's earlier sign-in, as `keys.known` finds it.

    Raises TooManyAttempts, which tells when to try again and is not counted itself.
    """
    session.execute(delete(Attempt).where(Attempt.at <= wall - WINDOW))
    attempt = Attempt(
        account=_hash(people.sign_in_name(name)),
        address=_hash(_network(address)),
        sign_in_id=known.id if known else None,
        at=wall,
    )
    waits = [_wait(session, counted, limit, wall) for counted, limit in _limits(attempt)]
    if any(waits):
        seconds = max(waits)
        raise TooManyAttempts(seconds=seconds, minutes=-(-seconds // 60))
    session.add(attempt)
    session.flush()
    return attempt


def succeed(session: Session, attempt: Attempt) -> None:
    """It was the right password: what failed from here before counts no longer."""
    if attempt.sign_in_id is not None:
        session.execute(delete(Attempt).where(Attempt.sign_in_id == attempt.sign_in_id))
    session.execute(delete(Attempt).where(*_same(attempt, "account", "address")))


def _limits(attempt: Attempt) -> Sequence[tuple[Sequence[ColumnElement[bool]], int]]:
    """What is counted, and up to where."""
    if attempt.sign_in_id is not None:
        return [(_same(attempt, "sign_in_id"), FROM_KNOWN_BROWSER)]
    stranger = Attempt.sign_in_id.is_(None)
    return [
        ([*_same(attempt, "account", "address"), stranger], FROM_ADDRESS_ON_ACCOUNT),
        ([*_same(attempt, "address"), stranger], FROM_ADDRESS),
        ([*_same(attempt, "account"), stranger], ON_ACCOUNT),
    ]


def _same(attempt: Attempt, *facts: str) -> Sequence[ColumnElement[bool]]:
    columns: list[Any] = [getattr(Attempt, fact) for fact in facts]
    return [column == getattr(attempt, fact) for fact, column in zip(facts, columns, strict=True)]


def _wait(
    session: Session, counted: Sequence[ColumnElement[bool]], limit: int, wall: datetime
) -> int:
    """Seconds until there are fewer than `limit` of them; 0 when there are."""
    newest = select(Attempt.at).where(*counted).order_by(Attempt.at.desc())
    full_since = session.scalar(newest.offset(limit - 1).limit(1))
    return 0 if full_since is None else int((full_since + WINDOW - wall).total_seconds()) + 1


def _network(address: str) -> str:
    """The address, or the network of whoever has billions of them."""
    try:
        ip = ip_address(address)
    except ValueError:
        return address
    if not isinstance(ip, IPv6Address):
        return str(ip)
    if ip.ipv4_mapped is not None:
        return str(ip.ipv4_mapped)
    return str(int(ip) >> _HOME)


def _hash(fact: str) -> str:
    return hashlib.sha256(fact.encode(errors="replace")).hexdigest()
