"""What changed lately: the page, its feed, the feed of one case, and a case by chance."""

import secrets

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Case, Version
from cases.queries.facts import facts_now
from cases.queries.history import published_case
from cases.queries.recent import recent_page
from cases.views.atom import Entry, answer_atom
from cases.views.marks import public_page
from cases.views.parameters import page_key
from cases.views.withdrawn import or_withdrawn


@public_page
def changes(request: HttpRequest) -> HttpResponse:
    """The accepted changes of all cases, newest first."""
    return render(request, "cases/changes.html", {"page": recent_page(before=page_key(request, "before"))})


@public_page
def changes_feed(_request: HttpRequest) -> HttpResponse:
    """The same for a reader program."""
    page, feed = (reverse(name) for name in ("cases:changes", "cases:changes_feed"))
    entries = map(entry_of, recent_page().versions)
    return answer_atom(_("Changes of Patchwork"), page=page, address=feed, entries=entries)


@public_page
@or_withdrawn
def case_feed(_request: HttpRequest, slug: str) -> HttpResponse:
    """The accepted changes of one case, newest first."""
    case = published_case(slug)
    if case is None:
        raise Http404
    page, feed = (reverse(name, args=[slug]) for name in ("cases:case", "cases:case_feed"))
    entries = map(entry_of, recent_page(case=case).versions)
    return answer_atom(case.title, page=page, address=feed, entries=entries)


@public_page
def random_case(_request: HttpRequest) -> HttpResponse:
    """Lead to a published case by chance; to the list when there is none."""
    everything = facts_now().everything
    if not everything:
        return redirect("cases:browse")
    number = everything[secrets.randbelow(len(everything))]
    return redirect("cases:case", Case.objects.values_list("slug", flat=True).get(pk=number))


def entry_of(version: Version) -> Entry:
    """An accepted change, as a feed tells it."""
    return Entry(
        title=_("%(title)s, version %(number)s") % {"title": version.case.title, "number": version.number},
        path=reverse("cases:case_version", args=[version.case.slug, version.number]),
        mark="",
        text=version.note,
        at=version.published_at,
        by=version.author.shown_name,
    )
