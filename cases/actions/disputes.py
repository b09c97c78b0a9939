"""Saying that a case is under dispute, and that it no longer is."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases import permissions
from cases.actions import publication, trail
from cases.actions.moves import lock_record
from cases.actions.refusals import ChangedSinceSeen, Incomplete, NotAllowed
from cases.domain.messages import Problem, too_long
from cases.domain.messages import noop as _
from cases.models import CaseRecord, Dispute
from cases.queries.second import open_dispute

DISPUTE_LIMIT = 1000


def open_on(*, record: CaseRecord, reason: str, by: User) -> Dispute:
    """Mark a case as disputed: from now on two reviewers read every change of it.

    Raises NotAllowed, Incomplete, and ChangedSinceSeen when it is marked already.
    """
    if not permissions.may_mark_disputed(by):
        raise NotAllowed
    reason = reason.strip()
    _check_reason(reason)
    with transaction.atomic():
        lock_record(record.pk)
        if open_dispute(record) is not None:
            raise ChangedSinceSeen
        dispute = Dispute.objects.create(record=record, reason=reason, by=by)
        publication.bump_site_version(None)
        trail.note("dispute_opened", by=by, subject=record, data={"dispute": dispute.pk, "reason": reason})
        return dispute


def end(*, dispute: Dispute, by: User) -> None:
    """End a dispute. Raises NotAllowed, and ChangedSinceSeen when somebody ended it already."""
    if not permissions.may_mark_disputed(by):
        raise NotAllowed
    with transaction.atomic():
        lock_record(dispute.record_id)
        ended = Dispute.objects.open().filter(pk=dispute.pk).update(ended_by=by, ended_at=timezone.now())
        if not ended:
            raise ChangedSinceSeen
        publication.bump_site_version(None)
        trail.note("dispute_ended", by=by, subject=dispute.record, data={"dispute": dispute.pk})


def _check_reason(reason: str) -> None:
    if not reason:
        raise Incomplete((Problem("reason", _("The reason is missing. Say what is disputed, and by whom.")),))
    if problems := too_long("reason", reason, DISPUTE_LIMIT):
        raise Incomplete(problems)
