"""The patchwork, as a cloth and as text."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cases.domain.states import ClaimState
from cases.domain.vocabulary import MODELS
from cases.queries.overview import STATES
from cases.queries.patchwork import View, load_patchwork
from cases.views.marks import public_page
from cases.views.parameters import one_of


@public_page
def patchwork(request: HttpRequest) -> HttpResponse:
    """The claims of the view with their patches, gaps and silent cells."""
    return render(request, "cases/patchwork.html", {"patchwork": load_patchwork(_view(request))})


@public_page
def patchwork_text(request: HttpRequest) -> HttpResponse:
    """The same claims in one column of text."""
    return render(request, "cases/patchwork_text.html", {"patchwork": load_patchwork(_view(request))})


def _view(request: HttpRequest) -> View:
    state = one_of(request, "state", [state.value for state in STATES])
    model = one_of(request, "model", [str(number) for number in MODELS])
    return View(state=ClaimState(state) if state else None, model=int(model) if model else None)
