"""The sources of a case to take away, as files that reference managers read."""

from collections.abc import Callable, Iterable

from django.http import HttpRequest, HttpResponse

from cases.domain.content import Source
from cases.exchange.bibtex import write_bibtex
from cases.exchange.csl import write_csl
from cases.exchange.ris import write_ris
from cases.queries.case_sources import sources_of_case
from cases.views.marks import public_page

Write = Callable[[Iterable[Source]], str]


@public_page
def sources_bib(request: HttpRequest, slug: str) -> HttpResponse:
    """The sources as BibTeX."""
    return _file(slug, write_bibtex, "bib", "application/x-bibtex; charset=utf-8")


@public_page
def sources_ris(request: HttpRequest, slug: str) -> HttpResponse:
    """The sources as RIS."""
    return _file(slug, write_ris, "ris", "application/x-research-info-systems; charset=utf-8")


@public_page
def sources_csl(request: HttpRequest, slug: str) -> HttpResponse:
    """The sources as CSL-JSON."""
    return _file(slug, write_csl, "csl.json", "application/vnd.citationstyles.csl+json")


def _file(slug: str, write: Write, ending: str, content_type: str) -> HttpResponse:
    answer = HttpResponse(write(sources_of_case(slug)), content_type=content_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="sources.{ending}"'
    return answer
