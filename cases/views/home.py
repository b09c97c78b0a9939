"""The first page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.models import User
from cases.models import Draft
from cases.queries.home import load_home
from cases.views.head import head_of_home
from cases.views.marks import public_page


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """What this is, the cloth in small, what is wanted and what is new."""
    context: dict[str, object] = {"home": load_home(), "head": head_of_home()}
    if isinstance(request.user, User):
        context["own_drafts"] = Draft.objects.of(request.user).count()
    return render(request, "cases/home.html", context)
