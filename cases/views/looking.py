"""Saying *I am looking*, and taking it back."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cases.actions import looking as act
from cases.actions.refusals import GapNotOpen, LooksForTooMuch
from cases.domain.proposals import LOOKING_AT_MOST
from cases.forms.raw import known_fields
from cases.queries.gap import GapPage
from cases.views.gap import gap_or_404
from cases.views.marks import PersonRequest, contributor_page

FIELDS = frozenset({"csrfmiddlewaretoken", "act"})


@contributor_page
def looking(request: PersonRequest, gap: str) -> HttpResponse:
    """Ask, then note it; `act` is *begin* or *end*."""
    page = gap_or_404(gap)
    if request.method != "POST":
        context = {"page": page, "own_looking": page.looking_of(request.user)}
        return render(request, "cases/looking.html", context)
    known_fields(request.POST, FIELDS.__contains__)
    what = request.POST.get("act", "")
    if what == "begin":
        _begin(request, page)
    elif what == "end":
        act.end(gap=page.gap, by=request.user)
        messages.success(request, _("You no longer say that you are looking."))
    else:
        raise BadRequest("The form does not say what to do. Open the page of the gap again.")
    return redirect("cases:gap", page.gap.address)


def _begin(request: PersonRequest, page: GapPage) -> None:
    try:
        act.begin(gap=page.gap, by=request.user)
    except GapNotOpen:
        messages.error(request, _("This gap was closed meanwhile. There is nothing to look for."))
    except LooksForTooMuch:
        messages.error(
            request,
            _("You are looking for %(number)s other gaps, which is as many as one may. Take one back first.")
            % {"number": LOOKING_AT_MOST},
        )
    else:
        messages.success(
            request,
            _("Everybody reads on this page that you are looking, for 30 days. One mail reminds you before."),
        )
