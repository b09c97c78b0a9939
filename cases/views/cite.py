"""Citing one version of a case: a page with all forms, and a file for each program."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cases.exchange.works import Work, as_bibtex, as_csl, as_ris, cite
from cases.queries.citing import version_as_work
from cases.views.marks import public_page
from cases.views.public_case import case_or_404, version_or_404
from cases.views.withdrawn import or_withdrawn

BIBTEX = "application/x-bibtex; charset=utf-8"
RIS = "application/x-research-info-systems; charset=utf-8"
CSL = "application/vnd.citationstyles.csl+json"


@public_page
@or_withdrawn
def cite_version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The version in APA, Chicago, BibTeX, RIS and CSL-JSON."""
    case = case_or_404(slug)
    version = version_or_404(case, number)
    work = version_as_work(case, version)
    context = {"case": case, "version": version, "work": work, "cited": cite(work)}
    return render(request, "cases/cite.html", context)


@public_page
@or_withdrawn
def cite_bib(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The version as BibTeX."""
    work = _work(slug, number)
    return citation_file(work, as_bibtex(work), "bib", BIBTEX)


@public_page
@or_withdrawn
def cite_ris(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The version as RIS."""
    work = _work(slug, number)
    return citation_file(work, as_ris(work), "ris", RIS)


@public_page
@or_withdrawn
def cite_csl(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """The version as CSL-JSON."""
    work = _work(slug, number)
    return citation_file(work, as_csl(work), "csl.json", CSL)


def citation_file(work: Work, text: str, ending: str, content_type: str) -> HttpResponse:
    """One citation as a file."""
    answer = HttpResponse(text, content_type=content_type)
    answer.headers["Content-Disposition"] = f'attachment; filename="{work.key}.{ending}"'
    return answer


def _work(slug: str, number: int) -> Work:
    case = case_or_404(slug)
    return version_as_work(case, version_or_404(case, number))
