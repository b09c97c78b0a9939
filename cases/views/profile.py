"""The public page of a person."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from cases.queries.profile import load_profile, person_named
from cases.views.marks import public_page
from cases.views.parameters import page_key


@public_page("before")
def profile(request: HttpRequest, name: str) -> HttpResponse:
    """What the person has done in public. Somebody who has left has no page."""
    person = person_named(name)
    if person is None:
        raise Http404
    return render(
        request, "cases/profile.html", {"profile": load_profile(person, before=page_key(request, "before"))}
    )
