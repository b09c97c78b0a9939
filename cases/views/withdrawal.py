"""Taking an own change back."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from cases.actions import submissions
from cases.actions.refusals import AlreadyDecided, NotWaiting
from cases.models import Revision
from cases.views.marks import PersonRequest, contributor_page


@contributor_page
def withdrawal(request: PersonRequest, pk: int) -> HttpResponse:
    """Ask, then take the change back; too late is said, not hidden."""
    own = Revision.objects.by(request.user).open_to_writers()
    revision = get_object_or_404(own.with_people(), pk=pk)
    if request.method != "POST":
        return render(request, "cases/withdrawal.html", {"revision": revision})
    try:
        submissions.withdraw(revision=revision, by=request.user)
    except (AlreadyDecided, NotWaiting):
        messages.error(request, _("Too late: this change was decided on before you took it back."))
    else:
        messages.success(request, _("You took your change back. Its text stays on this page for you."))
    return redirect("cases:my_change", pk)
