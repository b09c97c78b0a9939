"""The answer to a question that was asked before, without all that Django does around one.

PostgreSQL plans each query anew, and for the small ones of a page that costs more than answering them.
What is asked often on a connection that only this process has is therefore prepared there (decision 0078).
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import DEFAULT_DB_ALIAS, NotSupportedError, ProgrammingError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper

from cases.queries.cursors import preparing_cursor
from cases.queries.written_values import ValueWriter

Rows = Sequence[Sequence[object]]

Question = tuple[str, tuple[Any, ...]]
"""The SQL and its values."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """The answers to what was asked ahead and is not yet needed, and who writes the values of what is."""

    answers: dict[Question, Rows]
    values: ValueWriter


_ahead: ContextVar[Ahead | None] = ContextVar("ahead", default=None)
"""None where nothing is asked ahead."""

FIRST_FEW = re.compile(r" LIMIT (?!1\b)")
"""Asks for the first few of many, and is planned each time: whether to walk along the order until enough are
found, or to sort all that fit, depends on how many fit, and a prepared plan is one for any value."""

UNFIT = (NotSupportedError, ProgrammingError)
"""Raised when a prepared statement cannot go on, as after a migration, or is gone, or never could be."""


def answer_to(sql: str, params: tuple[Any, ...] | None, *, at: str) -> Rows:
    """All rows that the database at a place gives now, or gave when this was asked ahead."""
    ahead = _ahead.get()
    if ahead is not None and params is not None and (sql, params) in ahead.answers:
        return ahead.answers.pop((sql, params))
    connection = connections[at]
    if prepares(connection) and not FIRST_FEW.search(sql):
        try:
            return _rows(preparing_cursor(connection), sql, params)
        except UNFIT:
            _forget_prepared(connection)
    return answer_as_ever(sql, params, at=at)


@contextmanager
def asking_ahead(values: ValueWriter) -> Iterator[None]:
    """Let what is asked ahead in the block be answered from it, once; what was not needed is dropped."""
    token = _ahead.set(Ahead({}, values))
    try:
        yield
    finally:
        _ahead.reset(token)


def ask_ahead(questions: Iterable[Question]) -> None:
    """Ask all of these in one turn, in their order; outside of `asking_ahead` each is asked when needed.

    Whoever calls it knows that nothing is written, before each is needed, that would change its answer.
    """
    ahead = _ahead.get()
    asked = tuple(questions) if ahead is not None else ()
    if ahead is None or not asked:
        return
    with connections[DEFAULT_DB_ALIAS].cursor() as cursor:
        cursor.execute(";\n".join(ahead.values.written(sql, params) for sql, params in asked))
        for question in asked:
            ahead.answers[question] = cursor.fetchall()
            cursor.nextset()


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


def _forget_prepared(connection: BaseDatabaseWrapper) -> None:
    """Begin anew on this connection; psycopg, which names the statements, sees it and forgets them, too."""
    with connection.cursor() as cursor:
        cursor.execute("DEALLOCATE ALL")
