"""One change: what it says, and the decision on it."""

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import permissions
from cases.actions import reviews
from cases.actions.refusals import (
    AlreadyDecided,
    CaseOffPage,
    ChangedSinceSeen,
    Incomplete,
    NotAllowed,
    NotWaiting,
    Outdated,
    OwnWork,
)
from cases.actions.reviews import Seen, seen_now
from cases.domain.workflow import State
from cases.forms.decision import FIELDS, SEEN, DecisionForm
from cases.forms.raw import known_fields
from cases.models import Revision
from cases.queries.queue import next_waiting
from cases.queries.review import load_revision, review_page, standing_of
from cases.views.marks import PersonRequest, moderator_page
from cases.views.reading import reading_of, with_preview


@moderator_page
def review(request: PersonRequest, pk: int) -> HttpResponse:
    """Show a change by field with the decision box; decide on it."""
    revision = _load(pk)
    if request.method != "POST":
        return _show(request, revision, _fresh_form(revision))
    known_fields(request.POST, FIELDS.__contains__)
    form = DecisionForm(request.POST)
    if form.is_valid():
        return _decide(request, revision, form)
    if not permissions.may_decide(request.user, revision):
        raise PermissionDenied
    if revision.state is not State.SUBMITTED:
        return _overtaken(request, revision)
    if any(name in form.errors for name in SEEN):
        raise BadRequest("The form does not say which text was in view. Open the change again and decide.")
    return _show(request, revision, form, status=422)


def _decide(request: PersonRequest, revision: Revision, form: DecisionForm) -> HttpResponse:
    try:
        _act(request, revision, form)
    except Incomplete as refusal:
        for problem in refusal.problems:
            form.add_error(problem.path, _(problem.message))
        return _show(request, revision, form, status=422)
    except (AlreadyDecided, NotWaiting):
        return _overtaken(request, revision)
    except CaseOffPage:
        kept = [(_("Your note to the author"), form.cleaned_data["note"])]
        context = {"revision": revision, "kept": kept}
        return render(request, "cases/case_off_page.html", context, status=409)
    except ChangedSinceSeen:
        messages.warning(request, _("This changed since you looked. Nothing was decided; look again."))
        return _show_anew(request, revision, form)
    except Outdated:
        messages.warning(request, _("The case moved on. Bring the change up to date before you accept it."))
        return _show_anew(request, revision, form)
    except (OwnWork, NotAllowed):
        raise PermissionDenied from None
    messages.success(request, _thanks(form.cleaned_data["decision"], revision))
    following = next_waiting(request.user, besides=revision.pk, now=timezone.now())
    return redirect("cases:review", following.pk) if following else redirect("cases:review_queue")


def _load(pk: int) -> Revision:
    revision = load_revision(pk)
    if revision is None:
        raise Http404
    return revision


def _act(request: PersonRequest, revision: Revision, form: DecisionForm) -> None:
    data = form.cleaned_data
    seen = Seen(data["content_hash"], data["published"])
    if data["decision"] == State.APPROVED:
        reviews.approve(revision=revision, by=request.user, seen=seen, note=data["note"])
        return
    act = reviews.ask_for_changes if data["decision"] == State.CHANGES_REQUESTED else reviews.decline
    act(revision=revision, by=request.user, seen=seen, reason=data["reason"], note=data["note"])


def _show(request: PersonRequest, revision: Revision, form: DecisionForm, status: int = 200) -> HttpResponse:
    reading = reading_of(request)
    page = review_page(revision, request.user, timezone.now(), only=reading.only)
    reading = with_preview(reading, page.base, page.content)
    context = {"page": page, "revision": revision, "form": form, "reading": reading}
    context["problems"] = [
        (f"id_{name}", message) for name, found in form.errors.items() for message in found
    ]
    return render(request, "cases/review.html", context, status=status)


def _fresh_form(revision: Revision) -> DecisionForm:
    seen = seen_now(revision)
    return DecisionForm(initial={"content_hash": seen.content_hash, "published": seen.published_id})


def _show_anew(request: PersonRequest, revision: Revision, form: DecisionForm) -> HttpResponse:
    """The page as things stand now, with what was typed; 409."""
    now = _load(revision.pk)
    fresh = _fresh_form(now)
    for name in ("decision", "reason", "note"):
        fresh.initial[name] = form.cleaned_data[name]
    return _show(request, now, fresh, status=409)


def _overtaken(request: PersonRequest, revision: Revision) -> HttpResponse:
    """Who decided meanwhile, how and when, with the note that was typed; 409."""
    kept = [(_("Your note to the author"), request.POST.get("note", ""))]
    context = {"standing": standing_of(revision.pk), "revision": revision, "kept": kept}
    return render(request, "cases/overtaken.html", context, status=409)


def _thanks(decision: str, revision: Revision) -> str:
    if decision == State.APPROVED:
        return _("“%(title)s” is public now.") % {"title": revision.title}
    if decision == State.CHANGES_REQUESTED:
        return _("The author of “%(title)s” is asked for changes.") % {"title": revision.title}
    return _("“%(title)s” is declined. Its author reads your reason.") % {"title": revision.title}
