"""Bringing an outdated revision up to date, with both texts in view."""

import uuid
from contextlib import suppress

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cases import permissions
from cases.actions import submissions
from cases.actions.refusals import AlreadyDecided, CaseOffPage, ChangedSinceSeen, Incomplete, NotWaiting
from cases.domain.workflow import State
from cases.forms.raw import known_fields
from cases.forms.rebase import ALLOWED, RebaseSheet, rebase_sheet
from cases.models import Revision
from cases.queries.review import load_revision, sent_with_key, standing_of
from cases.queries.taxonomy import load_all
from cases.queries.words import in_words, label_of, problem_in_words
from cases.views.marks import PersonRequest, contributor_page
from cases.views.queue_address import change_address, queue_query, read_filter


@contributor_page
def rebase(request: PersonRequest, pk: int) -> HttpResponse:
    """Show what collides and what does not; a saved choice replaces the outdated revision."""
    revision = _load(request, pk)
    typed = _typed(request) if request.method == "POST" else None
    if typed is not None and (sent := sent_with_key(_key(typed), by=request.user)):
        return _back(request, sent)
    if revision.state is not State.SUBMITTED or not revision.is_outdated:
        if typed is not None:
            return _too_late(request, revision, typed)
        messages.warning(request, _("This change needs no rebasing: it was decided on, or it is up to date."))
        return _back(request, revision)
    if hasattr(revision.record, "taken_down"):
        return _off_page(request, revision, typed or {})
    sheet = _sheet(revision, typed)
    if typed is None or sheet.problems:
        return _show(request, revision, sheet, typed, status=422 if sheet.problems else 200)
    return _save(request, revision, sheet, typed)


def _save(
    request: PersonRequest, revision: Revision, sheet: RebaseSheet, typed: dict[str, str]
) -> HttpResponse:
    onto = _public(revision)
    if typed.get("onto") != str(onto.pk):
        return _show_anew(request, revision, typed)
    try:
        rebased = submissions.rebase(
            revision=revision,
            content=sheet.content(),
            by=request.user,
            onto=onto,
            submission_key=_key(typed),
            note=sheet.note,
        )
    except Incomplete as refusal:
        problems = [("changes", problem_in_words(problem)) for problem in refusal.problems]
        return _show(request, revision, sheet, typed, problems=problems, status=422)
    except (AlreadyDecided, NotWaiting):
        return _overtaken(request, revision, typed)
    except CaseOffPage:
        return _off_page(request, revision, typed)
    except ChangedSinceSeen:
        return _show_anew(request, revision, typed)
    messages.success(
        request, _("Brought up to date. It waits in the queue for somebody who wrote none of it.")
    )
    return _back(request, rebased)


def _load(request: PersonRequest, pk: int) -> Revision:
    revision = load_revision(pk)
    if revision is None or not permissions.may_rebase(request.user, revision):
        raise Http404
    return revision


def _sheet(revision: Revision, typed: dict[str, str] | None) -> RebaseSheet:
    base = revision.base.read() if revision.base else None
    return rebase_sheet(base, revision.read(), _public(revision).read(), typed)


def _public(revision: Revision) -> Revision:
    """The public revision of the case, which an outdated one always has."""
    published = revision.record.published
    if published is None:
        raise ValueError(f"revision {revision.pk} is outdated, and nothing is published")
    return published


def _off_page(request: PersonRequest, revision: Revision, typed: dict[str, str]) -> HttpResponse:
    """There is nothing public to put the change on top of; what was typed comes back; 409."""
    kept = [(label, text) for _name, label, text in _texts(typed)]
    context = {"revision": revision, "kept": kept, "filters": queue_query(read_filter(request))}
    return render(request, "cases/case_off_page.html", context, status=409)


def _show_anew(request: PersonRequest, revision: Revision, typed: dict[str, str]) -> HttpResponse:
    """The page on what is public by now, with what was typed; 409."""
    messages.warning(request, _("The case moved on again while you chose. Look at what is public now."))
    now = _load(request, revision.pk)
    return _show(request, now, _sheet(now, typed), typed, status=409)


def _show(
    request: PersonRequest,
    revision: Revision,
    sheet: RebaseSheet,
    typed: dict[str, str] | None,
    *,
    status: int,
    problems: list[tuple[str, str]] | None = None,
) -> HttpResponse:
    taxonomy = load_all()
    rows = [
        {
            "row": row,
            "label": label_of(row.path),
            "base": in_words(row.path, row.base, taxonomy),
            "mine": in_words(row.path, row.mine, taxonomy),
            "theirs": in_words(row.path, row.theirs, taxonomy),
        }
        for row in sheet.collisions
    ]
    context = {
        "revision": revision,
        "onto": _public(revision),
        "sheet": sheet,
        "rows": rows,
        "automatic": [label_of(change.path) for change in sheet.automatic],
        "problems": problems or sheet.problems,
        "form_key": (typed or {}).get("form_key") or uuid.uuid4(),
        "note": (typed or {}).get("note", ""),
        "left": _left(sheet, typed or {}),
        "filters": queue_query(read_filter(request)),
    }
    return render(request, "cases/rebase.html", context, status=status)


def _left(sheet: RebaseSheet, typed: dict[str, str]) -> list[tuple[str, str]]:
    """What was written by hand for fields on which nobody needs to choose any more."""
    asked = {f"text:{row.path}" for row in sheet.collisions}
    return [(label, text) for name, label, text in _texts(typed) if name not in asked]


def _texts(typed: dict[str, str]) -> list[tuple[str, str, str]]:
    """The texts written by hand: the field's name, its label and the text."""
    names = [name for name in typed if name.startswith("text:") and typed[name].strip()]
    return [(name, label_of(name.removeprefix("text:")), typed[name]) for name in names]


def _too_late(request: PersonRequest, revision: Revision, typed: dict[str, str]) -> HttpResponse:
    """What comes when the change waits no more is refused on record; with everything that was typed."""
    with suppress(AlreadyDecided, NotWaiting):
        submissions.check_rebase(revision=revision, by=request.user)
    return _overtaken(request, revision, typed)


def _overtaken(request: PersonRequest, revision: Revision, typed: dict[str, str]) -> HttpResponse:
    """Who decided meanwhile and how, with everything that was typed; 409."""
    kept = [(label, text) for _name, label, text in _texts(typed)]
    kept.append((_("Note for the history"), typed.get("note", "")))
    filters = queue_query(read_filter(request))
    context = {"standing": standing_of(revision.pk), "revision": revision, "kept": kept, "filters": filters}
    return render(request, "cases/overtaken.html", context, status=409)


def _back(request: PersonRequest, revision: Revision) -> HttpResponse:
    if permissions.may_review(request.user):
        return redirect(change_address(request, revision.pk))
    return redirect("cases:my_change", revision.pk)


def _typed(request: HttpRequest) -> dict[str, str]:
    fields = known_fields(request.POST, lambda name: ALLOWED.fullmatch(name) is not None)
    return {name: values[0] for name, values in fields.items()}


def _key(typed: dict[str, str]) -> uuid.UUID:
    try:
        return uuid.UUID(typed.get("form_key", ""))
    except ValueError:
        return uuid.uuid4()
