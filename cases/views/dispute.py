"""Marking a case as disputed, and ending the dispute."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from cases.actions import disputes
from cases.actions.refusals import ChangedSinceSeen, Incomplete
from cases.forms.careful import DisputeForm
from cases.forms.raw import known_fields
from cases.models import Case, Dispute
from cases.queries.second import open_dispute
from cases.views.marks import PersonRequest, moderator_page

FIELDS = frozenset({"csrfmiddlewaretoken", "act", "reason", "dispute"})


@moderator_page
def dispute(request: PersonRequest, slug: str) -> HttpResponse:
    """Say why the case is disputed, or that it no longer is."""
    case = get_object_or_404(Case.objects.published().select_related("record"), slug=slug)
    if request.method != "POST":
        return _show(request, case, DisputeForm())
    known_fields(request.POST, FIELDS.__contains__)
    act = request.POST.get("act")
    if act == "end":
        return _end(request, case)
    if act != "open":
        raise BadRequest("The form does not say what to do. Open the page of the dispute again.")
    form = DisputeForm(request.POST)
    form.is_valid()
    try:
        disputes.open_on(record=case.record, reason=form.cleaned_data["reason"], by=request.user)
    except Incomplete as refusal:
        form.place(refusal.problems)
        return _show(request, case, form, status=422)
    except ChangedSinceSeen:
        return _show(request, case, form, status=409)
    messages.success(request, _("The case is under dispute. Two moderators read every change of it."))
    return redirect("cases:case", slug)


def _end(request: PersonRequest, case: Case) -> HttpResponse:
    """End the dispute that was in view."""
    seen = request.POST.get("dispute", "")
    if not (seen.isascii() and seen.isdigit() and len(seen) <= 15):
        raise BadRequest("The form does not say which dispute was in view. Open its page again.")
    found = get_object_or_404(Dispute.objects.select_related("record"), pk=int(seen), record=case.record)
    try:
        disputes.end(dispute=found, by=request.user)
    except ChangedSinceSeen:
        messages.warning(request, _("Somebody else ended this dispute before you."))
    else:
        messages.success(request, _("The dispute is ended. One moderator is enough again."))
    return redirect("cases:case", case.slug)


def _show(request: PersonRequest, case: Case, form: DisputeForm, *, status: int = 200) -> HttpResponse:
    context = {
        "case": case,
        "dispute": open_dispute(case.record),
        "form": form,
        "problems": form.problems,
        "overtaken": status == 409,
    }
    return render(request, "cases/dispute.html", context, status=status)
