"""Asking again: prepared on a connection of a page, never behind a pooler, and never old or at a loss."""

from collections.abc import Callable, Iterator

import pytest
from django.conf import settings
from django.db import DataError, OperationalError, connection, connections, transaction
from django.db.backends.postgresql.base import DatabaseWrapper

from cases.queries.asking import answer_to, answers_to
from config import postgres

PAGE = "page"
ASKED = "SELECT name FROM asked WHERE number = %s"
FEW = f"{ASKED} ORDER BY name LIMIT 2"
WIDEN, FORGET = "ALTER TABLE asked ALTER COLUMN name TYPE varchar", "DEALLOCATE PREPARE ALL"
OFTEN = range(postgres.PREPARED_AFTER + 1)

Connected = Callable[..., DatabaseWrapper]


@pytest.fixture
def connected(db: None) -> Iterator[Connected]:
    """Makes the connection of a page, with a table of its own."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite plans in the process")
    made: list[DatabaseWrapper] = []

    def connect(*, pooler: bool = False) -> DatabaseWrapper:
        pages = {"default": postgres.reached(settings.DATABASES["default"], pooler=pooler)}
        postgres.serve_pages(pages, pooler=pooler, connections=1, seconds=1)
        connections[PAGE] = page = DatabaseWrapper(pages["default"], alias=PAGE)
        made.append(page)
        tell(page, "CREATE TEMP TABLE asked (number integer, name varchar(20))")
        tell(page, "INSERT INTO asked VALUES (1, 'one'), (2, 'two')")
        return page

    yield connect
    for page in made:
        page.close()
        page.close_pool()
    del connections[PAGE]


@pytest.fixture
def page(connected: Connected) -> DatabaseWrapper:
    """A connection on which something was asked so often that it is prepared."""
    page = connected()
    ask_often(ASKED)
    assert prepared(page) == 1
    return page


def tell(page: DatabaseWrapper, sql: str) -> None:
    """Run a command beside what is asked."""
    with page.cursor() as cursor:
        cursor.execute(sql)


def ask_often(sql: str) -> None:
    """Ask the same so often that it would be prepared, and look at each answer."""
    for _time in OFTEN:
        assert answer_to(sql, (1,), at=PAGE) == [("one",)]


def prepared(page: DatabaseWrapper) -> int:
    """How many statements the server keeps for this connection."""
    with page.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        (number,) = cursor.fetchone()
    return int(number)


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
    assert list(answers_to([(ASKED, (1,)), (ASKED, (2,))], at=PAGE)) == [[("one",)], [("two",)]]
    ask_often(ASKED)
    assert prepared(page) == 1


def test_what_is_asked_together_is_answered_in_its_order(page: DatabaseWrapper) -> None:
    questions = [(ASKED, (2,)), (FEW, (1,)), (ASKED, (3,)), ("SELECT count(*) FROM asked", None)]
    assert list(answers_to(questions, at=PAGE)) == [[("two",)], [("one",)], [], [(2,)]]
    assert list(answers_to(questions[:1], at=PAGE)) == [[("two",)]]
    assert list(answers_to([], at=PAGE)) == []
    with transaction.atomic(using=PAGE):
        assert list(answers_to(questions, at=PAGE)) == [[("two",)], [("one",)], [], [(2,)]]


def test_one_that_fails_is_told_and_the_connection_goes_on(page: DatabaseWrapper) -> None:
    with pytest.raises(DataError):
        list(answers_to([(ASKED, (1,)), ("SELECT 1 / 0", None), (ASKED, (2,))], at=PAGE))
    assert answer_to(ASKED, (2,), at=PAGE) == [("two",)]


def test_a_connection_that_is_lost_is_told_as_ever(page: DatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [page.connection.info.backend_pid])
    with pytest.raises(OperationalError):
        list(answers_to([(ASKED, (1,)), (ASKED, (2,))], at=PAGE))


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
