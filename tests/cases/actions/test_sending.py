"""What is sent together is what would have been sent one by one."""

from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.db import DataError, IntegrityError, connection, transaction
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from cases.actions.one_row import add, asked_by_add, write
from cases.actions.sending import send, sent_together
from cases.models import OutboxMessage, SiteVersion
from cases.queries.asking import ask_ahead
from cases.queries.fixed import fixed

pytestmark = pytest.mark.django_db

only_postgresql = pytest.mark.skipif(connection.vendor != "postgresql", reason="there is no way to SQLite")


def message(number: int, key: str = "") -> OutboxMessage:
    return OutboxMessage(key=key or f"mail:{number}", kind="100 % of %s; and '", subject_id=number)


def numbers() -> list[int]:
    return list(OutboxMessage.objects.order_by("subject_id").values_list("subject_id", flat=True))


@contextmanager
def together() -> Iterator[None]:
    with transaction.atomic(), sent_together():
        yield


def test_whatever_is_asked_finds_what_was_written_before() -> None:
    with together():
        write(message(1))
        assert numbers() == [1]
        write(message(2))
        write(message(3))
        assert OutboxMessage.objects.filter(subject_id__gte=2).update(attempts=5) == 2
        assert list(OutboxMessage.objects.order_by("pk").values_list("attempts", flat=True)) == [0, 5, 5]


def test_what_is_still_waiting_is_sent_at_the_end() -> None:
    with together():
        write(message(1))
        write(message(2))
    assert numbers() == [1, 2]
    assert OutboxMessage.objects.first().kind == "100 % of %s; and '"  # type: ignore[union-attr]


def test_a_key_is_read_of_the_row_that_was_asked_for() -> None:
    with together():
        write(message(1))
        second = add(message(2))
        write(message(3))
    assert OutboxMessage.objects.get(pk=second.pk).subject_id == 2


def test_a_row_that_was_asked_ahead_is_written_once_and_knows_its_key() -> None:
    first, second = message(1), message(2)
    with together():
        write(message(0))
        ask_ahead([asked_by_add(first), asked_by_add(second)])
        assert add(second).subject_id == 2
        add(first)
    assert numbers() == [0, 1, 2]
    assert OutboxMessage.objects.get(pk=first.pk).subject_id == 1
    assert OutboxMessage.objects.get(pk=second.pk).subject_id == 2


def write_and_fail(*messages: OutboxMessage) -> None:
    for each in messages:
        write(each)
    raise ZeroDivisionError


def test_what_is_refused_undoes_all_of_it() -> None:
    with pytest.raises(IntegrityError), together():
        deque(map(write, [message(1), message(2, key="mail:1")]))
    assert numbers() == []


def test_what_waits_is_dropped_when_the_block_fails() -> None:
    with pytest.raises(ZeroDivisionError), together():
        write_and_fail(message(1))
    write(message(2))
    assert numbers() == [2]


def test_a_savepoint_takes_back_what_was_written_in_it_and_nothing_else() -> None:
    with together():
        write(message(1))
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            write_and_fail(message(2))
        with pytest.raises(IntegrityError), transaction.atomic():
            add(message(3, key="mail:1"))
        write(message(4))
    assert numbers() == [1, 4]


def test_rows_that_are_read_bit_by_bit_are_those_that_were_written_before() -> None:
    with together():
        write(message(1))
        assert [row.subject_id for row in OutboxMessage.objects.iterator(chunk_size=1)] == [1]


def test_a_statement_for_several_values_comes_after_what_waits() -> None:
    with together(), connection.cursor() as cursor:
        write(message(1))
        cursor.executemany("UPDATE cases_outboxmessage SET attempts = %s", [(7,), (1,)])
        assert OutboxMessage.objects.get().attempts == 1


@only_postgresql
def test_many_statements_are_one_turn_to_the_server() -> None:
    with transaction.atomic(), CaptureQueriesContext(connection) as asked, sent_together():
        for number in range(5):
            write(message(number))
        SiteVersion.objects.count()
    assert len(asked) == 1


@only_postgresql
def test_a_value_that_the_database_cannot_hold_is_refused_as_ever() -> None:
    with pytest.raises(DataError), together():
        send("UPDATE cases_outboxmessage SET kind = %s", ["\0"])


@fixed
def messages_of(number: int) -> "QuerySet[OutboxMessage, tuple[str]]":
    return OutboxMessage.objects.filter(subject_id=number).order_by("pk").values_list("key")


def test_what_is_asked_ahead_finds_what_was_written_before_it() -> None:
    with together():
        write(message(1))
        ask_ahead([messages_of.asked_of(1), messages_of.asked_of(2)])
        assert (messages_of(1), messages_of(2)) == ([("mail:1",)], [])


@only_postgresql
def test_what_is_asked_ahead_is_one_turn_and_answers_once() -> None:
    with together(), CaptureQueriesContext(connection) as asked:
        write(message(1))
        ask_ahead(messages_of.asked_of(number) for number in (1, 2, 3))
        assert (messages_of(2), messages_of(1)) == ([], [("mail:1",)])
        assert len(asked) == 1
        write(message(1, key="mail:other"))
        assert messages_of(1) == [("mail:1",), ("mail:other",)]
        assert len(asked) == 2


@only_postgresql
def test_what_was_asked_ahead_and_not_needed_is_dropped() -> None:
    with together():
        ask_ahead([messages_of.asked_of(1)])
    with together():
        write(message(1))
        assert messages_of(1) == [("mail:1",)]


def test_outside_nothing_is_asked_ahead() -> None:
    with CaptureQueriesContext(connection) as asked:
        ask_ahead([messages_of.asked_of(1)])
    assert len(asked) == 0
