"""Asking again: prepared on a connection of a page, never behind a pooler, and never old or at a loss."""

from collections.abc import Callable

import pytest
from django.db import OperationalError, transaction
from django.db.backends.postgresql.base import DatabaseWrapper

from cases.queries.asking import answer_to
from config import postgres
from tests.cases.queries.page import PAGE, Connected, prepared, tell

ASKED = "SELECT name FROM asked WHERE number = %s"
FEW = f"{ASKED} ORDER BY name LIMIT 2"
WIDEN, FORGET = "ALTER TABLE asked ALTER COLUMN name TYPE varchar", "DEALLOCATE PREPARE ALL"
OFTEN = range(postgres.PREPARED_AFTER + 1)


@pytest.fixture
def page(connected: Connected) -> DatabaseWrapper:
    """A connection on which something was asked so often that it is prepared."""
    page = connected()
    ask_often(ASKED)
    assert prepared(page) == 1
    return page


def ask_often(sql: str) -> None:
    """Ask the same so often that it would be prepared, and look at each answer."""
    for _time in OFTEN:
        assert answer_to(sql, (1,), at=PAGE) == [("one",)]


def test_what_was_prepared_answers_for_each_value_as_of_now(page: DatabaseWrapper) -> None:
    tell(page, "UPDATE asked SET name = 'another' WHERE number = 2")
    assert answer_to(ASKED, (2,), at=PAGE) == [("another",)]
    assert answer_to(ASKED, (3,), at=PAGE) == []
    assert prepared(page) == 1


def test_behind_a_pooler_nothing_is_prepared(connected: Connected) -> None:
    page = connected(pooler=True)
    ask_often(ASKED)
    assert prepared(page) == 0


def test_in_a_transaction_nothing_is_prepared(connected: Connected) -> None:
    page = connected()
    with transaction.atomic(using=PAGE):
        ask_often(ASKED)
    assert prepared(page) == 0


def test_what_asks_for_the_first_few_is_planned_each_time(connected: Connected) -> None:
    page = connected()
    ask_often(FEW)
    assert prepared(page) == 0
    ask_often(f"{ASKED} ORDER BY name LIMIT 1")
    assert prepared(page) == 1


@pytest.mark.parametrize(
    ("change", "again"),
    [
        # A migration: “cached plan must not change result type”.
        (f"{WIDEN}(40)", f"{WIDEN}(50)"),
        # Another session of the server than before, as behind a pooler of which nobody told us.
        (FORGET, FORGET),
    ],
)
def test_a_prepared_statement_that_cannot_go_on_is_made_anew(
    page: DatabaseWrapper, change: str, again: str
) -> None:
    page.ensure_connection()
    page.connection.pgconn.exec_(change.encode())
    assert answer_to(ASKED, (1,), at=PAGE) == [("one",)]
    ask_often(ASKED)
    assert prepared(page) == 1
    page.connection.pgconn.exec_(again.encode())
    assert answer_to(ASKED, (2,), at=PAGE) == [("two",)]
    ask_often(ASKED)
    assert prepared(page) == 1


def test_what_cannot_be_prepared_is_answered_all_the_same(connected: Connected) -> None:
    connected()
    asked = "SELECT number + %s FROM asked GROUP BY number + %s ORDER BY 1"
    for _time in OFTEN:
        assert answer_to(asked, (1, 1), at=PAGE) == [(2,), (3,)]


def test_what_takes_too_long_is_not_asked_once_more(page: DatabaseWrapper) -> None:
    asked: list[str] = []

    def note(execute: Callable[..., object], sql: str, *rest: object) -> object:
        asked.append(sql)
        return execute(sql, *rest)

    with page.execute_wrapper(note), pytest.raises(OperationalError):
        answer_to("SELECT pg_sleep(30)", None, at=PAGE)
    assert len(asked) == 1
