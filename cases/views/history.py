"""History of a case: its published versions, one of them, and what changed between two."""

from django.conf import settings
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from cases.models import Case, Version
from cases.queries.changes import shown_changes
from cases.queries.history import history_page, published_case, version_of
from cases.queries.preview import preview_of
from cases.queries.taxonomy import load_all
from cases.views.marks import public_page


@public_page
def history(request: HttpRequest, slug: str) -> HttpResponse:
    """All published versions, newest first; with `old` and `new` it leads to their difference."""
    case = _case(slug)
    if "old" in request.GET and "new" in request.GET:
        old, new = sorted((_number(request, "old"), _number(request, "new")))
        return redirect("cases:case_diff", slug, old, new)
    before = _number(request, "before") if "before" in request.GET else None
    return render(request, "cases/history.html", {"page": history_page(case, before=before), "case": case})


@public_page
def version(request: HttpRequest, slug: str, number: int) -> HttpResponse:
    """One published version, for ever at this address."""
    case = _case(slug)
    found = _version(case, number)
    content = found.read()
    url = settings.SITE_URL + reverse("cases:case_version", args=[slug, number])
    context = {
        "case": case,
        "version": found,
        "content": content,
        "preview": preview_of(content, None),
        "permanent_url": url,
        "taxonomy": load_all(),
    }
    return render(request, "cases/version.html", context)


@public_page
def diff(request: HttpRequest, slug: str, old: int, new: int) -> HttpResponse:
    """What changed from one published version to another."""
    case = _case(slug)
    before, after = _version(case, old), _version(case, new)
    changes = shown_changes(before.read(), after.read(), load_all())
    return render(request, "cases/diff.html", {"case": case, "old": before, "new": after, "changes": changes})


def _case(slug: str) -> Case:
    case = published_case(slug)
    if case is None:
        raise Http404
    return case


def _version(case: Case, number: int) -> Version:
    found = version_of(case, number)
    if found is None:
        raise Http404
    return found


def _number(request: HttpRequest, name: str) -> int:
    value = request.GET.get(name, "")
    if not value.isdigit() or len(value) > 9:
        raise BadRequest(f"“{name}” is not the number of a version. Choose one of the list.")
    return int(value)
