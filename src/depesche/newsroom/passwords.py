"""Passwords: hashed slowly, two at a time, and never while the database waits.

A hash takes a tenth of a second and 64 MiB on purpose. So the doors hash between two transactions,
and whoever signs in takes a turn: readers must not notice that somebody guesses passwords.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import BoundedSemaphore
from typing import Final

from pwdlib import PasswordHash

from depesche.errors import TooLong, TooMany, WeakPassword

LENGTH: Final = 10
LONGEST: Final = 1_000

AT_ONCE: Final = 2
WAITING: Final = 4

_TRY_AGAIN = 2  # seconds

# Verified in the place of a hash that is not there: it takes as long, and fits nothing.
NOBODYS: Final = "$argon2id$v=19$m=65536,t=3,p=4$AAAAAAAAAAAAAAAAAAAAAA$" + "A" * 43

_hashing = PasswordHash.recommended()
_places = BoundedSemaphore(AT_ONCE + WAITING)
_turns = BoundedSemaphore(AT_ONCE)


@contextmanager
def turn() -> Iterator[None]:
    """Be one of the AT_ONCE who may hash, after a while. Raises TooMany when too many wait."""
    if not _places.acquire(blocking=False):
        raise TooMany(seconds=_TRY_AGAIN)
    try:
        with _turns:
            yield
    finally:
        _places.release()


def hashed(password: str) -> str:
    """The password as it is stored. Raises WeakPassword, TooLong."""
    if len(password) < LENGTH:
        raise WeakPassword(limit=LENGTH, field="password")
    if len(password) > LONGEST:
        raise TooLong(field="password", limit=LONGEST, length=len(password))
    return _hashing.hash(password)


def fits(password: str, stored: str | None) -> bool:
    """Whether it is the password that was stored; it takes as long when none is."""
    return _hashing.verify(password, stored or NOBODYS) and stored is not None
