"""A second opinion on a case, given without a view of where others place it."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cases import permissions
from cases.actions import opinions
from cases.actions.refusals import ChangedSinceSeen, Incomplete, NotAllowed
from cases.forms.opinion import OpinionForm
from cases.forms.raw import known_fields
from cases.models import Case
from cases.queries.blind import load_blind_page
from cases.queries.counted_opinions import opinions_count
from cases.queries.opinions import own_opinion
from cases.queries.taxonomy import load_all
from cases.views.marks import PersonRequest, contributor_page
from cases.views.public_case import case_or_404

OTHERS = frozenset({"csrfmiddlewaretoken", "act"})


@contributor_page
def opinion(request: PersonRequest, slug: str) -> HttpResponse:
    """Give an opinion, change it or take it back; `act` is *give* or *withdraw*."""
    case = case_or_404(slug)
    if permissions.wrote_of(request.user, case.record):
        return render(request, "cases/opinion_own.html", {"case": case}, status=403)
    if request.method != "POST":
        return _show(request, case, OpinionForm(load_all(), initial=_opening(request, case)))
    form = OpinionForm(load_all(), request.POST)
    known_fields(request.POST, {*OTHERS, *form.fields}.__contains__)
    act = request.POST.get("act")
    if act == "withdraw":
        opinions.withdraw(record=case.record, by=request.user)
        messages.success(request, _("Your second opinion is taken back. It counts no more."))
        return redirect("cases:case", case.slug)
    if act != "give":
        raise BadRequest("The form does not say what to do. Open it again and send it from there.")
    return _give(request, case, form)


def _give(request: PersonRequest, case: Case, form: OpinionForm) -> HttpResponse:
    if not form.is_valid():
        if "seen" in form.errors:
            raise BadRequest("The form does not say which version was in view. Open it again.")
        return _show(request, case, form, status=422)
    try:
        opinions.give(
            record=case.record,
            by=request.user,
            choices=form.choices(),
            had_read=form.cleaned_data["had_read"] == "yes",
            seen=form.cleaned_data["seen"],
        )
    except Incomplete as refusal:
        form.place(refusal.problems)
        return _show(request, case, form, status=422)
    except (ChangedSinceSeen, NotAllowed):
        return _show_changed(request, case.slug)
    messages.success(request, _said(request))
    return redirect("cases:case", case.slug)


def _show_changed(request: PersonRequest, slug: str) -> HttpResponse:
    """The newest text, and everything chosen, to be sent again."""
    case = case_or_404(slug)
    kept = request.POST.copy()
    kept["seen"] = str(case.record.published_id)
    return _show(request, case, OpinionForm(load_all(), kept), status=409)


def _said(request: PersonRequest) -> str:
    if opinions_count(request.user):
        return _("Your second opinion counts from now on. You can change it or take it back.")
    return _("Your second opinion is kept. It begins to count when a change of yours is accepted.")


def _opening(request: PersonRequest, case: Case) -> dict[str, object]:
    said = own_opinion(request.user, case.record)
    filled = OpinionForm.filled_with(said.said) if said else {}
    return {**filled, "seen": case.record.published_id}


def _show(request: PersonRequest, case: Case, form: OpinionForm, *, status: int = 200) -> HttpResponse:
    context = {
        "case": case,
        "page": load_blind_page(case),
        "form": form,
        "problems": form.problems,
        "own": own_opinion(request.user, case.record),
        "counts": opinions_count(request.user),
        "overtaken": status == 409,
    }
    return render(request, "cases/opinion.html", context, status=status)
