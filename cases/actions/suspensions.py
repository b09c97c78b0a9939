"""Suspending a person, lifting it, appealing against it, and answering the appeal."""

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts import actions as people
from accounts.models import User
from cases import permissions
from cases.actions import publication, trail
from cases.actions.refusals import AlreadyAppealed, Incomplete, NotAllowed, Overtaken
from cases.domain.messages import Problem, too_long
from cases.domain.messages import noop as _
from cases.domain.suspensions import APPEAL_LIMIT, NOTE_LIMIT, SUSPENSION_REASON_CODES, AppealDecision
from cases.models import Appeal, AppealAnswer, Suspension, SuspensionEnd
from cases.queries.suspensions import standing_suspension


def suspend(*, person: User, by: User, reason: str, note: str, until: datetime | None = None) -> Suspension:
    """Let a person write nothing from now on, until a moment or without end.

    Raises NotAllowed, Incomplete, and Overtaken when the person is suspended already.
    """
    problems = []
    if reason not in SUSPENSION_REASON_CODES:
        problems.append(Problem("reason", _("The reason is missing. Choose the one that fits best.")))
    problems += _problems_of_note(note)
    if until is not None and until <= timezone.now():
        problems.append(Problem("until", _("This day is over. Choose a later one, or leave it empty.")))
    if problems:
        raise Incomplete(tuple(problems))
    with transaction.atomic():
        person = people.held(person)
        if not permissions.may_suspend(by, person):
            raise NotAllowed
        if person.is_suspended:
            raise Overtaken
        suspension = Suspension.objects.create(person=person, by=by, reason=reason, note=note, until=until)
        people.suspend(user=person, until=until)
        # The public log tells of it, without the name.
        publication.bump_site_version(None)
        trail.note("suspend_person", by=by, subject=suspension, data={"reason": reason})
        trail.queue_mail("suspension", to=person, about=suspension)
        return suspension


def lift(*, person: User, by: User, note: str = "") -> SuspensionEnd:
    """Let a suspended person write again. Raises NotAllowed, and Overtaken when they may already."""
    with transaction.atomic():
        person = people.held(person)
        if not permissions.may_suspend(by, person):
            raise NotAllowed
        suspension = standing_suspension(person)
        if suspension is None:
            raise Overtaken
        trail.queue_mail("suspension_lifted", to=person, about=suspension)
        return _end(suspension, by=by, note=note)


def appeal(*, by: User, text: str) -> Appeal:
    """Say why the own suspension is wrong, or will not be needed any more.

    Raises NotAllowed for who is not suspended, Incomplete, and AlreadyAppealed while one is open.
    """
    problems = []
    if not text.strip():
        problems.append(Problem("text", _("The text is missing. Say why you should write here again.")))
    problems += too_long("text", text, APPEAL_LIMIT)
    if problems:
        raise Incomplete(tuple(problems))
    with transaction.atomic():
        person = people.held(by)
        suspension = standing_suspension(person)
        if suspension is None or not permissions.may_appeal(person):
            raise NotAllowed
        if Appeal.objects.open().filter(suspension=suspension).exists():
            raise AlreadyAppealed
        sent = Appeal.objects.create(suspension=suspension, text=text)
        trail.note("appeal", by=by, subject=sent)
        return sent


def answer(*, appeal: Appeal, by: User, decision: AppealDecision, note: str) -> AppealAnswer:
    """Keep the suspension or lift it, with a note to the person.

    Raises NotAllowed for who suspended them, Incomplete, and Overtaken when it was answered or lifted.
    """
    if not permissions.may_answer_appeal(by, appeal):
        raise NotAllowed
    if problems := _problems_of_note(note):
        raise Incomplete(problems)
    with transaction.atomic():
        person = people.held(appeal.suspension.person)
        if not Appeal.objects.open().filter(pk=appeal.pk).exists():
            raise Overtaken
        said = AppealAnswer.objects.create(
            appeal=appeal, decision=decision, by=by, suspended_by=appeal.suspension.by, note=note
        )
        trail.note("answer_appeal", by=by, subject=appeal, data={"decision": decision.value})
        trail.queue_mail("appeal", to=person, about=appeal)
        if decision is AppealDecision.LIFT and person.is_suspended:
            _end(appeal.suspension, by=by, note=note)
        return said


def _end(suspension: Suspension, *, by: User, note: str) -> SuspensionEnd:
    end = SuspensionEnd.objects.create(suspension=suspension, by=by, note=note)
    people.end_suspension(user=suspension.person)
    publication.bump_site_version(None)
    trail.note("lift_suspension", by=by, subject=suspension)
    return end


def _problems_of_note(note: str) -> tuple[Problem, ...]:
    if not note.strip():
        return (Problem("note", _("The note is missing. Say to the person what happened.")),)
    return too_long("note", note, NOTE_LIMIT)
