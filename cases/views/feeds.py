"""The list of all feeds, and the feeds of claims and tags."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.queries.claim import find_claim
from cases.queries.recent import recent_on_claim, recent_with_tag
from cases.queries.tags import tag_named
from cases.views.atom import answer_atom
from cases.views.marks import public_page
from cases.views.recent import entry_of


@public_page
def feeds(request: HttpRequest) -> HttpResponse:
    """Every feed of the site, and where those of single things are found."""
    return render(request, "cases/feeds.html")


@public_page
def claim_feed(_request: HttpRequest, code: str) -> HttpResponse:
    """The accepted changes of the cases on a claim, newest first."""
    if find_claim(code) is None:
        raise Http404
    page, feed = (reverse(name, args=[code]) for name in ("cases:claim", "cases:claim_feed"))
    title = _("Cases on claim %(code)s") % {"code": code}
    entries = map(entry_of, recent_on_claim(code).versions)
    return answer_atom(title, page=page, address=feed, entries=entries)


@public_page
def tag_feed(_request: HttpRequest, slug: str) -> HttpResponse:
    """The accepted changes of the cases that have a tag, newest first."""
    name = tag_named(slug)
    if name is None:
        raise Http404
    page, feed = (reverse(address, args=[slug]) for address in ("cases:tag", "cases:tag_feed"))
    entries = map(entry_of, recent_with_tag(slug).versions)
    return answer_atom(_("Tag: %(name)s") % {"name": name}, page=page, address=feed, entries=entries)
