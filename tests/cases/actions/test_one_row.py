"""A row that is written in a fixed statement is the one that Django would write."""

import uuid
from copy import deepcopy
from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, models, transaction

from accounts.models import User
from cases.actions.one_row import add, add_unless_there, take, write, write_again, write_whole
from cases.models import AuditEvent, OutboxMessage, PastVersion, SiteVersion

pytestmark = pytest.mark.django_db

AT = datetime(2026, 11, 27, 3, 15, 0, 123456, tzinfo=UTC)
ROWS = [
    AuditEvent(at=AT, verb="act", subject_kind="case", subject_id="7", data={"why": [None, True, "ü"]}),
    OutboxMessage(key="mail:1", kind="decision", subject_id=1, due_at=AT),
    PastVersion(stamp=uuid.UUID(int=7), number=7),
    SiteVersion(id=1, number=3, stamp=uuid.UUID(int=3), changed_at=None),
    AuditEvent(at=AT, verb="text", subject_kind="case", subject_id="7", data="a text"),
    AuditEvent(at=AT, verb="number", subject_kind="case", subject_id="7", data=7),
    AuditEvent(at=AT, verb="yes", subject_kind="case", subject_id="7", data=True),
]


def told(row: models.Model) -> dict[str, object]:
    """What the database says of a row, but for a key that it gave itself."""
    (values,) = type(row)._default_manager.filter(pk=row.pk).values()
    return {name: value for name, value in values.items() if name != "id"}


@pytest.mark.parametrize("row", ROWS, ids=lambda row: type(row).__name__)
def test_every_kind_of_value_is_written_as_django_writes_it(row: models.Model) -> None:
    theirs, ours = deepcopy(row), deepcopy(row)
    with transaction.atomic():
        theirs.save(force_insert=True)
        expected = told(theirs)
        transaction.set_rollback(True)
    assert told(add(ours)) == expected


@pytest.mark.parametrize("row", [row for row in ROWS if row.pk], ids=lambda row: type(row).__name__)
def test_a_row_whose_key_is_known_is_written_so_and_can_be_written_again(row: models.Model) -> None:
    ours = deepcopy(row)
    write(ours)
    written = told(ours)
    ours.number = 8  # type: ignore[attr-defined]
    write_again(ours, "number")
    assert (written["stamp"], written["number"]) == (row.stamp, row.number)  # type: ignore[attr-defined]
    assert told(ours) == written | {"number": 8}


def test_only_the_fields_that_are_named_are_written_again() -> None:
    message = add(OutboxMessage(key="mail:1", kind="decision", subject_id=1, due_at=AT))
    message.attempts, message.kind, message.due_at = 3, "other", AT + timedelta(days=1)
    write_again(message, "attempts", "due_at")
    message.refresh_from_db()
    assert (message.attempts, message.kind, message.due_at) == (3, "decision", AT + timedelta(days=1))


def test_a_whole_row_is_written_again_as_django_writes_it() -> None:
    first, second = (
        add(OutboxMessage(key=f"mail:{number}", kind="decision", subject_id=1, due_at=AT))
        for number in range(2)
    )
    for message in (first, second):
        message.attempts, message.kind = 3, "other"
    write_whole(first)
    second.save(force_update=True)
    of_their_own = {"key": "", "created_at": None}
    assert told(first) | of_their_own == told(second) | of_their_own


def test_what_is_taken_is_what_leads_to_this_row_and_no_other(amina: User, bruno: User) -> None:
    for number, person in enumerate((amina, bruno, bruno)):
        write(OutboxMessage(key=f"mail:{number}", kind="decision", recipient=person, subject_id=1))
    take(OutboxMessage, recipient=bruno.pk)
    assert [message.recipient for message in OutboxMessage.objects.all()] == [amina]


def test_a_row_that_was_added_knows_its_key_and_that_it_is_there() -> None:
    message = add(OutboxMessage(key="mail:1", kind="decision", subject_id=1))
    message.attempts = 3
    message.save()
    assert OutboxMessage.objects.get(pk=message.pk).attempts == 3


def test_a_key_that_is_there_is_refused_or_the_row_stays_as_it_is() -> None:
    add(OutboxMessage(key="mail:1", kind="decision", subject_id=1))
    add_unless_there(OutboxMessage(key="mail:1", kind="decision", subject_id=2))
    assert OutboxMessage.objects.get().subject_id == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        add(OutboxMessage(key="mail:1", kind="decision", subject_id=3))
