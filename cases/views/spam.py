"""Declining a waiting change as spam, in one step."""

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from cases.actions import reviews
from cases.actions.refusals import AlreadyDecided, ChangedSinceSeen, NotWaiting, OwnWork
from cases.actions.reviews import Seen
from cases.forms.decision import SpamForm
from cases.forms.raw import known_fields
from cases.queries.review import load_revision
from cases.views.marks import PersonRequest, moderator_page
from cases.views.queue_address import change_address, queue_address, read_place
from cases.views.review import overtaken, to_the_next

FIELDS = frozenset({"csrfmiddlewaretoken", *SpamForm.base_fields})


@moderator_page
def spam(request: PersonRequest, pk: int) -> HttpResponse:
    """Decline the change that was in view, and go on: to the next one, or in the queue as it was narrowed."""
    revision = load_revision(pk)
    if revision is None:
        raise Http404
    if request.method != "POST":
        return redirect(change_address(request, pk))
    known_fields(request.POST, FIELDS.__contains__)
    form = SpamForm(request.POST)
    if not form.is_valid():
        raise BadRequest("The form does not say which text was in view. Open the change again and decide.")
    seen = Seen(form.cleaned_data["content_hash"], form.cleaned_data["published"])
    try:
        reviews.decline_as_spam(revision=revision, by=request.user, seen=seen)
    except (AlreadyDecided, NotWaiting):
        return overtaken(request, revision)
    except ChangedSinceSeen:
        messages.warning(request, _("This changed since you looked. Nothing was decided; look again."))
        return redirect(change_address(request, pk))
    except OwnWork:
        raise PermissionDenied from None
    messages.success(request, _("“%(title)s” is declined as spam.") % {"title": revision.title})
    if form.cleaned_data["place"] == "queue":
        return redirect(f"{queue_address(*read_place(request))}#main")
    return to_the_next(request, revision)
