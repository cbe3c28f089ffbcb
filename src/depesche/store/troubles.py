"""What a database may say instead of an answer: that it is away, or that its disk is full."""

import errno
import logging
import sqlite3
from typing import Final

from psycopg import errors as postgresql
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree

AWAY: Final = (OperationalError, InterfaceError, NoConnectionFree)

_NO_ROOM: Final = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_FULL: Final = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR_WRITE}


def is_full(error: BaseException) -> bool:
    """Whether this was for want of room on a disk: the database's, or one that files go to."""
    if isinstance(error, OSError):
        return error.errno in _NO_ROOM
    cause = error.orig if isinstance(error, DBAPIError) else None
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", None) in _FULL
    return isinstance(cause, postgresql.DiskFull)


class Outage:
    """A database that is away is told of once when it goes, and once when it is back."""

    def __init__(self, log: logging.Logger) -> None:
        self._log = log
        self._is_on = False

    def goes_on(self, error: Exception) -> None:
        """It gave no answer, again."""
        if not self._is_on:
            reason = " ".join(str(getattr(error, "orig", None) or error).split())
            self._log.error("the database does not answer; trying again", extra={"reason": reason})
        self._is_on = True

    def is_over(self) -> None:
        """It answered."""
        if self._is_on:
            self._log.info("the database answers again")
        self._is_on = False
