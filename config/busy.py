"""Telling a database that is busy or away from a fault of the program.

On SQLite one writer waits five seconds for another; PostgreSQL ends one of two transactions that wait for
each other. Neither is a fault: the same request does well when it is sent again.
"""

import sqlite3
import sys

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse

from accounts.limits import StoreDown
from cases.views import errors

SQLITE_PRIMARY = 0xFF  # the low byte of an extended error code
SQLITE_PASSING = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED, sqlite3.SQLITE_FULL}
# Connection, rollback of a transaction, too few resources, a lock not had in time, stopped by the operator.
POSTGRES_PASSING = ("08", "40", "53", "55P03", "57")


def is_passing(fault: BaseException | None) -> bool:
    """Whether the database could not answer just now, though nothing is wrong with what it was asked."""
    if not isinstance(fault, OperationalError):
        return False
    cause = fault.__cause__
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", 0) & SQLITE_PRIMARY in SQLITE_PASSING
    state = getattr(cause, "sqlstate", "")
    # Without a state the server was not reached at all.
    return state is None or state.startswith(POSTGRES_PASSING)


def server_error(request: HttpRequest) -> HttpResponse:
    """503 that keeps what was typed when the database or the counters are away, 500 for everything else."""
    fault = sys.exc_info()[1]
    if is_passing(fault) or isinstance(fault, StoreDown):
        return errors.busy(request)
    return errors.server_error(request)
