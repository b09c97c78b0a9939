"""Tags, and one tag."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from cases import permissions
from cases.queries.tag_synonyms import synonym_address
from cases.queries.tags import tag_page, tags_page
from cases.views.marks import public_page
from cases.views.parameters import scalar


@public_page("after")
def tags(request: HttpRequest) -> HttpResponse:
    """Every tag that some case has, by its address."""
    return render(request, "cases/tags.html", {"page": tags_page(after=scalar(request, "after"))})


@public_page
def tag(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest cases of a tag and the tags beside it; a synonym leads to its tag."""
    page = tag_page(slug)
    if page is None:
        other = synonym_address(slug)
        if not other:
            raise Http404
        return redirect("cases:tag", other, permanent=True)
    context = {"page": page, "may_edit": permissions.may_edit_tags(request.user)}
    return render(request, "cases/tag.html", context)
