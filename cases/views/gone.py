"""The answer to a form whose ground is gone: what was typed comes back."""

from django.http import HttpResponse
from django.shortcuts import render

from cases.forms.raw import BUTTONS
from cases.views.marks import PersonRequest


def texts_without_ground(request: PersonRequest) -> HttpResponse:
    """404 for a draft or a case that is not there or not theirs, with the texts that they just sent."""
    texts = [
        (name, value) for name, value in request.POST.items() if name not in BUTTONS and str(value).strip()
    ]
    return render(request, "cases/draft_gone.html", {"texts": texts}, status=404)
