"""One change: what it says, and the decision on it."""

from collections.abc import Mapping
from dataclasses import replace

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
    FirstYesUnseen,
    Incomplete,
    NeedsOthers,
    NotWaiting,
    OtherMoved,
    Outdated,
    OwnWork,
    Refusal,
    SecondNeeded,
)
from cases.actions.reviews import Seen, seen_now
from cases.domain.changes import changed_fields
from cases.domain.choosing import Need
from cases.domain.workflow import State
from cases.forms.decision import SEEN, SOME, DecisionForm, is_field, typed_comments
from cases.forms.raw import known_fields
from cases.models import FirstYes, Review, Revision
from cases.queries.changes import with_typed
from cases.queries.merge import offer_of
from cases.queries.queue import next_waiting
from cases.queries.reasons import load_reasons
from cases.queries.review import load_revision, review_page, standing_of
from cases.queries.words import label_of
from cases.views.marks import PersonRequest, moderator_page
from cases.views.queue_address import change_address, queue_address, queue_query, read_filter
from cases.views.reading import reading_of, with_preview


@moderator_page
def review(request: PersonRequest, pk: int) -> HttpResponse:
    """Show a change by field with the decision box; decide on it."""
    revision = _load(pk)
    if request.method != "POST":
        return _show(request, revision, _fresh_form(revision))
    known_review_fields(request)
    paths = _paths(revision) if "ticked" in request.POST else ()
    form = DecisionForm(load_reasons(), request.POST, paths=paths)
    if form.is_valid():
        return _decide(request, revision, form)
    if not permissions.may_decide(request.user, revision):
        raise PermissionDenied
    if revision.state is not State.SUBMITTED:
        return overtaken(request, revision)
    if any(name in form.errors for name in SEEN):
        raise BadRequest("The form does not say which text was in view. Open the change again and decide.")
    return _show(request, revision, form, status=422)


def known_review_fields(request: PersonRequest, *besides: str) -> None:
    """Raise BadRequest unless the form has every field that was sent, or a button `besides` brought it."""
    known_fields(
        request.POST,
        lambda name: name in besides or is_field(name),
        may_repeat=lambda name: name == "ticked",
    )


def back_to_review(
    request: PersonRequest, pk: int, *, sent: str = "", place: str = "", problem: str = ""
) -> HttpResponse:
    """The page of a change after an act beside the decision, with all that was typed and not sent.

    `sent` is the path whose comment was written, or refused for the `problem`; `place` is where a fresh page
    opens.
    """
    comments = typed_comments(request.POST)
    if not problem:
        comments.pop(sent, None)
    typed = {name: request.POST.getlist(name) for name in ("decision", "reason", "note", "ticked")}
    if not problem and not comments and not any(map(any, typed.values())):
        return redirect(f"{change_address(request, pk)}{place}")
    revision = _load(pk)
    form = _fresh_form(revision)
    form.initial.update({name: request.POST[name] for name in SEEN if name in request.POST})
    form.initial.update({name: values[0] for name, values in typed.items() if values})
    form.initial["ticked"] = typed["ticked"]
    problems = {sent: problem} if problem else {}
    return _show(request, revision, form, 422 if problem else 200, comments=comments, problems=problems)


def _decide(request: PersonRequest, revision: Revision, form: DecisionForm) -> HttpResponse:
    try:
        done = _act(request, revision, form)
    except NeedsOthers as refusal:
        for need in refusal.needs:
            form.add_error("ticked", _in_words(need))
        return _show(request, revision, form, status=422)
    except Incomplete as refusal:
        form.place(refusal.problems)
        return _show(request, revision, form, status=422)
    except (AlreadyDecided, NotWaiting):
        return overtaken(request, revision)
    except CaseOffPage:
        kept = [(_("Your note to the author"), form.cleaned_data["note"])]
        filters = queue_query(read_filter(request))
        context = {"revision": revision, "kept": kept, "filters": filters}
        return render(request, "cases/case_off_page.html", context, status=409)
    except (ChangedSinceSeen, Outdated, FirstYesUnseen, SecondNeeded, OtherMoved) as refusal:
        messages.warning(request, _told(refusal))
        return _show_anew(request, revision, form)
    except OwnWork:
        raise PermissionDenied from None
    messages.success(request, _thanks(done, form.cleaned_data["decision"], revision))
    return to_the_next(request, revision)


def to_the_next(request: PersonRequest, revision: Revision) -> HttpResponse:
    """The next change that fits the filter, or the queue; the keyboard goes on where the page begins."""
    narrowed = read_filter(request)
    following = next_waiting(request.user, besides=revision.pk, now=timezone.now(), narrowed=narrowed)
    address = change_address(request, following.pk) if following else queue_address(narrowed)
    return redirect(f"{address}#main")


def _paths(revision: Revision) -> list[str]:
    """The paths of the changes that the page shows."""
    offer = offer_of(revision, onto=revision.record.published)
    return [change.path for change in changed_fields(offer.before, offer.content)]


def _in_words(need: Need) -> str:
    others = ", ".join(f"“{label_of(path)}”" for path in need.others)
    if not need.path:
        return _("The rest is no whole case without %(others)s. Tick it too, or ask for changes.") % {
            "others": others
        }
    return _("“%(change)s” needs %(others)s. Tick it too, or leave both out.") % {
        "change": label_of(need.path),
        "others": others,
    }


