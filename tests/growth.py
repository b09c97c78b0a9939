"""A guard over all tests: what public pages are kept by grows whenever an action changes what they show."""

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, transaction

from cases.domain.moderation_log import verbs_of
from cases.queries.public_tables import OF_LOG, UNSEEN, VERSIONED
from cases.queries.written_values import ValueWriter

ROOT = Path(__file__).parents[1]
ACTIONS = re.compile(rf"{re.escape(str(ROOT))}/(accounts|cases|models_taxonomy)/.*(actions|listeners)")
WRITE = re.compile(r'\s*(INSERT INTO|UPDATE|DELETE FROM|REPLACE INTO)\s+"?(\w+)"?', re.IGNORECASE)
SET = re.compile(r'"(\w+)" = ')
VERSION = "cases_siteversion"
OF_RELEASE = "load_taxonomy"
"""What comes with a release is loaded before the processes of the release start."""
UNSEEN_WHEN_NEW = {"accounts_user", "cases_caserecord"}
"""Of somebody new, and of a case that waits, there is nothing on any page; that there is none is not kept."""


@dataclass
class Span:
    """One transaction of an action: what it wrote of versioned tables, and whether the version grew."""

    written: list[str] = field(default_factory=list)
    has_grown: bool = False


class Guard:
    """Watches the writes of one test."""

    def __init__(self) -> None:
        self.broken: list[str] = []
        self._open: list[Span | None] = []

    @property
    def _span(self) -> Span | None:
        """The outermost transaction that an action began."""
        return next((span for span in self._open if span is not None), None)

    def note(
        self,
        execute: Callable[..., Any],
        sql: str,
        params: Any,  # noqa: ANN401
        many: bool,
        context: Any,  # noqa: ANN401
    ) -> Any:  # noqa: ANN401 (the signature is Django's)
        """Look at one statement, as a wrapper of Django's."""
        self.look(sql, params)
        return execute(sql, params, many, context)

    def look(self, sql: str, params: Sequence[object] | None) -> None:
        """Look at one statement, which is run, or waits to be sent."""
        found = WRITE.match(sql)
        if found:
            self._note(found[1].upper(), found[2], sql, params)

    def _note(self, verb: str, table: str, sql: str, params: Sequence[object] | None) -> None:
        if table == VERSION and self._span is not None:
            self._span.has_grown = True
        if not _shows(verb, table, sql, params) or not _is_of_action():
            return
        if self._span is None:
            self.broken.append(f"{sql[:120]} outside of a transaction")
        else:
            self._span.written.append(sql[:120])

    def begin(self) -> None:
        """A transaction or a part of one begins."""
        self._open.append(Span() if self._span is None and _is_of_action() else None)

    def end(self, *, is_kept: bool) -> None:
        """It ends; what is rolled back counts for nothing."""
        span = self._open.pop() if self._open else None
        if span is not None and is_kept and span.written and not span.has_grown:
            self.broken += span.written


def _shows(verb: str, table: str, sql: str, params: Sequence[object] | None) -> bool:
    """Whether some public page shows what this statement writes."""
    if table == OF_LOG:
        return not verbs_of(None).isdisjoint(value for value in params or () if isinstance(value, str))
    if table not in VERSIONED or (verb == "INSERT INTO" and table in UNSEEN_WHEN_NEW):
        return False
    columns = set(SET.findall(sql.split(" WHERE ", maxsplit=1)[0])) if verb == "UPDATE" else set()
    return not columns or not columns <= UNSEEN.get(table, frozenset())


def _is_of_action() -> bool:
    """Whether an action runs, not only the arrangement of a test, nor what comes with a release."""
    is_found = False
    frame = sys._getframe(2)
    while frame is not None:
        if frame.f_code.co_name == OF_RELEASE:
            return False
        is_found = is_found or _is_action(frame.f_code.co_filename)
        frame = frame.f_back  # type: ignore[assignment]
    return is_found


@cache
def _is_action(file: str) -> bool:
    return ACTIONS.match(file) is not None


@contextmanager
def watched() -> Iterator[Guard]:
    """Watch everything that is written meanwhile on the connection of the test."""
    guard = Guard()
    enter, leave = transaction.Atomic.__enter__, transaction.Atomic.__exit__
    written = ValueWriter.written

    def begin(self: transaction.Atomic) -> None:
        enter(self)
        guard.begin()

    def end(self: transaction.Atomic, kind: Any, fault: Any, trace: Any) -> None:  # noqa: ANN401
        guard.end(is_kept=kind is None)
        leave(self, kind, fault, trace)

    def look(self: ValueWriter, sql: str, params: Sequence[Any] | None) -> str:
        """What waits, or is asked ahead, is sent with others."""
        guard.look(sql, params)
        return written(self, sql, params)

    with ExitStack() as stack:
        patch = stack.enter_context(pytest.MonkeyPatch.context())
        patch.setattr(transaction.Atomic, "__enter__", begin)
        patch.setattr(transaction.Atomic, "__exit__", end)
        patch.setattr(ValueWriter, "written", look)
        stack.enter_context(connection.execute_wrapper(guard.note))
        yield guard
