"""Every component in every state on one page: for people who change the look, never in production."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from cases.domain.states import ClaimState
from cases.domain.vocabulary import Absence, Stance
from cases.queries.taxonomy import load_all


def gallery(request: HttpRequest) -> HttpResponse:
    """The gallery, in demo mode only."""
    if not settings.DEMO:
        raise Http404
    context = {
        "taxonomy": load_all(),
        "stances": [stance.value for stance in Stance],
        "states": [state.value for state in ClaimState],
        "absences": [absence.value for absence in Absence],
    }
    return render(request, "gallery.html", context)
