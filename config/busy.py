"""Telling a database that is busy or away, and a disk that is full, from a fault of the program.

On SQLite one writer waits five seconds for another; PostgreSQL ends one of two transactions that wait for
each other. Neither is a fault: the same request does well when it is sent again. So does one that the disk
refused, once it has room again.
"""

import errno
import sqlite3
import sys

from django.db import OperationalError, connection
from django.http import HttpRequest, HttpResponse

from accounts.limits import StoreDown
from config import errors, read_only
from config.media import MediaAway

SQLITE_PRIMARY = 0xFF  # the low byte of an extended error code
SQLITE_PASSING = {
    sqlite3.SQLITE_BUSY,
    sqlite3.SQLITE_LOCKED,
    sqlite3.SQLITE_FULL,
    # The disk did not take a write, or not for good. SQLite has undone what it was part of.
    sqlite3.SQLITE_IOERR,
    sqlite3.SQLITE_CANTOPEN,
}
DISK_PASSING = {errno.ENOSPC, errno.EDQUOT, errno.EIO, errno.EROFS}
# Connection, rollback of a transaction, too few resources, a lock not had in time, stopped by the operator.
POSTGRES_PASSING = ("08", "40", "53", "55P03", "57")


def is_passing(fault: BaseException | None) -> bool:
    """Whether the database or the disk could not do just now what they were rightly asked."""
    if isinstance(fault, OSError):
        return fault.errno in DISK_PASSING
    if not isinstance(fault, OperationalError):
        return False
    cause = fault.__cause__
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", 0) & SQLITE_PRIMARY in SQLITE_PASSING
    state = getattr(cause, "sqlstate", "")
    # Without a state the server was not reached at all.
    return state is None or state.startswith(POSTGRES_PASSING)


def _is_of_the_disk(fault: BaseException | None) -> bool:
    """Whether the disk failed under SQLite: what such a connection says afterwards is not to be trusted."""
    code = getattr(fault.__cause__, "sqlite_errorcode", 0) if fault else 0
    return bool(code & SQLITE_PRIMARY == sqlite3.SQLITE_IOERR)


def server_error(request: HttpRequest) -> HttpResponse:
    """A page that keeps what was typed when database, disk, counters or pictures are away; else 500."""
    fault = sys.exc_info()[1]
    if _is_of_the_disk(fault):
        connection.close()
    if read_only.notice(fault.__cause__ if isinstance(fault, StoreDown) else fault):
        return errors.busy(request)
    if is_passing(fault) or isinstance(fault, StoreDown | MediaAway):
        return errors.busy(request)
    return errors.server_error(request)
