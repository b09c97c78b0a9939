"""One change: what it says, and the decision on it."""

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cases.actions import reviews
from cases.actions.refusals import (
    AlreadyDecided,
    ChangedSinceSeen,
    Incomplete,
    NotAllowed,
    NotWaiting,
    Outdated,
    OwnWork,
)
from cases.actions.reviews import Seen, seen_now
from cases.domain.workflow import State
from cases.forms.decision import FIELDS, DecisionForm
from cases.models import Revision
from cases.queries.queue import next_waiting
from cases.queries.review import load_revision, review_page
from cases.views.marks import PersonRequest, moderator_page


@moderator_page
def review(request: PersonRequest, pk: int) -> HttpResponse:
    """Show a change by field with the decision box; decide on it."""
    revision = load_revision(pk)
    if revision is None:
        raise Http404
    if request.method != "POST":
        return _show(request, revision, _fresh_form(revision))
    _refuse_foreign_fields(request)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _show(request, revision, form, status=422)
    return _decide(request, revision, form)


def _decide(request: PersonRequest, revision: Revision, form: DecisionForm) -> HttpResponse:
    try:
        _act(request, revision, form)
    except Incomplete as refusal:
        for problem in refusal.problems:
            form.add_error(problem.path, _(problem.message))
        return _show(request, revision, form, status=422)
    except AlreadyDecided as refusal:
        context = {"revision": revision, "review": refusal.review, "note": form.cleaned_data["note"]}
        return render(request, "cases/overtaken.html", context, status=409)
    except NotWaiting as refusal:
        context = {"revision": revision, "state": refusal.state, "note": form.cleaned_data["note"]}
        return render(request, "cases/overtaken.html", context, status=409)
    except ChangedSinceSeen:
        messages.warning(request, _("This changed since you looked. Nothing was decided; look again."))
        return _show(request, revision, _kept_form(revision, form), status=409)
    except Outdated:
        messages.warning(request, _("The case moved on. Bring the change up to date before you accept it."))
        return _show(request, revision, _kept_form(revision, form), status=409)
    except (OwnWork, NotAllowed):
        raise PermissionDenied from None
    messages.success(request, _thanks(form.cleaned_data["decision"], revision))
    following = next_waiting(request.user, besides=revision.pk)
    return redirect("cases:review", following.pk) if following else redirect("cases:review_queue")


def _act(request: PersonRequest, revision: Revision, form: DecisionForm) -> None:
    data = form.cleaned_data
    seen = Seen(data["content_hash"], data["published"])
    if data["decision"] == State.APPROVED:
        reviews.approve(revision=revision, by=request.user, seen=seen, note=data["note"])
        return
    act = reviews.ask_for_changes if data["decision"] == State.CHANGES_REQUESTED else reviews.decline
    act(revision=revision, by=request.user, seen=seen, reason=data["reason"], note=data["note"])


def _show(request: PersonRequest, revision: Revision, form: DecisionForm, status: int = 200) -> HttpResponse:
    context = {"page": review_page(revision, request.user), "revision": revision, "form": form}
    context["problems"] = [
        (f"id_{name}", message) for name, found in form.errors.items() for message in found
    ]
    return render(request, "cases/review.html", context, status=status)


def _fresh_form(revision: Revision) -> DecisionForm:
    seen = seen_now(revision)
    return DecisionForm(initial={"content_hash": seen.content_hash, "published": seen.published_id})


def _kept_form(revision: Revision, form: DecisionForm) -> DecisionForm:
    """The form anew, standing on what is true now, with what was typed."""
    fresh = _fresh_form(revision)
    for name in ("decision", "reason", "note"):
        fresh.initial[name] = form.cleaned_data[name]
    return fresh


def _refuse_foreign_fields(request: HttpRequest) -> None:
    for name, values in request.POST.lists():
        if name not in FIELDS:
            raise BadRequest(
                f"The form has no field “{name[:80]}”. Open the change again and decide from there."
            )
        if len(values) > 1:
            raise BadRequest(f"The field “{name[:80]}” was sent twice. Send each field once.")


def _thanks(decision: str, revision: Revision) -> str:
    if decision == State.APPROVED:
        return _("“%(title)s” is public now.") % {"title": revision.title}
    if decision == State.CHANGES_REQUESTED:
        return _("The author of “%(title)s” is asked for changes.") % {"title": revision.title}
    return _("“%(title)s” is declined. Its author reads your reason.") % {"title": revision.title}
