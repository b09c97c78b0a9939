"""What changed lately: the page, its feed, the feed of one case, and a case by chance."""

import secrets

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Case, Version
from cases.queries.facts import facts_now
from cases.queries.history import published_case
from cases.queries.recent import RecentPage, recent_page
from cases.views.atom import BEFORE, Entry, Feed, answer_atom
from cases.views.marks import public_page
from cases.views.parameters import page_key
from cases.views.withdrawn import or_withdrawn


@public_page("before")
def changes(request: HttpRequest) -> HttpResponse:
    """The accepted changes of all cases, newest first."""
    return render(request, "cases/changes.html", {"page": recent_page(before=page_key(request, "before"))})


@public_page(BEFORE)
def changes_feed(request: HttpRequest) -> HttpResponse:
    """The same for a reader program."""
    begins = page_key(request, BEFORE)
    page, feed = (reverse(name) for name in ("cases:changes", "cases:changes_feed"))
    recent = recent_page(before=begins)
    title, name = _("Changes of Patchwork"), ("changes",)
    return answer_recent(request, recent, title=title, name=name, page=page, address=feed, begins=begins)


@public_page(BEFORE)
@or_withdrawn
def case_feed(request: HttpRequest, slug: str) -> HttpResponse:
    """The accepted changes of one case, newest first."""
    case = published_case(slug)
    if case is None:
        raise Http404
    begins = page_key(request, BEFORE)
    page, feed = (reverse(name, args=[slug]) for name in ("cases:case", "cases:case_feed"))
    recent, name = recent_page(before=begins, case=case), ("case", case.pk, "changes")
    return answer_recent(request, recent, title=case.title, name=name, page=page, address=feed, begins=begins)


@public_page
def random_case(_request: HttpRequest) -> HttpResponse:
    """Lead to a published case by chance; to the list when there is none."""
    everything = facts_now().everything
    if not everything:
        return redirect("cases:browse")
    number = everything[secrets.randbelow(len(everything))]
    return redirect("cases:case", Case.objects.values_list("slug", flat=True).get(pk=number))


def answer_recent(
    request: HttpRequest,
    recent: RecentPage,
    *,
    title: str,
    name: tuple[object, ...],
    page: str,
    address: str,
    begins: int | None,
) -> HttpResponse:
    """A page of accepted changes as a feed; the words are those of `Feed`."""
    entries = [_entry(version) for version in recent.versions]
    return answer_atom(
        request,
        Feed(
            title=title,
            name=name,
            page=page,
            address=address,
            entries=entries,
            begins=begins,
            continues=recent.before,
        ),
    )


def _entry(version: Version) -> Entry:
    author = version.author
    return Entry(
        title=_("%(title)s, version %(number)s") % {"title": version.case.title, "number": version.number},
        path=reverse("cases:case_version", args=[version.case.slug, version.number]),
        name=("case", version.case_id, "version", version.number),
        text=version.note,
        at=version.published_at,
        by=author.shown_name,
        by_path="" if author.left_at else reverse("cases:profile", args=[author.username]),
    )
