"""How a test with real transactions empties the tables afterwards. The product itself has no such door."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection
from django.db.backends.base.operations import BaseDatabaseOperations

WITHOUT_TRIGGERS = "SET LOCAL session_replication_role = replica"


@contextmanager
def emptied_as_tests_may() -> Iterator[None]:
    """Let Django empty the tables past the append-only triggers, and at once."""
    operations = type(connection.ops)
    with pytest.MonkeyPatch.context() as patch:
        if connection.vendor == "sqlite":
            patch.setattr(operations, "execute_sql_flush", _without_triggers(operations.execute_sql_flush))
        else:
            patch.setattr(operations, "sql_flush", _row_by_row(operations.sql_flush))
        yield


def _without_triggers(flush: Any) -> Any:  # noqa: ANN401 (as Django has it)
    """On SQLite the triggers are dropped for the emptying and put back in one transaction.

    But for those that empty the indexes of the search with their tables.
    """

    def emptied(self: BaseDatabaseOperations, sql_list: list[str]) -> None:
        with self.connection.cursor() as cursor:
            cursor.execute(
                "SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name NOT LIKE 'cases_search%'"
            )
            triggers = cursor.fetchall()
        drops = [f'DROP TRIGGER "{name}"' for name, _sql in triggers]
        flush(self, [*drops, *sql_list, *(sql for _name, sql in triggers)])

    return emptied


def _row_by_row(flush: Any) -> Any:  # noqa: ANN401
    """On PostgreSQL rows are deleted where this user may do it without triggers.

    TRUNCATE, which row triggers do not see either, makes four hundred files anew: a quarter of a second for
    each test, where the rows of one are gone in a hundredth.
    """

    def statements(
        self: BaseDatabaseOperations, style: object, tables: Iterable[str], **options: bool
    ) -> list[str]:
        if not _is_superuser():
            return list(flush(self, style, tables, **options))
        deletes = [f"DELETE FROM {self.quote_name(table)}" for table in tables]
        return ["; ".join([WITHOUT_TRIGGERS, *deletes])]

    return statements


def _is_superuser() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        row = cursor.fetchone()
    return bool(row and row[0])
