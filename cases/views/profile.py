"""The public page of a person."""

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from cases.queries.profile import load_profile, person_named
from cases.views.marks import public_page
from cases.views.parameters import scalar


@public_page
def profile(request: HttpRequest, name: str) -> HttpResponse:
    """What the person has done in public. Somebody who has left has no page."""
    person = person_named(name)
    if person is None:
        raise Http404
    return render(request, "cases/profile.html", {"profile": load_profile(person, before=_before(request))})


def _before(request: HttpRequest) -> int | None:
    text = scalar(request, "before")
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or len(text) > 18:
        raise BadRequest(
            "The address says “before” with something that is no number. Begin at the first page."
        )
    return int(text)
