"""What a steward does with messages that could not be sent: try again, or give them up."""

from django.db import transaction
from django.utils import timezone

from accounts import mails
from accounts.models import User
from cases import permissions
from cases.actions import trail
from cases.actions.refusals import NotAllowed, NothingThere
from cases.models import OutboxMessage


def retry(*, message: int, by: User) -> None:
    """Send it at the next turn of the worker, with all of its tries again.

    Raises NotAllowed, and NothingThere when it was sent meanwhile or is being sent now.
    """
    with transaction.atomic():
        row = _held(message, by)
        row.attempts, row.due_at, row.dropped_at, row.last_error = 0, timezone.now(), None, ""
        row.save()
        trail.note("message_retried", by=by, subject=row, data={"kind": row.kind})


def drop(*, message: int, by: User) -> None:
    """Never send it; it leaves the list. Raises as retry."""
    with transaction.atomic():
        row = _held(message, by)
        row.dropped_at, row.last_error = timezone.now(), ""
        row.save()
        if row.kind == "account_mail":
            mails.forget(row.subject_id)
        trail.note("message_dropped", by=by, subject=row, data={"kind": row.kind})


def _held(message: int, by: User) -> OutboxMessage:
    if not permissions.may_keep_outbox(by):
        raise NotAllowed
    open_now = OutboxMessage.objects.to_care_for(timezone.now())
    row = open_now.select_for_update().filter(pk=message).first()
    if row is None:
        raise NothingThere
    return row
