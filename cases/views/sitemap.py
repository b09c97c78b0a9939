"""Sitemaps: every page that search engines should know, case by case, each with its last change."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from cases.exchange.sitemap_xml import Listed, write_index, write_sitemap
from cases.queries.sitemap import cases_of_span, claim_codes, spans_of_cases, spans_of_tags, tags_of_span
from cases.views.marks import public_page

XML = "application/xml; charset=utf-8"
PAGES = (
    "home", "patchwork", "patchwork_text", "guess", "matrix", "matrix_table", "gaps", "comparison",
    "world_map", "timeline", "moves", "moves_table", "browse", "tags", "changes", "feeds",
    "texts_hierarchy", "texts_models", "moderation_log", "about_method", "about_evidence", "about_review",
    "about_reasons", "about_agreement", "about_accessibility", "about_licence",
    "about_security",
)  # fmt: skip
"""The pages of which there is one each. When they last changed is not told: it is not known exactly."""


@public_page
def sitemap(_request: HttpRequest) -> HttpResponse:
    """The list of sitemaps."""
    sitemaps = [
        _listed("sitemap_pages"),
        *(_listed("sitemap_cases", span, at=at) for span, at in spans_of_cases()),
        *(_listed("sitemap_tags", span) for span in spans_of_tags()),
    ]
    return HttpResponse(write_index(sitemaps), content_type=XML)


@public_page
def pages(_request: HttpRequest) -> HttpResponse:
    """The pages of which there is one each, and the claims."""
    return _answer([*map(_listed, PAGES), *(_listed("claim", code) for code in claim_codes())])


@public_page
def cases(_request: HttpRequest, number: int) -> HttpResponse:
    """The cases of one span of numbers."""
    return _answer_some(_listed("case", slug, at=at) for slug, at in cases_of_span(_span(number)))


@public_page
def tags(_request: HttpRequest, number: int) -> HttpResponse:
    """The tags of one span of numbers."""
    return _answer_some(_listed("tag", slug) for slug in tags_of_span(_span(number)))


def _span(number: int) -> int:
    """The number of a span; 404 beyond those that the integers of both databases can name."""
    if number >= 10**12:
        raise Http404
    return number


def _listed(route: str, *pieces: object, at: datetime | None = None) -> Listed:
    return Listed(settings.SITE_URL + reverse(f"cases:{route}", args=pieces), at)


def _answer_some(pages: Iterable[Listed]) -> HttpResponse:
    found = list(pages)
    if not found:
        raise Http404
    return _answer(found)


def _answer(pages: Sequence[Listed]) -> HttpResponse:
    return HttpResponse(write_sitemap(pages), content_type=XML)
