"""The two source texts, by point."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cases.queries.texts import load_hierarchy, load_models
from cases.views.marks import public_page


@public_page
def hierarchy(request: HttpRequest) -> HttpResponse:
    """The seven stages of 2006."""
    return render(request, "cases/texts_hierarchy.html", {"text": load_hierarchy()})


@public_page
def models(request: HttpRequest) -> HttpResponse:
    """The three models of 2013 and their claims."""
    return render(request, "cases/texts_models.html", {"text": load_models()})
