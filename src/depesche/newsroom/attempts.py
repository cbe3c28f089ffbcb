"""How often somebody may try to sign in before they have to wait.

Every attempt is counted before the password is looked at, whether or not there is an account of
that name, and is forgotten once it has succeeded. A browser in which this account was signed in
before has a count of its own. For all others it counts where they come from: an address has five
attempts at an account, and only one at an account that many addresses have tried. So whoever
guesses from many places has few attempts, and whoever knows the password gets in at the first,
unless somebody has guessed from the very same address.
"""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, delete, func, or_, select
from sqlalchemy.orm import Session

from depesche.errors import TooManyAttempts
from depesche.newsroom import people
from depesche.newsroom.households import household
from depesche.newsroom.models import Attempt, SignIn

WINDOW: Final = timedelta(minutes=15)

FROM_KNOWN_BROWSER: Final = 10  # on one account
FROM_ADDRESS_ON_ACCOUNT: Final = 5
FROM_ADDRESS_ON_TRIED_ACCOUNT: Final = 1
FROM_ADDRESS: Final = 20
TRIED: Final = 30  # attempts at one account, from anywhere

_SKEW = timedelta(minutes=1)  # between the clocks of two servers


def begin(
    session: Session, *, name: str, address: str, known: SignIn | None, wall: datetime
) -> Attempt:
    """Count this attempt; `known` is the browser's earlier sign-in, as `keys.known` finds it.

    Raises TooManyAttempts, which tells when to try again and is not counted itself.
    """
    of_a_wrong_clock = Attempt.at > wall + _SKEW
    session.execute(delete(Attempt).where(or_(Attempt.at <= wall - WINDOW, of_a_wrong_clock)))
    attempt = Attempt(
        account=_hash(people.sign_in_name(name)),
        address=_hash(household(address)),
        sign_in_id=known.id if known else None,
        at=wall,
    )
    waits = [_wait(session, counted, limit, wall) for counted, limit in _limits(session, attempt)]
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


def _limits(
    session: Session, attempt: Attempt
) -> Sequence[tuple[Sequence[ColumnElement[bool]], int]]:
    """What is counted, and up to where."""
    if attempt.sign_in_id is not None:
        return [(_same(attempt, "sign_in_id"), FROM_KNOWN_BROWSER)]
    stranger = Attempt.sign_in_id.is_(None)
    tried = select(func.count()).where(*_same(attempt, "account"), stranger)
    is_tried = (session.scalar(tried) or 0) >= TRIED
    on_account = FROM_ADDRESS_ON_TRIED_ACCOUNT if is_tried else FROM_ADDRESS_ON_ACCOUNT
    return [
        ([*_same(attempt, "account", "address"), stranger], on_account),
        ([*_same(attempt, "address"), stranger], FROM_ADDRESS),
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
    if full_since is None:
        return 0
    return int(min(full_since + WINDOW - wall, WINDOW).total_seconds()) + 1


def _hash(fact: str) -> str:
    return hashlib.sha256(fact.encode(errors="replace")).hexdigest()
