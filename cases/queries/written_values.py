"""Statements with their values written into them, as Django's own cursors hand them to PostgreSQL.

psycopg can do it for one statement at a time (`ClientCursor.mogrify`), for which it looks up again how each
kind of value is written, and takes long statements apart anew. For the thirty of a publication that costs
three times as much as writing the values (decision 0088).
"""

from collections.abc import Sequence
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper


class ValueWriter:
    """Writes values into statements for one connection to PostgreSQL, within one transaction."""

    def __init__(self, connection: BaseDatabaseWrapper) -> None:
        # Loaded here, as psycopg takes megabytes that a process on SQLite needs for nothing.
        from psycopg.adapt import Transformer  # noqa: PLC0415

        connection.ensure_connection()
        self._errors = connection.wrap_database_errors
        self._kinds = Transformer(connection.connection)

    def written(self, sql: str, params: Sequence[Any] | None) -> str:
        """The statement with these values in the place of each `%s`.

        Raises DataError for a value that the database cannot hold. As ever, `%%` stands for `%` where there
        are values, and `%` for itself where there are none.
        """
        if params is None:
            return sql
        with self._errors:
            values = tuple([b"NULL" if value is None else self._kinds.as_literal(value) for value in params])
        return (sql.encode() % values).decode()
