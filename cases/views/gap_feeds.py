"""Atom feeds of gaps: what was closed, called for, and looked for in vain."""

import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.queries.gap_news import GapNews, NewsKind, news_of_all, news_of_gap
from cases.queries.gap_states import state_now
from cases.queries.gap_words import title_of
from cases.views.gap_address import read_gap
from cases.views.marks import public_page

LONG_AGO = datetime(2013, 1, 1, tzinfo=UTC)
"""The date of a feed in which nothing happened yet: the same for everybody who asks."""


@public_page
def gaps_feed(_request: HttpRequest) -> HttpResponse:
    """What happened to all gaps, newest first."""
    return _feed(_("Gaps of Patchwork"), reverse("cases:gaps"), reverse("cases:gaps_feed"), news_of_all())


@public_page
def gap_feed(_request: HttpRequest, gap: str) -> HttpResponse:
    """What happened to one gap, newest first."""
    found = read_gap(gap)
    if state_now(found) is None:
        raise Http404
    title = _("Gap: %(title)s") % {"title": title_of(found)}
    page, feed = (reverse(name, args=[found.address]) for name in ("cases:gap", "cases:gap_feed"))
    return _feed(title, page, feed, news_of_gap(found))


def _feed(title: str, page: str, address: str, news: Sequence[GapNews]) -> HttpResponse:
    feed = Atom1Feed(
        title=_printable(title),
        link=settings.SITE_URL + page,
        description="",
        language=get_language(),
        feed_url=settings.SITE_URL + address,
        feed_guid=settings.SITE_URL + address,
    )
    for item in news:
        link = settings.SITE_URL + reverse("cases:gap", args=[item.gap])
        feed.add_item(
            title=_printable(_sentence(item)),
            link=link,
            description=linebreaksbr(_printable(item.text), autoescape=True),
            unique_id=f"{link}#{item.kind}-{item.number}",
            updateddate=item.at,
            author_name=_printable(item.by) or None,
        )
    answer = HttpResponse(content_type=feed.content_type)
    feed.latest_post_date = lambda: max((item.at for item in news), default=LONG_AGO)  # type: ignore[method-assign]
    feed.write(answer, "utf-8")
    return answer


def _sentence(item: GapNews) -> str:
    return SENTENCES[item.kind]() % {"gap": item.title, "case": item.case}


SENTENCES = {
    NewsKind.CLOSED: lambda: _("%(gap)s: closed by %(case)s"),
    NewsKind.THIN: lambda: _("%(gap)s: thin, with %(case)s"),
    NewsKind.OPEN: lambda: _("%(gap)s: open again, after a change to %(case)s"),
    NewsKind.CALL: lambda: _("%(gap)s: an open call"),
    NewsKind.SEARCH: lambda: _("%(gap)s: looked for, not found"),
}


def _printable(text: str) -> str:
    """The text without characters that XML cannot hold."""
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in {"Cc", "Cs"})
