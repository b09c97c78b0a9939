"""Telling people what happened, and their reading of it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone

from accounts.models import User
from cases.actions.one_row import add_unless_there
from cases.domain.notices import NoticeKind, Rhythm, period_at
from cases.models import MailChoice, Notice, OutboxMessage

AT_ONCE = 500


def tell(kind: NoticeKind, *, to: User, about: models.Model, by: User | None = None) -> None:
    """Make one notice, of a kind with a mail of its own; nobody hears of own acts, nor of one cause twice."""
    if by != to:
        add_unless_there(notice_of(kind, to=to, about=about, by=by))


def notice_of(kind: NoticeKind, *, to: User, about: models.Model, by: User | None) -> Notice:
    """The notice, not yet saved; for one person and cause it always has the same key."""
    about_kind = about._meta.model_name or ""
    return Notice(
        key=f"{kind}:{about_kind}:{about.pk}:{to.pk}",
        person=to,
        kind=kind,
        about_kind=about_kind,
        about_id=about.pk,
        record_id=getattr(about, "record_id", None),
        actor=by,
    )


def tell_many(notices: Sequence[Notice]) -> None:
    """Save notices of kinds without a mail of their own and queue the mails that tell of them.

    Those that are there already stay as they are. Four queries for each AT_ONCE of them.
    """
    for start in range(0, len(notices), AT_ONCE):
        _tell(notices[start : start + AT_ONCE])


def _tell(notices: Sequence[Notice]) -> None:
    Notice.objects.bulk_create(notices, ignore_conflicts=True)
    told = Notice.objects.filter(key__in=[notice.key for notice in notices])
    choices = MailChoice.objects.filter(person__in=[notice.person_id for notice in notices])
    rhythms = dict(choices.values_list("person_id", "rhythm"))
    wanted = [(notice, Rhythm(rhythms.get(notice.person_id, Rhythm.WEEKLY))) for notice in told]
    OutboxMessage.objects.bulk_create(
        [mail_of(notice, rhythm) for notice, rhythm in wanted if rhythm is not Rhythm.NEVER],
        ignore_conflicts=True,
    )


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
