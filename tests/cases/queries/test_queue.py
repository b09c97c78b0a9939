"""The queue: oldest first, each row says what it is, and its cost does not grow."""

import uuid
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import User
from cases.actions import reviews, submissions
from cases.actions.reviews import seen_now
from cases.models import Case, Revision
from cases.queries.me import own_change
from cases.queries.queue import (
    PAGE,
    Neighbours,
    QueueFilter,
    QueuePage,
    Waiting,
    neighbours_of,
    next_waiting,
    queue_page,
    waiting_numbers,
)
from tests.world import content, published, submitted

Counting = Callable[[int], AbstractContextManager[object]]


def read(reader: User, *, after: int = 0, size: int = PAGE) -> QueuePage:
    return queue_page(reader=reader, now=timezone.now(), after=after, size=size)


def asked(author: User, reviewer: User) -> Revision:
    revision = submitted(content("Asked"), by=author)
    reviews.ask_for_changes(
        revision=revision, by=reviewer, seen=seen_now(revision), reason="source-missing", note="Where?"
    )
    return revision


def rebased(revision: Revision, case: Case, *, by: User) -> Revision:
    onto = case.record.published
    assert onto is not None
    return submissions.rebase(
        revision=Revision.objects.get(pk=revision.pk),
        content=content(summary="Late."),
        by=by,
        onto=onto,
        submission_key=uuid.uuid4(),
    )


def only(page: QueuePage) -> Waiting:
    (row,) = page.rows
    return row


def test_the_oldest_comes_first_and_pages_go_by_key(amina: User, chiara: User) -> None:
    pks = [submitted(content(f"Case {number}"), by=amina).pk for number in range(5)]
    first = read(chiara, size=2)
    second = read(chiara, size=2, after=first.after or 0)
    last = read(chiara, size=2, after=second.after or 0)
    assert [row.revision.pk for page in (first, second, last) for row in page.rows] == pks
    assert (first.total, last.after) == (5, None)


def test_what_was_decided_does_not_wait(amina: User, chiara: User) -> None:
    published(content(), by=amina, reviewer=chiara)
    assert read(chiara) == QueuePage((), 0, None)


@pytest.mark.parametrize(("hours", "is_late"), [(47, False), (48, True), (400, True)])
def test_two_days_are_late(amina: User, chiara: User, hours: int, *, is_late: bool) -> None:
    sent = submitted(content(), by=amina)
    row = only(queue_page(reader=chiara, now=sent.created_at + timedelta(hours=hours)))
    assert row.is_late is is_late


def test_a_new_case_names_its_claims_and_a_change_its_fields(amina: User, chiara: User) -> None:
    case = published(content(), by=amina, reviewer=chiara)
    submitted(content("Sensorica"), by=amina)
    submitted(content(summary="S.", tags=("x",), sector="energy", began=1990), by=amina, on=case)
    new, changed = read(chiara).rows
    assert (new.is_new_case, new.named, new.more) == (True, ("3c",), 0)
    assert (changed.is_new_case, changed.named, changed.more) == (False, ("Summary", "Tags", "Began"), 1)


def test_own_work_is_own_also_when_it_is_only_in_the_chain(
    amina: User, bruno: User, chiara: User, deniz: User
) -> None:
    case = published(content(), by=bruno, reviewer=deniz)
    late = submitted(content(summary="Late."), by=amina, on=case)
    rebased(late, published(content(title="Guifi"), by=bruno, reviewer=deniz, on=case), by=chiara)
    assert only(read(chiara)).is_own
    assert not only(read(deniz)).is_own


def test_outdated_work_is_marked(amina: User, bruno: User, chiara: User) -> None:
    case = published(content(), by=bruno, reviewer=chiara)
    submitted(content(summary="Late."), by=amina, on=case)
    published(content(title="Guifi"), by=bruno, reviewer=chiara, on=case)
    assert only(read(chiara)).is_outdated


def test_the_next_one_is_the_oldest_that_this_person_may_decide_on(
    amina: User, chiara: User, deniz: User
) -> None:
    own, first, second = (submitted(content(f"Case {who}"), by=who) for who in (chiara, amina, deniz))
    assert next_waiting(chiara, besides=0, now=timezone.now()) == first
    assert next_waiting(chiara, besides=first.pk, now=timezone.now()) == second
    assert next_waiting(amina, besides=own.pk, now=timezone.now()) is None


