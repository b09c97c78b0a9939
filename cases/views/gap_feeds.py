"""Atom feeds of gaps: what was closed, called for, and looked for in vain."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.queries.gap_news import GapNews, NewsKind, news_of_all, news_of_gap
from cases.queries.gap_states import state_now
from cases.queries.gap_words import lasting_names_of, title_of
from cases.views.atom import Entry, Feed, answer_atom
from cases.views.gap_address import read_gap
from cases.views.marks import public_page


@public_page
def gaps_feed(request: HttpRequest) -> HttpResponse:
    """What happened to all gaps, newest first."""
    page, address = (reverse(route) for route in ("cases:gaps", "cases:gaps_feed"))
    entries = _entries(news_of_all())
    feed = Feed(title=_("Gaps of Patchwork"), name=("gaps",), page=page, address=address, entries=entries)
    return answer_atom(request, feed)


@public_page
def gap_feed(request: HttpRequest, gap: str) -> HttpResponse:
    """What happened to one gap, newest first."""
    found = read_gap(gap)
    if state_now(found) is None:
        raise Http404
    title = _("Gap: %(title)s") % {"title": title_of(found)}
    page, address = (reverse(route, args=[found.address]) for route in ("cases:gap", "cases:gap_feed"))
    name, entries = lasting_names_of([found])[found.address], _entries(news_of_gap(found))
    return answer_atom(request, Feed(title=title, name=name, page=page, address=address, entries=entries))


def _entries(news: Sequence[GapNews]) -> list[Entry]:
    return [
        Entry(
            title=SENTENCES[item.kind]() % {"gap": item.title, "case": item.case},
            path=reverse("cases:gap", args=[item.gap]),
            name=item.name,
            text=item.text,
            at=item.at,
            by=item.by,
        )
        for item in news
    ]


SENTENCES = {
    NewsKind.CLOSED: lambda: _("%(gap)s: closed by %(case)s"),
    NewsKind.THIN: lambda: _("%(gap)s: thin, with %(case)s"),
    NewsKind.OPEN: lambda: _("%(gap)s: open again, after a change to %(case)s"),
    NewsKind.CALL: lambda: _("%(gap)s: an open call"),
    NewsKind.SEARCH: lambda: _("%(gap)s: looked for, not found"),
}
