"""A suspended person's appeal, and another moderator's answer."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cases import permissions
from cases.actions import suspensions
from cases.actions.refusals import AlreadyAppealed, Incomplete, Overtaken
from cases.domain.suspensions import AppealDecision
from cases.forms.raw import known_fields
from cases.forms.suspension import AppealAnswerForm, AppealForm
from cases.models import Appeal
from cases.queries.suspensions import load_appeal, own_suspension
from cases.views.marks import PersonRequest, moderator_page, suspended_page


@suspended_page
def appeal(request: PersonRequest) -> HttpResponse:
    """Why one is suspended, what was answered, and the form of an appeal."""
    if request.method != "POST":
        return _show(request, AppealForm())
    known_fields(request.POST, {"csrfmiddlewaretoken", *AppealForm.base_fields}.__contains__)
    form = AppealForm(request.POST)
    form.full_clean()
    try:
        suspensions.appeal(by=request.user, text=form.cleaned_data["text"])
    except Incomplete as refusal:
        form.place(refusal.problems)
        return _show(request, form, status=422)
    except AlreadyAppealed:
        messages.warning(request, _("Your appeal is open. You can send another one once it is answered."))
        return _show(request, form, status=409)
    messages.success(request, _("Sent. Another moderator reads it, and you get a mail."))
    return redirect("cases:appeal")


def _show(request: PersonRequest, form: AppealForm, *, status: int = 200) -> HttpResponse:
    context = {"own": own_suspension(request.user), "form": form, "problems": form.problems}
    return render(request, "cases/appeal.html", context, status=status)


@moderator_page
def review_appeal(request: PersonRequest, pk: int) -> HttpResponse:
    """One appeal, and the form that answers it for anybody but the moderator who suspended."""
    found = load_appeal(pk)
    if found is None:
        raise Http404
    if request.method != "POST":
        return _show_answer(request, found, AppealAnswerForm())
    if not permissions.may_answer_appeal(request.user, found):
        raise PermissionDenied
    known_fields(request.POST, {"csrfmiddlewaretoken", *AppealAnswerForm.base_fields}.__contains__)
    form = AppealAnswerForm(request.POST)
    if not form.is_valid():
        return _show_answer(request, found, form, status=422)
    data = form.cleaned_data
    try:
        suspensions.answer(
            appeal=found, by=request.user, decision=AppealDecision(data["decision"]), note=data["note"]
        )
    except Incomplete as refusal:
        form.place(refusal.problems)
        return _show_answer(request, found, form, status=422)
    except Overtaken:
        messages.warning(request, _("Somebody else answered it, or the suspension is over."))
        return _show_answer(request, found, form, status=409)
    messages.success(request, _("Answered. The person gets a mail."))
    return redirect("cases:review_queue")


def _show_answer(
    request: PersonRequest, found: Appeal, form: AppealAnswerForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "appeal": found,
        "is_open": Appeal.objects.open().filter(pk=found.pk).exists(),
        "may_answer": permissions.may_answer_appeal(request.user, found),
        "form": form,
        "problems": form.problems,
    }
    return render(request, "cases/review_appeal.html", context, status=status)
