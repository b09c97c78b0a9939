"""Handing sets of cases to PostgreSQL and taking them from it as they are.

Django's own cursors write every value into the text of a statement, where a byte is two digits: with 100,000
cases a publication would send half a megabyte of them, and PostgreSQL would read and write it so (decision
0084).
"""

from functools import cache
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from cases.queries.asking import as_djangos


def bytes_cursor(connection: BaseDatabaseWrapper) -> CursorWrapper:
    """A cursor for statements that hold bytes or give some; on SQLite, which takes them as they are, any."""
    if connection.vendor != "postgresql":
        return connection.cursor()
    connection.ensure_connection()
    return as_djangos(_kind()(connection.connection), connection)


@cache
def _kind() -> Any:  # noqa: ANN401 (a class of a package that is loaded late)
    # Loaded here, as psycopg takes megabytes that a process on SQLite needs for nothing.
    from psycopg import Cursor  # noqa: PLC0415

    class AsBytes(Cursor[Any]):
        """Values go beside the statement, in binary; nothing is prepared, as it stands in a transaction."""

        def execute(self, query: Any, params: Any = None, **_more: Any) -> "AsBytes":  # noqa: ANN401
            return super().execute(query, params, prepare=False, binary=True)

    return AsBytes