def _told(refusal: Refusal) -> str:
    """Why nothing was decided, and what to do."""
    if isinstance(refusal, FirstYesUnseen):
        words = _("%(name)s accepted this first while you looked. Read what they say, and accept again.")
        return words % {"name": refusal.first.by.shown_name}
    if isinstance(refusal, SecondNeeded):
        return _("Another moderator must accept this, too. Nothing of yours was written.")
    if isinstance(refusal, OtherMoved):
        return _("The other case changed since the two were put together. Ask for it anew.")
    if isinstance(refusal, Outdated):
        return _("The case moved on. Bring the change up to date before you accept it.")
    return _("This changed since you looked. Nothing was decided; look again.")


def _load(pk: int) -> Revision:
    revision = load_revision(pk)
    if revision is None:
        raise Http404
    return revision


def _act(request: PersonRequest, revision: Revision, form: DecisionForm) -> Review | FirstYes:
    data = form.cleaned_data
    seen = Seen(data["content_hash"], data["published"], data["first_yes"])
    if data["decision"] == State.APPROVED:
        return reviews.accept(revision=revision, by=request.user, seen=seen, note=data["note"])
    if data["decision"] == SOME:
        return reviews.accept_some(
            revision=revision, paths=set(data["ticked"]), by=request.user, seen=seen, note=data["note"]
        )
    act = reviews.ask_for_changes if data["decision"] == State.CHANGES_REQUESTED else reviews.decline
    return act(revision=revision, by=request.user, seen=seen, reason=data["reason"], note=data["note"])


def _show(
    request: PersonRequest,
    revision: Revision,
    form: DecisionForm,
    status: int = 200,
    *,
    comments: Mapping[str, str] | None = None,
    problems: Mapping[str, str] | None = None,
) -> HttpResponse:
    narrowed = read_filter(request)
    filters = queue_query(narrowed)
    reading = reading_of(request, besides=filters.removeprefix("?"))
    page = review_page(revision, request.user, timezone.now(), only=reading.only, narrowed=narrowed)
    reading = with_preview(reading, page.base, page.content)
    has_said_yes = page.care.first is not None and page.care.first.by == request.user
    can_be_split = page.can_be_split and not reading.preview and not has_said_yes
    if has_said_yes:
        form.leave_out(State.APPROVED, SOME)
    elif not can_be_split:
        form.leave_out(SOME)
    typed = typed_comments(request.POST) if comments is None else comments
    page = replace(page, changes=with_typed(page.changes, typed, problems or {}))
    context: dict[str, object] = {"page": page, "revision": revision, "form": form}
    context |= {"reading": reading, "filters": filters}
    if page.is_waiting:
        context["commenting"] = "talk" if page.is_own else "dec"
    context["ticks"] = {"ticked": form["ticked"].value() or ()} if can_be_split else None
    context["problems"] = [
        *((f"id_{name}", message) for name, found in form.errors.items() for message in found),
        *((f"comment-{path}", f"{label_of(path)}: {problem}") for path, problem in (problems or {}).items()),
    ]
    return render(request, "cases/review.html", context, status=status)


def _fresh_form(revision: Revision) -> DecisionForm:
    seen = seen_now(revision)
    initial = {
        "content_hash": seen.content_hash,
        "published": seen.published_id,
        "first_yes": seen.first_yes,
    }
    return DecisionForm(load_reasons(), initial=initial)


def _show_anew(request: PersonRequest, revision: Revision, form: DecisionForm) -> HttpResponse:
    """The page as things stand now, with what was typed; 409."""
    now = _load(revision.pk)
    fresh = _fresh_form(now)
    for name in ("decision", "reason", "note", "ticked"):
        fresh.initial[name] = form.cleaned_data[name]
    return _show(request, now, fresh, status=409)


def overtaken(request: PersonRequest, revision: Revision) -> HttpResponse:
    """Who decided meanwhile, how and when, with the note that was typed; 409."""
    kept = [(_("Your note to the author"), request.POST.get("note", ""))]
    kept += [(_("Your comment"), text) for text in typed_comments(request.POST).values()]
    filters = queue_query(read_filter(request))
    context = {"standing": standing_of(revision.pk), "revision": revision, "kept": kept, "filters": filters}
    return render(request, "cases/overtaken.html", context, status=409)


def _thanks(done: Review | FirstYes, decision: str, revision: Revision) -> str:
    if isinstance(done, FirstYes):
        words = _("You are the first of two who accept “%(title)s”. It waits for another moderator.")
        return words % {"title": revision.title}
    if decision == State.APPROVED:
        return _("“%(title)s” is public now.") % {"title": revision.title}
    if decision == SOME:
        return _("Some changes of “%(title)s” are public now. The others went back to the author.") % {
            "title": revision.title
        }
    if done.decision == State.CHANGES_REQUESTED:
        return _("The author of “%(title)s” is asked for changes.") % {"title": revision.title}
    return _("“%(title)s” is declined. Its author reads your reason.") % {"title": revision.title}
