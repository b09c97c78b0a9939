"""Taking a waiting change to read it, and giving it back; what is typed of the decision stays."""

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from cases.actions import taking
from cases.actions.refusals import NotWaiting, OwnWork
from cases.queries.review import load_revision
from cases.views.marks import PersonRequest, moderator_page
from cases.views.queue_address import change_address
from cases.views.review import back_to_review, known_review_fields, overtaken


@moderator_page
def take(request: PersonRequest, pk: int) -> HttpResponse:
    """Take the change or give it back, and show it."""
    revision = load_revision(pk)
    if revision is None:
        raise Http404
    if request.method != "POST":
        return redirect(change_address(request, pk))
    known_review_fields(request, "act")
    act = request.POST.get("act")
    if act == "give_back":
        taking.give_back(revision=revision, by=request.user)
        return back_to_review(request, pk)
    if act != "take":
        raise BadRequest("The form does not say what to do. Open the change again.")
    try:
        taking.take(revision=revision, by=request.user)
    except OwnWork:
        raise PermissionDenied from None
    except NotWaiting:
        return overtaken(request, revision)
    return back_to_review(request, pk)
