"""The list of placements to be checked again, because their claim was worded anew."""

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cases.actions import rechecks, reviews
from cases.actions.refusals import (
    ChangedSinceSeen,
    Incomplete,
    NotAllowed,
    OwnWork,
    Refusal,
    TooManyWaiting,
)
from cases.actions.reviews import Seen
from cases.domain.vocabulary import Stance
from cases.forms.careful import AcceptForm, StillFitsForm
from cases.forms.raw import known_fields
from cases.models import FirstYes
from cases.queries.claim import find_claim
from cases.queries.recheck import RecheckCursor, recheck_page, record_of
from cases.queries.review import load_revision
from cases.queries.words import problem_in_words
from cases.views.marks import PersonRequest, contributor_page, moderator_page
from cases.views.parameters import scalar


@contributor_page
def recheck(request: PersonRequest) -> HttpResponse:
    """What waits to be checked again, by claim."""
    text = scalar(request, "after")
    try:
        after = RecheckCursor.read(text) if text else None
    except ValueError:
        raise BadRequest("“after” is no place of this list. Follow the links of the list.") from None
    return render(request, "cases/recheck.html", {"page": recheck_page(request.user, after)})


@contributor_page
def still_fits(request: PersonRequest) -> HttpResponse:
    """Propose that one placement fits the newest wording as it is."""
    if request.method != "POST":
        return redirect("cases:recheck")
    known_fields(request.POST, {"csrfmiddlewaretoken", *StillFitsForm.base_fields}.__contains__)
    form = StillFitsForm(request.POST)
    if not form.is_valid():
        raise BadRequest(NO_PLACEMENT)
    data = form.cleaned_data
    record, claim = record_of(data["case"]), find_claim(data["claim"])
    if record is None or claim is None:
        raise Http404
    try:
        rechecks.still_fits(
            record=record,
            claim=claim,
            stance=Stance(data["stance"]),
            seen_version=data["version"],
            by=request.user,
        )
    except (ChangedSinceSeen, TooManyWaiting, Incomplete) as refusal:
        messages.warning(request, _told(refusal))
    else:
        messages.success(request, _("You said that it still fits. A moderator who is not you accepts it."))
    return redirect("cases:recheck")


@moderator_page
def accept(request: PersonRequest, pk: int) -> HttpResponse:
    """Accept in one step what somebody else proposed."""
    revision = load_revision(pk)
    if revision is None or not hasattr(revision, "recheck"):
        raise Http404
    if request.method != "POST":
        return redirect("cases:recheck")
    known_fields(request.POST, {"csrfmiddlewaretoken", *AcceptForm.base_fields}.__contains__)
    form = AcceptForm(request.POST)
    if not form.is_valid():
        raise BadRequest(NO_PLACEMENT)
    data = form.cleaned_data
    seen = Seen(data["content_hash"], data["published"], data["first_yes"])
    try:
        done = reviews.accept(revision=revision, by=request.user, seen=seen)
    except (NotAllowed, OwnWork):
        raise PermissionDenied from None
    except Refusal as refusal:
        messages.warning(request, _told(refusal))
    else:
        messages.success(request, _thanks(done))
    return redirect("cases:recheck")


NO_PLACEMENT = "The form does not say which placement was in view. Open the list again."


def _told(refusal: Refusal) -> str:
    if isinstance(refusal, TooManyWaiting):
        return _("Several changes of yours wait already. Go on once one of them was accepted.")
    if isinstance(refusal, Incomplete):
        words = _("The case must be mended first, on the page for editing it: %(problem)s")
        return words % {"problem": problem_in_words(refusal.problems[0])}
    return _("This changed since you looked. Nothing was written; look again.")


def _thanks(done: object) -> str:
    if isinstance(done, FirstYes):
        return _("You are the first of two who accept this. It waits for another moderator.")
    return _("The placement stands on the newest wording now.")
