"""Taking a waiting change to read it, and giving it back."""

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from cases.actions import taking
from cases.actions.refusals import NotWaiting, OwnWork
from cases.forms.raw import known_fields
from cases.queries.review import load_revision
from cases.views.marks import PersonRequest, moderator_page
from cases.views.queue_address import change_address

FIELDS = frozenset({"csrfmiddlewaretoken", "act"})


@moderator_page
def take(request: PersonRequest, pk: int) -> HttpResponse:
    """Take the change or give it back, and show it."""
    revision = load_revision(pk)
    if revision is None:
        raise Http404
    if request.method != "POST":
        return redirect(change_address(request, pk))
    known_fields(request.POST, FIELDS.__contains__)
    act = request.POST.get("act")
    if act == "give_back":
        taking.give_back(revision=revision, by=request.user)
        return redirect(change_address(request, pk))
    if act != "take":
        raise BadRequest("The form does not say what to do. Open the change again.")
    try:
        taking.take(revision=revision, by=request.user)
    except OwnWork:
        raise PermissionDenied from None
    except NotWaiting:
        messages.warning(request, _("This change left the queue meanwhile."))
    return redirect(change_address(request, pk))
