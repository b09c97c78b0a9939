"""Reporting a public thing, and closing a report."""

import uuid

from django.db import transaction

from accounts.models import User
from cases import permissions
from cases.actions import trail
from cases.actions.refusals import Incomplete, NotAllowed, Overtaken
from cases.domain.messages import Problem, too_long
from cases.domain.messages import noop as _
from cases.domain.reports import NOTE_LIMIT, TEXT_LIMIT, Reported, ReportKind
from cases.models import Report, ReportClosing


def report(
    *, about: Reported, number: int, kind: str, text: str, by: User | None, form_key: uuid.UUID
) -> Report:
    """Tell the moderators what is wrong with a thing; `by` is None for a reader without an account.

    The same key again returns what the first sending made. Raises NotAllowed and Incomplete.
    """
    if by is not None and not permissions.may_report(by):
        raise NotAllowed
    problems = []
    if kind not in set(ReportKind):
        problems.append(Problem("kind", _("What is wrong is missing. Choose the one that fits best.")))
    problems += _problems_of(
        "text", text, TEXT_LIMIT, _("The text is missing. Say what is wrong, and where.")
    )
    if problems:
        raise Incomplete(tuple(problems))
    with transaction.atomic():
        made, is_new = Report.objects.get_or_create(
            form_key=form_key,
            defaults={"about_kind": about, "about_id": number, "kind": kind, "text": text, "by": by},
        )
        if is_new:
            trail.note("report", by=by, subject=made, data={"kind": kind, "about": about.value})
        return made


def close(*, report: Report, by: User, note: str) -> ReportClosing:
    """Say that a report was dealt with, and to its author how. Raises NotAllowed, Incomplete, Overtaken."""
    if not permissions.may_review(by):
        raise NotAllowed
    problems = _problems_of("note", note, NOTE_LIMIT, _("The note is missing. Say what was done."))
    if problems:
        raise Incomplete(tuple(problems))
    with transaction.atomic():
        closing, is_new = ReportClosing.objects.get_or_create(
            report=report, defaults={"by": by, "note": note}
        )
        if not is_new:
            raise Overtaken
        trail.note("close_report", by=by, subject=report)
        return closing


def _problems_of(path: str, text: str, limit: int, when_missing: str) -> list[Problem]:
    if not text.strip():
        return [Problem(path, when_missing)]
    return list(too_long(path, text, limit))
