"""Bringing an outdated revision up to date, with both texts in view."""

import uuid

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cases import permissions
from cases.actions import submissions
from cases.actions.refusals import AlreadyDecided, ChangedSinceSeen, Incomplete, NotWaiting
from cases.domain.workflow import State
from cases.forms.rebase import ALLOWED, RebaseSheet, rebase_sheet
from cases.models import Revision
from cases.queries.changes import label_of, shown_side
from cases.queries.review import load_revision
from cases.queries.taxonomy import load_all
from cases.views.marks import PersonRequest, contributor_page


@contributor_page
def rebase(request: PersonRequest, pk: int) -> HttpResponse:
    """Show what collides and what does not; a saved choice replaces the outdated revision."""
    revision = load_revision(pk)
    if revision is None or not permissions.may_rebase(request.user, revision):
        raise Http404
    onto = revision.record.published
    if revision.state is not State.SUBMITTED or onto is None or not revision.is_outdated:
        messages.warning(request, _("This change needs no rebasing: it was decided on, or it is up to date."))
        return _back(request, revision)
    typed = _typed(request) if request.method == "POST" else None
    base = revision.base.read() if revision.base else None
    sheet = rebase_sheet(base, revision.read(), onto.read(), typed)
    if typed is None or sheet.problems:
        return _show(request, revision, onto, sheet, typed)
    return _save(request, revision, onto, sheet, typed)


def _save(
    request: PersonRequest, revision: Revision, onto: Revision, sheet: RebaseSheet, typed: dict[str, str]
) -> HttpResponse:
    if typed.get("onto") != str(onto.pk):
        messages.warning(request, _("The case moved on again while you chose. Look at what is public now."))
        return _show(request, revision, onto, sheet, typed, status=409)
    try:
        rebased = submissions.rebase(
            revision=revision,
            content=sheet.content(),
            by=request.user,
            onto=onto,
            submission_key=_key(typed),
            note=typed.get("note", "")[:2000],
        )
    except Incomplete as refusal:
        problems = [("changes", _(problem.message) % dict(problem.params)) for problem in refusal.problems]
        return _show(request, revision, onto, sheet, typed, problems=problems)
    except (AlreadyDecided, NotWaiting):
        messages.error(request, _("Somebody decided on this change meanwhile."))
        return _back(request, revision)
    except ChangedSinceSeen:
        messages.warning(request, _("The case moved on again while you chose. Look at what is public now."))
        return redirect("cases:rebase", revision.pk)
    messages.success(
        request, _("Brought up to date. It waits in the queue for somebody who wrote none of it.")
    )
    return _back(request, rebased)


def _show(
    request: PersonRequest,
    revision: Revision,
    onto: Revision,
    sheet: RebaseSheet,
    typed: dict[str, str] | None,
    *,
    problems: list[tuple[str, str]] | None = None,
    status: int = 200,
) -> HttpResponse:
    taxonomy = load_all()
    rows = [
        {
            "row": row,
            "label": label_of(row.path),
            "base": shown_side(row.base, taxonomy),
            "mine": shown_side(row.mine, taxonomy),
            "theirs": shown_side(row.theirs, taxonomy),
        }
        for row in sheet.collisions
    ]
    found = problems or sheet.problems
    context = {
        "revision": revision,
        "onto": onto,
        "rows": rows,
        "automatic": [label_of(change.path) for change in sheet.automatic],
        "problems": found,
        "form_key": (typed or {}).get("form_key") or uuid.uuid4(),
        "note": (typed or {}).get("note", ""),
    }
    return render(request, "cases/rebase.html", context, status=422 if found else status)


def _back(request: PersonRequest, revision: Revision) -> HttpResponse:
    if permissions.may_review(request.user):
        return redirect("cases:review", revision.pk)
    return redirect("cases:my_change", revision.pk)


def _typed(request: HttpRequest) -> dict[str, str]:
    typed = {}
    for name, values in request.POST.lists():
        if not ALLOWED.fullmatch(name):
            raise BadRequest(f"The form has no field “{name[:80]}”. Open the page again and choose there.")
        if len(values) > 1:
            raise BadRequest(f"The field “{name[:80]}” was sent twice. Send each field once.")
        typed[name] = str(values[0])
    return typed


def _key(typed: dict[str, str]) -> uuid.UUID:
    try:
        return uuid.UUID(typed.get("form_key", ""))
    except ValueError:
        return uuid.uuid4()
