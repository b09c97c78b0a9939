"""The list of all feeds, and the feeds of claims and tags."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.queries.claim import find_claim
from cases.queries.recent import recent_on_claim, recent_with_tag
from cases.queries.tags import public_tag
from cases.views.atom import BEFORE
from cases.views.marks import public_page
from cases.views.parameters import page_key
from cases.views.recent import answer_recent


@public_page
def feeds(request: HttpRequest) -> HttpResponse:
    """Every feed of the site, and where those of single things are found."""
    return render(request, "cases/feeds.html")


@public_page(BEFORE)
def claim_feed(request: HttpRequest, code: str) -> HttpResponse:
    """The accepted changes of the cases on a claim, newest first."""
    if find_claim(code) is None:
        raise Http404
    begins = page_key(request, BEFORE)
    page, feed = (reverse(route, args=[code]) for route in ("cases:claim", "cases:claim_feed"))
    recent, name = recent_on_claim(code, before=begins), ("claim", code, "changes")
    title = _("Cases on claim %(code)s") % {"code": code}
    return answer_recent(request, recent, title=title, name=name, page=page, address=feed, begins=begins)


@public_page(BEFORE)
def tag_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """The accepted changes of the cases that have a tag, newest first."""
    tag = public_tag(slug)
    if tag is None:
        raise Http404
    begins = page_key(request, BEFORE)
    page, feed = (reverse(route, args=[slug]) for route in ("cases:tag", "cases:tag_feed"))
    recent, name = recent_with_tag(slug, before=begins), ("tag", tag.pk, "changes")
    title = _("Tag: %(name)s") % {"name": tag.name}
    return answer_recent(request, recent, title=title, name=name, page=page, address=feed, begins=begins)
