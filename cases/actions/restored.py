"""What a restored site needs before anybody may use it: nothing of the lost time may act again.

Sessions and tokens that were ended since would open again, mail that was sent would be sent again, and what
was hidden would be read again. Each is ended, held or hidden, in one transaction.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.actions import end_all_sessions_and_tokens
from accounts.models import Role, User
from cases import permissions
from cases.actions import comments, off_page, publication, trail
from cases.actions.outbox import DEEDS
from cases.actions.refusals import IsPublicNow
from cases.domain.off_page import OffPage
from cases.exchange.hide_list import HiddenCase, HiddenText, HiddenWords, HideList
from cases.models import (
    CaseRecord,
    Comment,
    HiddenRevision,
    Notice,
    OutboxMessage,
    Revision,
    SiteVersion,
    TakenDown,
)

TOLD_BY_NOTICE = ("notice", "digest")
"""The kinds of mail that say only what stands on the person's own page as well."""

HELD = "Held: restored from a backup of {moment:%Y-%m-%d %H:%M} UTC; it may have been sent since."


@dataclass(frozen=True, slots=True)
class Settled:
    """What was done: how many messages wait for a steward's word, and how many things were hidden again."""

    held: int
    hidden: int


def settle(*, made_at: datetime, hidden: HideList) -> Settled:
    """Make a restored site safe to use; `made_at` is the moment of its backup.

    Raises LookupError when something must be hidden and there is no moderator to do it.
    """
    with transaction.atomic():
        publication.bump_site_version(None)
        end_all_sessions_and_tokens()
        held = _hold_mail(made_at)
        applied = sum(_hide_case(row) for row in hidden.cases)
        applied += sum(_hide_text(row) for row in hidden.revisions)
        applied += sum(_hide_comment(row) for row in hidden.comments)
        site = SiteVersion.objects.get()
        data = {"backup": made_at.isoformat(), "held": held, "hidden": applied}
        trail.note("site_restored", by=None, subject=site, data=data)
    return Settled(held, applied)


def _hold_mail(made_at: datetime) -> int:
    """Let no waiting mail go out by itself: stewards find it among what could not be sent, and try it again.

    Of notices no mail is tried again; they stand, unread, on the page of their person. Work that is no mail
    (look-ups, imports) goes on.
    """
    now = timezone.now()
    Notice.objects.unmailed().update(mailed_at=now)
    waiting = OutboxMessage.objects.waiting().exclude(kind__in=DEEDS)
    waiting.filter(kind__in=TOLD_BY_NOTICE).update(lease_until=None, dropped_at=now, last_error="")
    return (
        OutboxMessage.objects.waiting()
        .exclude(kind__in=DEEDS)
        .update(lease_until=None, dropped_at=now, last_error=HELD.format(moment=made_at))
    )


def _hide_case(row: HiddenCase) -> bool:
    record = CaseRecord.objects.filter(pk=row.record, slug=row.slug, published__isnull=False).first()
    if record is None:
        return False
    return _off_the_page(record, row.kind, by=_moderator(row.by), reason=row.reason, note=row.note)


def _off_the_page(record: CaseRecord, kind: str, *, by: User, reason: str, note: str) -> bool:
    act = off_page.withdraw_case if kind == OffPage.WITHDRAWN else off_page.hide_case
    taken = TakenDown.objects.filter(record=record).first()
    if taken and (kind == OffPage.WITHDRAWN or taken.kind != OffPage.WITHDRAWN):
        return False
    act(record=record, by=by, reason=reason, note=note)
    return True


def _hide_text(row: HiddenText) -> bool:
    """Hide a text. If the public reads it in this backup, as the newest version, the whole case goes."""
    revision = Revision.objects.filter(pk=row.revision, content_hash=row.content_hash).first()
    if revision is None or HiddenRevision.objects.filter(revision=revision).exists():
        return False
    by = _moderator(row.by)
    try:
        off_page.hide_revision(revision=revision, by=by, reason=row.reason, note=row.note)
    except IsPublicNow:
        return _off_the_page(revision.record, OffPage.HIDDEN, by=by, reason=row.reason, note=row.note)
    return True


def _hide_comment(row: HiddenWords) -> bool:
    comment = Comment.objects.filter(pk=row.comment, submission_key=row.key).first()
    if comment is None:
        return False
    comments.hide(comment=comment, reason=row.reason, by=_moderator(row.by))
    return True


def _moderator(number: int) -> User:
    """The person who hid it, or in this backup's roles the first who may."""
    who = User.objects.filter(pk=number).first()
    if who and permissions.may_take_down(who):
        return who
    able = User.objects.filter(role__in=[Role.MODERATOR, Role.STEWARD]).order_by("pk")
    found = next((person for person in able if permissions.may_take_down(person)), None)
    if found is None:
        raise LookupError("Something must be hidden, and this backup knows no moderator who could.")
    return found