def test_what_is_brought_up_to_date_keeps_its_place_and_its_wait(
    amina: User, bruno: User, chiara: User, deniz: User
) -> None:
    case = published(content(), by=bruno, reviewer=deniz)
    late = submitted(content(summary="Late."), by=amina, on=case)
    other = submitted(content("Other"), by=bruno)
    again = rebased(rebased(late, case, by=deniz), case, by=amina)
    first, second = read(chiara).rows
    assert (first.revision, first.since, second.revision) == (again, late.created_at, other)
    assert read(chiara, size=1).after == late.pk
    assert read(chiara, after=late.pk).rows == (second,)
    assert neighbours_of(other, now=timezone.now()) == Neighbours(again.pk, None)
    assert neighbours_of(again, now=timezone.now()) == Neighbours(None, other.pk)
    assert next_waiting(chiara, besides=0, now=timezone.now()) == again
    assert [change.ahead for one in (again, other) if (change := own_change(one.author, one.pk))] == [0, 1]


@pytest.mark.parametrize("is_answer", [False, True])
def test_only_an_answer_to_asked_changes_waits_anew(
    amina: User, bruno: User, chiara: User, deniz: User, *, is_answer: bool
) -> None:
    case = published(content(), by=bruno, reviewer=deniz)
    if is_answer:
        before = asked(amina, deniz)
        after = submitted(content("Answer"), by=amina, follows=before)
    else:
        before = submitted(content(summary="Late."), by=amina, on=case)
        after = rebased(before, case, by=amina)
    then = before.created_at + timedelta(days=7)
    row = only(queue_page(reader=chiara, now=then))
    assert (row.since, row.is_overdue) == ((after if is_answer else before).created_at, not is_answer)
    assert waiting_numbers(then).overdue == (0 if is_answer else 1)
    longer = queue_page(reader=chiara, now=then, narrowed=QueueFilter(longer=7))
    assert longer.total == (0 if is_answer else 1)


def test_steps_and_the_next_one_keep_to_the_filter(amina: User, bruno: User, chiara: User) -> None:
    case = published(content(), by=bruno, reviewer=chiara)
    first = submitted(content(summary="One."), by=amina, on=case)
    submitted(content("New"), by=amina)
    last = submitted(content(summary="Two."), by=amina, on=case)
    narrowed, now = QueueFilter(topic="text"), timezone.now()
    assert neighbours_of(first, now=now, narrowed=narrowed) == Neighbours(None, last.pk)
    assert neighbours_of(last, now=now, narrowed=narrowed) == Neighbours(first.pk, None)
    assert next_waiting(chiara, besides=first.pk, now=now, narrowed=narrowed) == last
    assert next_waiting(chiara, besides=0, now=now, narrowed=QueueFilter(topic="sources")) is None


@pytest.mark.parametrize("rows", [3, 30])
def test_the_queue_costs_three_queries(
    amina: User, chiara: User, deniz: User, django_assert_num_queries: Counting, rows: int
) -> None:
    case = published(content("Sensorica"), by=amina, reviewer=chiara)
    published(content("No newcomer"), by=deniz, reviewer=chiara)
    for number in range(rows // 3):
        submitted(content(f"New {number}"), by=amina)
        submitted(content("Sensorica", summary=f"{number}"), by=deniz, on=case)
        submitted(content("Answer"), by=amina, follows=asked(amina, deniz))
    with django_assert_num_queries(3):
        page = queue_page(reader=chiara, now=timezone.now(), size=40)
    assert len(page.rows) == rows


@pytest.mark.parametrize("rows", [3, 15])
def test_the_next_one_costs_two_queries(
    amina: User, chiara: User, deniz: User, django_assert_num_queries: Counting, rows: int
) -> None:
    published(content("No newcomer"), by=amina, reviewer=deniz)
    for _number in range(rows):
        submitted(content("Answer"), by=amina, follows=asked(amina, deniz))
    with django_assert_num_queries(2):
        next_waiting(chiara, besides=0, now=timezone.now())
