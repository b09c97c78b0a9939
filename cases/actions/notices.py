"""Telling people what happened, and their reading of it."""

from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone

from accounts.models import User
from cases.actions.one_row import add_unless_there
from cases.domain.notices import RULES, NoticeKind, Rhythm, period_at
from cases.models import MailChoice, Notice, OutboxMessage


def tell(kind: str, *, to: User, about: models.Model, by: User | None = None) -> None:
    """Make one notice and queue its mail; nobody is told of own acts, nor of one cause twice.

    Raises ValueError for a kind that is not in `cases.domain.notices`.
    """
    rule = RULES[NoticeKind(kind)]
    if by == to:
        return
    about_kind = about._meta.model_name or ""
    key = f"{kind}:{about_kind}:{about.pk}:{to.pk}"
    said = {
        "person": to,
        "kind": kind,
        "about_kind": about_kind,
        "about_id": about.pk,
        "record_id": getattr(about, "record_id", None),
        "actor": by,
    }
    if rule.has_own_mail:
        add_unless_there(Notice(key=key, **said))
        return
    notice, is_new = Notice.objects.get_or_create(key=key, defaults=said)
    if is_new:
        choice = MailChoice.objects.filter(person=to).first()
        queue_mail_of(notice, Rhythm(choice.rhythm) if choice else Rhythm.WEEKLY)


def queue_mail_of(notice: Notice, rhythm: Rhythm) -> None:
    """Queue the mail that will tell of this notice: one of its own, or the digest of its period."""
    if rhythm is not Rhythm.NEVER:
        add_unless_there(mail_of(notice, rhythm))


def mail_of(notice: Notice, rhythm: Rhythm) -> OutboxMessage:
    """The message, not yet saved; for one person and period all notices give the same key."""
    if rhythm is Rhythm.AT_ONCE:
        return OutboxMessage(
            key=f"notice:{notice.pk}", kind="notice", recipient_id=notice.person_id, subject_id=notice.pk
        )
    return digest_of(notice.person_id, rhythm, notice.at)


def digest_of(person_id: int, rhythm: Rhythm, at: datetime) -> OutboxMessage:
    """The digest of the period in which this moment lies, not yet saved; weekly, or else of the day."""
    period = period_at(rhythm, at)
    return OutboxMessage(
        key=f"digest:{person_id}:{period.name}",
        kind="digest",
        recipient_id=person_id,
        subject_id=person_id,
        due_at=period.due_at,
    )


def mark_read(*, by: User, notice: int | None = None) -> None:
    """Mark one own notice as read, or all. What somebody reads is not on record."""
    Notice.objects.unread().filter(**_own(by, notice)).update(read_at=timezone.now())


def mark_new(*, by: User, notice: int | None = None, read_at: datetime | None = None) -> None:
    """Mark as new again: one own notice, or all that were marked at that moment."""
    moment = {"read_at": read_at} if read_at else {"read_at__isnull": False}
    Notice.objects.filter(**_own(by, notice), **moment).update(read_at=None)


def _own(by: User, notice: int | None) -> dict[str, Any]:
    return {"person": by} if notice is None else {"person": by, "pk": notice}
