"""The description by which a browser takes the site among its search engines."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cases.views.marks import public_page

DESCRIPTION = "application/opensearchdescription+xml"


@public_page
def opensearch(request: HttpRequest) -> HttpResponse:
    """Where the site is searched, and where it suggests words."""
    context = {"site": settings.SITE_URL}
    return render(request, "cases/opensearch.xml", context, content_type=DESCRIPTION)
