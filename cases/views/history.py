"""History of a case: its published versions, one of them, and what changed between two."""

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cases import permissions
from cases.queries.changes import shown_changes, unchanged_fields
from cases.queries.history import history_page, version_page
from cases.queries.off_page import hidden_versions
from cases.queries.taxonomy import load_all
from cases.views.marks import public_page
from cases.views.parameters import scalar
from cases.views.public_case import case_or_404, version_or_404
from cases.views.reading import READING, reading_of, with_preview
from cases.views.withdrawn import or_withdrawn


@public_page("old", "new", "before")
@or_withdrawn
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """All published versions, newest first; with `old` and `new` it leads to their difference."""
    case = case_or_404(slug)
    old, new, before = (_number(request, name) for name in ("old", "new", "before"))
    if old is not None and new is not None:
        return redirect("cases:case_diff", slug, old, new)
    context = {
        "page": history_page(case, before=before),
        "case": case,
        "hidden": hidden_versions(case) if permissions.may_take_down(request.user) else (),
    }
    return render(request, "cases/history.html", context)


@public_page
@or_withdrawn
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One published version, for ever at this address."""
    case = case_or_404(slug)
    found = version_or_404(case, number)
    context = {
        "case": case,
        "version": found,
        "page": version_page(found),
        "permanent_url": settings.SITE_URL + reverse("cases:case_version", args=[slug, number]),
    }
    return render(request, "cases/version.html", context)


@public_page(*READING)
@or_withdrawn
def diff(request: HttpRequest, slug: str, old: int, new: int) -> HttpResponse:
    """What changed from one published version to another, in either order."""
    case = case_or_404(slug)
    before, after = version_or_404(case, old), version_or_404(case, new)
    was, would_be, reading = before.read(), after.read(), reading_of(request)
    context = {
        "case": case,
        "old": before,
        "new": after,
        "changes": shown_changes(was, would_be, load_all(), only=reading.only),
        "reading": with_preview(reading, was, would_be),
        "unchanged": unchanged_fields(was, would_be),
    }
    return render(request, "cases/diff.html", context)


def _number(request: HttpRequest, name: str) -> int | None:
    value = scalar(request, name)
    if not value:
        return None
    # Only ASCII: “²” is a digit to str.isdigit and no number to int.
    if not (value.isascii() and value.isdigit()) or len(value) > 9:
        raise BadRequest(f"“{name}” is not the number of a version. Choose one of the list.")
    return int(value)
