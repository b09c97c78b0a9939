"""Taking a case or the text of one revision off the page, and putting it back.

Each act is one transaction: what is taken away is gone from every public table when it commits. The
audit event holds the reason's code and never a text.
"""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases import permissions
from cases.actions import publication, trail
from cases.actions.moves import lock_record
from cases.actions.refusals import Incomplete, IsPublicNow, NotAllowed, OffPageMeanwhile
from cases.domain.messages import Problem, too_long
from cases.domain.messages import noop as _
from cases.domain.off_page import HIDING_REASONS, NOTE_LIMIT, WITHDRAWAL_REASONS, OffPage
from cases.models import Case, CaseRecord, HiddenRevision, Revision, TakenDown


def withdraw_case(*, record: CaseRecord, by: User, reason: str, note: str = "") -> TakenDown:
    """Withdraw a case: its address stays and says why. Raises NotAllowed, Incomplete, OffPageMeanwhile."""
    _check(by, reason, note, WITHDRAWAL_REASONS)
    with transaction.atomic():
        locked = lock_record(record.pk)
        if locked.published_id is None or TakenDown.objects.filter(record=locked).exists():
            raise OffPageMeanwhile
        return _take_down(locked, OffPage.WITHDRAWN, by=by, reason=reason, note=note, verb="withdraw_case")


def hide_case(*, record: CaseRecord, by: User, reason: str, note: str = "") -> TakenDown:
    """Hide a case, also one that was withdrawn: its address answers as if it had never been.

    Raises as withdraw_case.
    """
    _check(by, reason, note, HIDING_REASONS)
    with transaction.atomic():
        locked = lock_record(record.pk)
        taken = TakenDown.objects.filter(record=locked).first()
        if locked.published_id is None or (taken and taken.kind != OffPage.WITHDRAWN):
            raise OffPageMeanwhile
        if taken is None:
            return _take_down(locked, OffPage.HIDDEN, by=by, reason=reason, note=note, verb="hide_case")
        taken.kind, taken.reason, taken.note = OffPage.HIDDEN, reason, note.strip()
        taken.by, taken.at = by, timezone.now()
        taken.save()
        publication.take_withdrawal_away(record=locked, at=taken.at)
        trail.note("hide_case", by=by, subject=locked, data={"reason": reason})
        return taken


def put_back_case(*, record: CaseRecord, by: User) -> Case:
    """Put a case back as it was, also one that was merged into another: then both are there again.

    Raises NotAllowed, and OffPageMeanwhile when it is there.
    """
    if not permissions.may_take_down(by):
        raise NotAllowed
    with transaction.atomic():
        locked = lock_record(record.pk)
        taken = TakenDown.objects.filter(record=locked).first()
        if taken is None:
            raise OffPageMeanwhile
        verb = "unhide_case" if taken.kind == OffPage.HIDDEN else "put_back_case"
        reason = taken.reason
        taken.delete()
        case = publication.put_back(record=locked, at=timezone.now())
        trail.note(verb, by=by, subject=locked, data={"reason": reason})
        return case


def hide_revision(*, revision: Revision, by: User, reason: str, note: str = "") -> HiddenRevision:
    """Hide the text of one revision; if it is a version of its case, that version is gone.

    Raises NotAllowed, Incomplete, IsPublicNow for the version that the public reads now, and
    OffPageMeanwhile when it is hidden already.
    """
    _check(by, reason, note, HIDING_REASONS)
    with transaction.atomic():
        record = lock_record(revision.record_id)
        if record.published_id == revision.pk:
            raise IsPublicNow
        if HiddenRevision.objects.filter(revision=revision).exists():
            raise OffPageMeanwhile
        hidden = HiddenRevision.objects.create(
            revision=revision, by=by, reason=reason, note=note.strip(), at=timezone.now()
        )
        publication.take_version_away(revision=revision)
        trail.note("hide_revision", by=by, subject=revision, data={"reason": reason})
        return hidden


def unhide_revision(*, revision: Revision, by: User) -> None:
    """Show the text of a revision again. Raises NotAllowed, and OffPageMeanwhile when it is not hidden."""
    if not permissions.may_take_down(by):
        raise NotAllowed
    with transaction.atomic():
        lock_record(revision.record_id)
        hidden = HiddenRevision.objects.filter(revision=revision).first()
        if hidden is None:
            raise OffPageMeanwhile
        reason = hidden.reason
        hidden.delete()
        publication.put_version_back(revision=revision)
        trail.note("unhide_revision", by=by, subject=revision, data={"reason": reason})


def _take_down(
    record: CaseRecord, kind: OffPage, *, by: User, reason: str, note: str, verb: str
) -> TakenDown:
    taken = TakenDown.objects.create(
        record=record, kind=kind, reason=reason, note=note.strip(), by=by, at=timezone.now()
    )
    publication.take_down(record=record, at=taken.at)
    trail.note(verb, by=by, subject=record, data={"reason": reason})
    return taken


def _check(by: User, reason: str, note: str, reasons: dict[str, str]) -> None:
    if not permissions.may_take_down(by):
        raise NotAllowed
    problems = []
    if reason not in reasons:
        problems.append(Problem("reason", _("The reason is missing. Choose the one that fits best.")))
    if reason == "other" and not note.strip():
        problems.append(Problem("note", _("The note is missing. Say what the reason is.")))
    problems += too_long("note", note.strip(), NOTE_LIMIT)
    if problems:
        raise Incomplete(tuple(problems))
