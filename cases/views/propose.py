"""Proposing an open call, or a note that somebody looked and found nothing."""

import uuid

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts import hurry
from cases.actions import proposals
from cases.actions.refusals import GapNotOpen, Incomplete, TooManyToday, TooManyWaiting
from cases.domain.proposals import ProposalKind
from cases.forms.proposal import FORMS, CallForm, SearchForm
from cases.forms.raw import known_fields
from cases.queries.gap import GapPage
from cases.views.gap import gap_or_404
from cases.views.marks import PersonRequest, contributor_page
from cases.views.newcomers import complaint_about, limit_of_proposals


@contributor_page
def propose_call(request: PersonRequest, gap: str) -> HttpResponse:
    """Write an open call and send it for review."""
    return _answer(request, gap, ProposalKind.CALL)


@contributor_page
def propose_search(request: PersonRequest, gap: str) -> HttpResponse:
    """Say where one looked and found nothing, and send it for review."""
    return _answer(request, gap, ProposalKind.SEARCH)


def _answer(request: PersonRequest, gap: str, kind: ProposalKind) -> HttpResponse:
    page = gap_or_404(gap)
    if request.method != "POST":
        return _show(request, page, FORMS[kind](initial={"form_key": uuid.uuid4()}))
    known_fields(request.POST, {"csrfmiddlewaretoken", *FORMS[kind].base_fields, *hurry.FIELDS}.__contains__)
    form = FORMS[kind](request.POST)
    if "form_key" in form.errors:
        raise BadRequest("The form has no key. Open the form again and send it from there.")
    if form.is_valid() and (complaint := complaint_about(request)):
        form.add_error(None, complaint)
    if not form.is_valid():
        return _show(request, page, form, status=422)
    try:
        proposal = proposals.propose(
            said=form.said(),
            gap=page.gap,
            by=request.user,
            submission_key=form.cleaned_data["form_key"],
        )
    except Incomplete as refusal:
        form.place(refusal.problems)
        return _show(request, page, form, status=422)
    except GapNotOpen:
        return _show(request, gap_or_404(gap), form, status=409)
    except (TooManyWaiting, TooManyToday) as refusal:
        form.add_error(None, limit_of_proposals(refusal))
        return _show(request, page, form, status=422)
    messages.success(request, _("Sent for review. Nothing is public until a reviewer has read it."))
    return redirect("cases:my_proposal", proposal.pk)


def _show(
    request: PersonRequest, page: GapPage, form: CallForm | SearchForm, *, status: int = 200
) -> HttpResponse:
    context = {"page": page, "form": form, "kind": form.kind, "problems": form.problems}
    return render(request, "cases/propose.html", context, status=status)
