"""The first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cases.queries.home import load_home
from cases.views.marks import public_page


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """What this is, the cloth in small, what is wanted and what is new."""
    return render(request, "cases/home.html", {"home": load_home()})
