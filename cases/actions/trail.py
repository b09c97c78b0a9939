"""The audit log and the outbox: written by every action, in the action's own transaction."""

from collections.abc import Mapping

from django.db import models

from accounts.models import User
from cases.models import AuditEvent, OutboxMessage, Revision


def note(
    verb: str, *, by: User | None, subject: models.Model, data: Mapping[str, object] | None = None
) -> AuditEvent:
    """Write one audit event about `subject`. `data` must hold no unreviewed text."""
    return AuditEvent.objects.create(
        actor_id=by.pk if by else None,
        verb=verb,
        subject_kind=subject._meta.model_name or "",
        subject_id=str(subject.pk),
        data=dict(data or {}),
    )


def queue_mail(kind: str, *, to: User, revision: Revision) -> None:
    """Queue one mail about a revision; the same kind to the same person is queued once."""
    OutboxMessage.objects.get_or_create(
        key=f"{kind}:{revision.pk}:{to.pk}",
        defaults={"kind": kind, "recipient": to, "subject_id": revision.pk},
    )
