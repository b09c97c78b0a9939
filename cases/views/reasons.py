"""The catalogue of reasons: the public list, and the pages on which moderators keep it."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cases.actions import reasons as act
from cases.actions.reasons import ReasonText
from cases.actions.refusals import ChangedSinceSeen, Incomplete
from cases.forms.careful import ReasonForm, opening
from cases.forms.raw import known_fields
from cases.queries.reasons import ShownReason, load_reasons, versions_of
from cases.queries.review_figures import load_review_figures
from cases.queries.words import problem_in_words
from cases.views.marks import PersonRequest, moderator_page, public_unkept

FIELDS = frozenset({"csrfmiddlewaretoken", *ReasonForm.base_fields})
RETIRE_FIELDS = frozenset({"csrfmiddlewaretoken", "seen_number"})


@public_unkept
def about(request: HttpRequest) -> HttpResponse:
    """Every reason with what to do about it, a good example, and how often it was given lately."""
    return render(request, "cases/about/reasons.html", {"page": load_review_figures()})


@moderator_page
def reasons(request: PersonRequest) -> HttpResponse:
    """The catalogue, to be kept."""
    return render(request, "cases/reasons.html", {"catalogue": load_reasons()})


@moderator_page
def add(request: PersonRequest) -> HttpResponse:
    """Add a reason."""
    if request.method != "POST":
        last = max((reason.order for reason in load_reasons().reasons), default=0)
        return _show(request, None, ReasonForm(initial={"seen_number": 0, "order": last + 10}))
    form = _typed(request)
    if not form.is_valid():
        return _show(request, None, form, status=422)
    try:
        act.add(said=_said(form), by=request.user)
    except Incomplete as refusal:
        form.place(refusal.problems)
        return _show(request, None, form, status=422)
    messages.success(request, _("The reason is in the list now."))
    return redirect("cases:reasons")


@moderator_page
def edit(request: PersonRequest, code: str) -> HttpResponse:
    """Word a reason anew."""
    reason = _reason_or_404(code)
    if request.method != "POST":
        return _show(request, reason, ReasonForm(initial=opening(reason)))
    form = _typed(request)
    if not form.is_valid():
        return _show(request, reason, form, status=422)
    seen = form.cleaned_data["seen_number"]
    try:
        act.edit(code=code, said=_said(form), by=request.user, seen_number=seen)
    except Incomplete as refusal:
        form.place(refusal.problems)
        return _show(request, reason, form, status=422)
    except ChangedSinceSeen:
        kept = ReasonForm(initial=form.cleaned_data | {"seen_number": reason.number})
        return _show(request, reason, kept, status=409)
    messages.success(request, _("The reason reads so from now on. Past decisions show the new words, too."))
    return redirect("cases:reasons")


@moderator_page
def retire(request: PersonRequest, code: str) -> HttpResponse:
    """Ask, then take a reason out of the list, or back into it."""
    reason = _reason_or_404(code)
    if request.method != "POST":
        return render(request, "cases/reason_retire.html", {"reason": reason})
    known_fields(request.POST, RETIRE_FIELDS.__contains__)
    seen = request.POST.get("seen_number", "")
    if not (seen.isascii() and seen.isdigit() and len(seen) <= 6):
        raise BadRequest("The form does not say which version was in view. Open the page again.")
    move = act.take_back if reason.is_retired else act.retire
    try:
        move(code=code, by=request.user, seen_number=int(seen))
    except ChangedSinceSeen:
        messages.warning(request, _("Somebody else changed this reason meanwhile. Look again."))
        return redirect("cases:reason_retire", code)
    except Incomplete as refusal:
        messages.error(request, problem_in_words(refusal.problems[0]))
        return redirect("cases:reasons")
    messages.success(
        request,
        _("The reason can be given again.") if reason.is_retired else _("The reason is no longer given."),
    )
    return redirect("cases:reasons")


def _typed(request: PersonRequest) -> ReasonForm:
    known_fields(request.POST, FIELDS.__contains__)
    form = ReasonForm(request.POST)
    if "seen_number" in form.errors:
        raise BadRequest("The form does not say which version was in view. Open the page again.")
    return form


def _said(form: ReasonForm) -> ReasonText:
    data = form.cleaned_data
    return ReasonText(
        name=" ".join(data["name"].split()),
        guidance=" ".join(data["guidance"].split()),
        link=data["link"],
        example=data["example"],
        order=data["order"],
    )


def _reason_or_404(code: str) -> ShownReason:
    found = load_reasons().of(code)
    if found is None:
        raise Http404
    return found


def _show(
    request: PersonRequest, reason: ShownReason | None, form: ReasonForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "reason": reason,
        "versions": versions_of(reason.code) if reason else (),
        "form": form,
        "problems": form.problems,
        "overtaken": status == 409,
    }
    return render(request, "cases/reason.html", context, status=status)
