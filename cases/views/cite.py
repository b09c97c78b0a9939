"""Citing one version of a case: a page with all forms, and a file for each program."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from cases.exchange.works import Work, as_bibtex, as_csl, as_ris, cite
from cases.models import Case, Version
from cases.queries.citing import version_as_work
from cases.queries.history import published_case, version_of
from cases.views.marks import public_page
from cases.views.withdrawn import or_withdrawn

BIBTEX = "application/x-bibtex; charset=utf-8"
RIS = "application/x-research-info-systems; charset=utf-8"
CSL = "application/vnd.citationstyles.csl+json"


@public_page
@or_withdrawn
def cite_version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The version in APA, Chicago, BibTeX, RIS and CSL-JSON."""
    case, version = _found(slug, number)
    work = version_as_work(case, version)
    context = {"case": case, "version": version, "work": work, "cited": cite(work)}
    return render(request, "cases/cite.html", context)


@public_page
@or_withdrawn
def cite_bib(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The version as BibTeX."""
    work = version_as_work(*_found(slug, number))
    return citation_file(work, as_bibtex(work), "bib", BIBTEX)


@public_page
@or_withdrawn
def cite_ris(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The version as RIS."""
    work = version_as_work(*_found(slug, number))
    return citation_file(work, as_ris(work), "ris", RIS)


@public_page
@or_withdrawn
def cite_csl(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The version as CSL-JSON."""
    work = version_as_work(*_found(slug, number))
    return citation_file(work, as_csl(work), "csl.json", CSL)


def citation_file(work: Work, text: str, ending: str, content_type: str) -> HttpResponse:
    """One citation as a file."""
    answer = HttpResponse(text, content_type=content_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{work.key}.{ending}"'
    return answer


def _found(slug: str, number: int) -> tuple[Case, Version]:
    case = published_case(slug)
    version = version_of(case, number) if case else None
    if case is None or version is None:
        raise Http404
    return case, version
