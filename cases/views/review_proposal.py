"""One proposal about a gap, and a moderator's decision on it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import permissions
from cases.actions import proposals
from cases.actions.refusals import GapNotOpen, Incomplete, OwnWork, ProposalMovedOn
from cases.domain.proposals import ProposalState
from cases.forms.proposal import ProposalDecisionForm
from cases.forms.raw import known_fields
from cases.queries.gap import load_gap
from cases.queries.proposals import ProposalShown, load_proposal
from cases.views.marks import PersonRequest, moderator_page
from cases.views.proposal import make_move

FIELDS = frozenset({"csrfmiddlewaretoken", "act", *ProposalDecisionForm.base_fields})


@moderator_page
def review_proposal(request: PersonRequest, pk: int) -> HttpResponse:
    """Show a proposal with the decision box; decide on it, or end what is public."""
    shown = load_proposal(pk, timezone.now())
    if shown is None:
        raise Http404
    if request.method != "POST":
        return _show(request, shown, ProposalDecisionForm())
    known_fields(request.POST, FIELDS.__contains__)
    if request.POST.get("act") == "end":
        make_move(request, shown.proposal)
        return redirect("cases:review_proposal", pk)
    if not permissions.may_decide_on_proposal(request.user, shown.proposal):
        raise PermissionDenied
    form = ProposalDecisionForm(request.POST)
    if shown.proposal.state is not ProposalState.SUBMITTED:
        return _overtaken(request, pk)
    if not form.is_valid():
        return _show(request, shown, form, status=422)
    return _decide(request, shown, form)


def _decide(request: PersonRequest, shown: ProposalShown, form: ProposalDecisionForm) -> HttpResponse:
    data, proposal = form.cleaned_data, shown.proposal
    try:
        if data["decision"] == ProposalState.APPROVED:
            proposals.accept(proposal=proposal, by=request.user, note=data["note"])
        else:
            proposals.decline(proposal=proposal, by=request.user, reason=data["reason"], note=data["note"])
    except Incomplete as refusal:
        form.place(refusal.problems)
        return _show(request, shown, form, status=422)
    except ProposalMovedOn:
        return _overtaken(request, proposal.pk)
    except GapNotOpen:
        messages.warning(request, _("The gap was closed meanwhile. There is nothing to publish; decline it."))
        return _show(request, shown, form, status=409)
    except OwnWork:
        raise PermissionDenied from None
    is_public = data["decision"] == ProposalState.APPROVED
    messages.success(request, _("It is public now.") if is_public else _("Its author reads your reason."))
    return redirect("cases:review_queue")


def _show(
    request: PersonRequest, shown: ProposalShown, form: ProposalDecisionForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "shown": shown,
        "gap": load_gap(shown.proposal.of_gap),
        "form": form,
        "problems": form.problems,
        "is_own": not permissions.may_decide_on_proposal(request.user, shown.proposal),
    }
    return render(request, "cases/review_proposal.html", context, status=status)


def _overtaken(request: PersonRequest, pk: int) -> HttpResponse:
    """Who decided meanwhile and how, with the note that was typed; 409."""
    shown = load_proposal(pk, timezone.now())
    context = {"shown": shown, "kept": request.POST.get("note", "")}
    return render(request, "cases/proposal_overtaken.html", context, status=409)
