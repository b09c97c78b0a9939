"""The page of one published case."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString

from cases.queries.case import load_case_page
from cases.queries.drawings import drawn
from cases.queries.history import published_case
from cases.views.head import head_of_case
from cases.views.marks import public_page
from cases.views.withdrawn import or_withdrawn

PARTS = ("head", "above", "tabs", "article", "sources", "beside", "history", "citing")
"""What of the page is the same for every reader; each has a template, which is told nothing of a reader."""

BYTES_OF_CHARACTER = 2


@dataclass(frozen=True, slots=True)
class DrawnCase:
    """The page of a case without what it shows to one person."""

    pk: int
    slug: str
    title: str
    is_disputed: bool
    parts: Mapping[str, SafeString]

    @property
    def size(self) -> int:
        """How many bytes it takes, nearly."""
        return BYTES_OF_CHARACTER * sum(map(len, self.parts.values()))


@public_page
@or_withdrawn
def case(request: HttpRequest, slug: str) -> HttpResponse:
    """The newest published version of a case, with its gaps in place."""
    found = drawn(("case", slug), lambda: _draw(slug))
    return render(request, "cases/case.html", {"case": found, "drawn": found.parts})


def _draw(slug: str) -> DrawnCase:
    found = published_case(slug)
    if found is None:
        raise Http404
    permanent = settings.SITE_URL + reverse("cases:case_version", args=[found.slug, found.version])
    page = load_case_page(found)
    context = {"page": page, "case": found, "permanent_url": permanent, "head": head_of_case(page)}
    parts = {name: render_to_string(f"cases/_case_{name}.html", context) for name in PARTS}
    return DrawnCase(found.pk, found.slug, found.title, page.dispute is not None, parts)
