"""The page of one published case."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cases.queries.case import load_case_page
from cases.queries.history import published_case
from cases.views.marks import public_page
from cases.views.withdrawn import or_withdrawn


@public_page
@or_withdrawn
def case(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest published version of a case, with its gaps in place."""
    found = published_case(slug)
    if found is None:
        raise Http404
    permanent = settings.SITE_URL + reverse("cases:case_version", args=[found.slug, found.version])
    return render(
        request, "cases/case.html", {"page": load_case_page(found), "case": found, "permanent_url": permanent}
    )
