"""A person's own proposal: where it stands, what was said to it, and taking it back."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions import proposals
from cases.actions.refusals import ProposalMovedOn
from cases.forms.raw import known_fields
from cases.models import Proposal
from cases.queries.proposals import load_proposal
from cases.views.marks import PersonRequest, contributor_page

FIELDS = frozenset({"csrfmiddlewaretoken", "act"})


@contributor_page
def my_proposal(request: PersonRequest, pk: int) -> HttpResponse:
    """Show it; `act` is *withdraw* while it waits, *end* once it is public."""
    shown = load_proposal(pk, timezone.now())
    if shown is None or shown.proposal.author_id != request.user.pk:
        raise Http404
    if request.method != "POST":
        return render(request, "cases/my_proposal.html", {"shown": shown})
    known_fields(request.POST, FIELDS.__contains__)
    make_move(request, shown.proposal)
    return redirect("cases:my_proposal", pk)


def make_move(request: PersonRequest, proposal: Proposal) -> None:
    """Take it back or end it, as the button says; too late is said, not hidden."""
    act = {"withdraw": proposals.withdraw, "end": proposals.end}.get(request.POST.get("act", ""))
    if act is None:
        raise BadRequest("The form does not say what to do. Open the page again.")
    try:
        act(proposal=proposal, by=request.user)
    except ProposalMovedOn:
        messages.error(request, _("Too late: somebody decided on this, or ended it, before you."))
    else:
        messages.success(request, _("Done. The text stays on this page for its author."))
