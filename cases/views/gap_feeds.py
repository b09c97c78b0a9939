"""Atom feeds of gaps: what was closed, called for, and looked for in vain."""

from collections.abc import Sequence

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.queries.gap_news import GapNews, NewsKind, news_of_all, news_of_gap
from cases.queries.gap_states import state_now
from cases.queries.gap_words import title_of
from cases.views.atom import Entry, answer_atom
from cases.views.gap_address import read_gap
from cases.views.marks import public_page


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
    entries = [
        Entry(
            title=SENTENCES[item.kind]() % {"gap": item.title, "case": item.case},
            path=reverse("cases:gap", args=[item.gap]),
            mark=f"{item.kind}-{item.number}",
            text=item.text,
            at=item.at,
            by=item.by,
        )
        for item in news
    ]
    return answer_atom(title, page=page, address=address, entries=entries)


SENTENCES = {
    NewsKind.CLOSED: lambda: _("%(gap)s: closed by %(case)s"),
    NewsKind.THIN: lambda: _("%(gap)s: thin, with %(case)s"),
    NewsKind.OPEN: lambda: _("%(gap)s: open again, after a change to %(case)s"),
    NewsKind.CALL: lambda: _("%(gap)s: an open call"),
    NewsKind.SEARCH: lambda: _("%(gap)s: looked for, not found"),
}
