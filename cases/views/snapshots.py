"""Snapshots: their list, one of them with how it is cited, and the form by which a steward publishes one."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cases import permissions
from cases.actions import snapshots as act
from cases.actions.refusals import ChangedSinceSeen, Incomplete
from cases.exchange.works import cite
from cases.forms.raw import known_fields
from cases.forms.snapshot import FIELDS, SnapshotForm
from cases.models import Snapshot
from cases.queries.citing import snapshot_as_work
from cases.queries.facts import facts_now
from cases.queries.snapshots import find_snapshot, load_snapshot_page, newest_number, snapshot_list
from cases.views.marks import PersonRequest, public_page, steward_page


@public_page
def snapshots(request: HttpRequest) -> HttpResponse:
    """All snapshots, the newest first."""
    context = {
        "snapshots": snapshot_list(),
        "may_publish": permissions.may_publish_snapshot(request.user),
    }
    return render(request, "cases/snapshots.html", context)


@public_page
def snapshot(request: HttpRequest, number: int) -> HttpResponse:
    """One snapshot, for ever at this address."""
    found = snapshot_or_404(number)
    work = snapshot_as_work(found)
    context = {"page": load_snapshot_page(found), "snapshot": found, "work": work, "cited": cite(work)}
    return render(request, "cases/snapshot.html", context)


@steward_page
def snapshot_new(request: PersonRequest) -> HttpResponse:
    """Ask for a title and a yes, then publish what is public now."""
    if request.method != "POST":
        return _show(request, SnapshotForm(initial={"seen": newest_number()}))
    known_fields(request.POST, FIELDS.__contains__)
    form = SnapshotForm(request.POST)
    if "seen" in form.errors:
        raise BadRequest("The form does not say which snapshot was in view. Open the page again.")
    if not form.is_valid():
        return _show(request, form, status=422)
    said = form.cleaned_data
    try:
        made = act.publish(title=said["title"], note=said["note"], by=request.user, seen=said["seen"])
    except Incomplete as refusal:
        form.place(refusal.problems)
        return _show(request, form, status=422)
    except ChangedSinceSeen:
        kept = SnapshotForm(initial=said | {"seen": newest_number(), "sure": False})
        return _show(request, kept, status=409)
    messages.success(request, _("The snapshot is public now, and stays."))
    return redirect("cases:snapshot", made.number)


def snapshot_or_404(number: int) -> Snapshot:
    """The snapshot of this number. Raises Http404."""
    found = find_snapshot(number)
    if found is None:
        raise Http404
    return found


def _show(request: PersonRequest, form: SnapshotForm, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "problems": form.problems,
        "cases": len(facts_now().everything),
        "newest": newest_number(),
        "overtaken": status == 409,
    }
    return render(request, "cases/snapshot_new.html", context, status=status)
