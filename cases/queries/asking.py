"""The answer to a question that was asked before, without all that Django does around one.

PostgreSQL plans each query anew, and for the small ones of a page that costs more than answering them.
What is asked often on a connection that only this process has is therefore prepared there (decision 0078).
"""

import re
from collections.abc import Sequence
from typing import Any

from django.db import NotSupportedError, ProgrammingError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

Rows = Sequence[Sequence[object]]

FIRST_FEW = re.compile(r" LIMIT (?!1\b)")
"""Asks for the first few of many, and is planned each time: whether to walk along the order until enough are
found, or to sort all that fit, depends on how many fit, and a prepared plan is one for any value."""

UNFIT = (NotSupportedError, ProgrammingError)
"""Raised when a prepared statement cannot go on, as after a migration, or is gone, or never could be."""


def answer_to(sql: str, params: tuple[Any, ...] | None, *, at: str) -> Rows:
    """All rows that the database at a place gives now."""
    connection = connections[at]
    if prepares(connection) and not FIRST_FEW.search(sql):
        try:
            return _rows(_preparing_cursor(connection), sql, params)
        except UNFIT:
            _forget_prepared(connection)
    return answer_as_ever(sql, params, at=at)


def answer_as_ever(sql: str, params: tuple[Any, ...] | None, *, at: str) -> Rows:
    """The same, and nothing is prepared."""
    return _rows(connections[at].cursor(), sql, params)


def _rows(cursor: CursorWrapper, sql: str, params: tuple[Any, ...] | None) -> Rows:
    with cursor:
        cursor.execute(sql, params)
        rows: Rows = cursor.fetchall()
        return rows


def prepares(connection: BaseDatabaseWrapper) -> bool:
    """Whether what is asked on it is prepared (`config.postgres`).

    Not in a transaction, which a statement that is unfit would end.
    """
    connection.ensure_connection()
    threshold = getattr(connection.connection, "prepare_threshold", None)
    return threshold is not None and not connection.in_atomic_block


def _preparing_cursor(connection: BaseDatabaseWrapper) -> CursorWrapper:
    """A cursor that hands the parameters to the server, where Django's own writes them into the SQL."""
    # Loaded here, as psycopg takes megabytes that a process on SQLite needs for nothing.
    from psycopg import Cursor  # noqa: PLC0415

    return as_djangos(Cursor(connection.connection), connection)


def as_djangos(cursor: Any, connection: BaseDatabaseWrapper) -> CursorWrapper:  # noqa: ANN401 (of psycopg)
    """A cursor that we made, watched and told about as those are that Django makes."""
    return (
        connection.make_debug_cursor(cursor) if connection.queries_logged else connection.make_cursor(cursor)
    )


def _forget_prepared(connection: BaseDatabaseWrapper) -> None:
    """Begin anew on this connection; psycopg, which names the statements, sees it and forgets them, too."""
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
