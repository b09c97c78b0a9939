"""Statements that give nothing back, sent to PostgreSQL together with the next one that does.

Accepting a case writes two dozen rows whose writing nobody waits to hear of. One by one each is a turn to the
server and back, which costs both more than the writing (decision 0084). What waits is sent before anything
else is asked, so that every statement finds what those before it wrote.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.db import connection
from django.db.backends.utils import CursorWrapper

from cases.queries.asking import asking_ahead
from cases.queries.cursors import bytes_cursor
from cases.queries.written_values import ValueWriter

Execute = Callable[..., Any]
"""Django's own way to run a statement, or what another wrapper makes of it."""


def send(sql: str, params: Sequence[Any]) -> None:
    """Run a statement that gives nothing back: now, or in `sent_together` with the next that does.

    One that holds bytes is run now, so that they are sent as they are.
    """
    waiting, has_bytes = _waiting.get(), bytes in map(type, params)
    if waiting is not None and not has_bytes:
        waiting.add(sql, params)
        return
    with bytes_cursor(connection) if has_bytes else connection.cursor() as cursor:
        cursor.execute(sql, params)


@contextmanager
def sent_together() -> Iterator[None]:
    """Let what is sent in the block wait for what is asked in it, and what is asked ahead be asked together.

    At its end all is sent. Stands inside of a transaction, so that whatever is refused is so before its
    commit. When the block fails, what waits is dropped, as the transaction is. On SQLite, to which there is
    no way, nothing waits, and nothing is asked ahead.
    """
    if connection.vendor != "postgresql":
        yield
        return
    values = ValueWriter(connection)
    with connection.cursor() as cursor, asking_ahead(values):
        waiting = Waiting(cursor, values)
        token = _waiting.set(waiting)
        try:
            with connection.execute_wrapper(waiting):
                yield
                waiting.send_all()
        finally:
            _waiting.reset(token)


class Waiting:
    """The statements of a transaction that wait, with their values written into them."""

    def __init__(self, cursor: CursorWrapper, values: ValueWriter) -> None:
        self.cursor = cursor
        self.values = values
        self.statements: list[str] = []

    def __call__(
        self,
        execute: Execute,
        sql: str,
        params: Sequence[Any] | None,
        many: bool,  # noqa: FBT001 (as Django calls it)
        context: Mapping[str, Any],
    ) -> Any:  # noqa: ANN401 (what Django's own gives)
        """Send what waits before this statement: in one with it, where it is one of Django's plain ones."""
        cursor: CursorWrapper = context["cursor"]
        if not self.statements:
            return execute(sql, params, many, context)
        if many or not _writes_values_in(cursor):
            self.send_all()
            return execute(sql, params, many, context)
        before = len(self.statements)
        self.add(sql, params)
        given = execute(self._taken(), None, many, context)
        cursor.set_result(before)
        return given

    def add(self, sql: str, params: Sequence[Any] | None) -> None:
        """Let a statement wait. Raises DataError for a value that the database cannot hold."""
        self.statements.append(self.values.written(sql, params))

    def send_all(self) -> None:
        """Send what waits, and nothing else."""
        if self.statements:
            self.cursor.execute(self._taken())

    def _taken(self) -> str:
        taken = ";\n".join(self.statements)
        self.statements.clear()
        return taken


_waiting: ContextVar[Waiting | None] = ContextVar("waiting", default=None)
"""What waits in this transaction; None where nothing does."""


def _writes_values_in(cursor: CursorWrapper) -> bool:
    """Whether it sends text with the values in it; one that reads bit by bit, or prepares, does not."""
    # Loaded here, as psycopg takes megabytes that a process on SQLite needs for nothing.
    from psycopg import ClientCursor  # noqa: PLC0415

    return isinstance(cursor.cursor, ClientCursor)
