"""Tags, and one tag."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from cases.queries.tags import tag_page, tags_page
from cases.views.marks import public_page
from cases.views.parameters import scalar


@public_page
def tags(request: HttpRequest) -> HttpResponse:
    """Every tag that some case has, by its address."""
    return render(request, "cases/tags.html", {"page": tags_page(after=scalar(request, "after"))})


@public_page
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest cases of a tag and the tags beside it."""
    page = tag_page(slug)
    if page is None:
        raise Http404
    return render(request, "cases/tag.html", {"page": page})
