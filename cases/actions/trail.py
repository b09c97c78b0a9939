"""The audit log and the outbox: written by every action, in the action's own transaction."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from django.db import models
from django.utils import timezone

from accounts.models import User
from cases.actions.one_row import add_unless_there, write
from cases.actions.refusals import AlreadyDecided, NotAllowed, NotWaiting, OwnWork
from cases.models import AuditEvent, OutboxMessage

WORKFLOW_REFUSALS = (AlreadyDecided, NotAllowed, NotWaiting, OwnWork)


def note(
    verb: str, *, by: User | None, subject: models.Model, data: Mapping[str, object] | None = None
) -> None:
    """Write one audit event about `subject`. `data` must hold no unreviewed text."""
    write(_event(verb, by=by, subject=subject, data=data))


def note_each(verb: str, *, by: User | None, about: Mapping[models.Model, Mapping[str, object]]) -> None:
    """Write one audit event about each of these things, with its data, in one statement."""
    AuditEvent.objects.bulk_create(
        _event(verb, by=by, subject=subject, data=data) for subject, data in about.items()
    )


def _event(
    verb: str, *, by: User | None, subject: models.Model, data: Mapping[str, object] | None
) -> AuditEvent:
    return AuditEvent(
        actor_id=by.pk if by else None,
        verb=verb,
        subject_kind=subject._meta.model_name or "",
        subject_id=str(subject.pk),
        data=dict(data or {}),
    )


@contextmanager
def refusals_noted(act: str, *, by: User, subject: models.Model) -> Iterator[None]:
    """Write down that somebody tried an act that the workflow does not give them, and let it be refused.

    Stands outside the transaction of the act, which the refusal rolls back.
    """
    try:
        yield
    except WORKFLOW_REFUSALS as refusal:
        note("refused", by=by, subject=subject, data={"act": act, "why": type(refusal).__name__})
        raise


def queue_mail(kind: str, *, to: User, about: models.Model, due_at: datetime | None = None) -> None:
    """Queue one mail about a thing, to be sent now or later; the same to the same person is queued once."""
    key = f"{kind}:{about.pk}:{to.pk}" if due_at is None else f"{kind}:{about.pk}:{to.pk}:{due_at:%Y%m%d%H%M}"
    _queue(
        OutboxMessage(key=key, kind=kind, recipient=to, subject_id=about.pk, due_at=due_at or timezone.now())
    )


def queue_announcement(*, revision_id: int) -> None:
    """Let the worker tell those who watch what the publication of this revision touched."""
    _queue(OutboxMessage(key=f"announcement:{revision_id}", kind="announcement", subject_id=revision_id))


def queue_account_mail(*, mail: int) -> None:
    """Let the worker send a mail about an account, by its number."""
    _queue(OutboxMessage(key=f"account_mail:{mail}", kind="account_mail", subject_id=mail))


def _queue(message: OutboxMessage) -> None:
    """Queue a message; of one that has its key already nothing changes."""
    add_unless_there(message)
