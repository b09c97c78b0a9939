"""One gap."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts.models import User
from cases import permissions
from cases.domain.gaps import Gap, GapKind
from cases.queries.claim import find_claim
from cases.queries.gap import GapPage, load_gap
from cases.views.gap_address import read_gap, take_url
from cases.views.marks import public_page


@public_page
def gap(request: HttpRequest, gap: str) -> HttpResponse:
    """What is missing, what would fill it, and who looks or looked; a closed gap says who closed it."""
    found = read_gap(gap)
    page = load_gap(found)
    if page is None:
        return _explained(found)
    user = request.user
    context = {
        "page": page,
        "take_url": take_url(found),
        "own_looking": page.looking_of(user) if isinstance(user, User) else None,
        "may_word": permissions.may_word_gaps(user),
    }
    return render(request, "cases/gap.html", context)


def gap_or_404(written: str) -> GapPage:
    """The page of a gap, for what is done there; 404 when there is no such gap."""
    page = load_gap(read_gap(written))
    if page is None:
        raise Http404
    return page


def _explained(gap: Gap) -> HttpResponse:
    """A withdrawn claim is no gap: its own page says why. Anything else that is no gap is not found."""
    if gap.kind is GapKind.CLAIM and find_claim(gap.value) is not None:
        return redirect("cases:claim", gap.value)
    raise Http404
