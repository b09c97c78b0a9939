"""Cursors of PostgreSQL other than Django's own, which write every value into the text of a statement."""

import re
from functools import cache, lru_cache
from itertools import count
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

PLACE = re.compile(r"%(.)")


def bytes_cursor(connection: BaseDatabaseWrapper) -> CursorWrapper:
    """A cursor for statements that hold bytes or give some; on SQLite, which takes them as they are, any.

    In the text of a statement a byte is two digits: with 100,000 cases a publication would send half a
    megabyte of sets of them, and PostgreSQL would read and write it so (decision 0084).
    """
    if connection.vendor != "postgresql":
        return connection.cursor()
    connection.ensure_connection()
    return _as_djangos(_as_bytes()(connection.connection), connection)


def preparing_cursor(connection: BaseDatabaseWrapper) -> CursorWrapper:
    """A cursor that hands the values to the server beside what it prepares there (decision 0078)."""
    return _as_djangos(_numbering()(connection.connection), connection)


def _as_djangos(cursor: Any, connection: BaseDatabaseWrapper) -> CursorWrapper:  # noqa: ANN401 (of psycopg)
    """A cursor that we made, watched and told about as those are that Django makes."""
    return (
        connection.make_debug_cursor(cursor) if connection.queries_logged else connection.make_cursor(cursor)
    )


# Made when first used, as psycopg takes megabytes that a process on SQLite needs for nothing.


@cache
def _as_bytes() -> Any:  # noqa: ANN401 (a class of a package that is loaded late)
    class AsBytes(_numbering()):  # type: ignore[misc]
        """Values go beside the statement, in binary; nothing is prepared, as it stands in a transaction."""

        def execute(self, query: Any, params: Any = None, **_more: Any) -> Any:  # noqa: ANN401
            return super().execute(query, params, prepare=False, binary=True)

    return AsBytes


@cache
def _numbering() -> Any:  # noqa: ANN401 (a class of a package that is loaded late)
    from psycopg import RawCursor  # noqa: PLC0415

    class Numbering(RawCursor[Any]):
        """Takes statements as Django words them; psycopg takes long ones apart each time they are asked."""

        def execute(self, query: Any, params: Any = None, **more: Any) -> "Numbering":  # noqa: ANN401
            return super().execute(query if params is None else _numbered(query), params, **more)

    return Numbering


@lru_cache(maxsize=512)
def _numbered(sql: str) -> bytes:
    """A statement with its values as PostgreSQL counts them, $1, $2 and so on, where Django writes %s."""
    numbers = count(1)
    return PLACE.sub(lambda found: f"${next(numbers)}" if found[1] == "s" else found[1], sql).encode()
