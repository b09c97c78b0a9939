"""Suspending a person, and lifting it."""

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from accounts.models import User
from cases import permissions
from cases.actions import suspensions
from cases.actions.refusals import Incomplete, Overtaken
from cases.forms.raw import known_fields
from cases.forms.suspension import LiftForm, SuspensionForm
from cases.queries.profile import person_named
from cases.queries.suspensions import standing_suspension, suspensions_of
from cases.views.marks import PersonRequest, moderator_page

FORMS: dict[str, type[SuspensionForm] | type[LiftForm]] = {"suspend": SuspensionForm, "lift": LiftForm}


@moderator_page
def suspension(request: PersonRequest, name: str) -> HttpResponse:
    """What was said of the person before, and the form that suspends them or lifts it."""
    person = person_named(name)
    if person is None:
        raise Http404
    if not permissions.may_suspend(request.user, person):
        raise PermissionDenied
    if request.method != "POST":
        return _show(request, person, LiftForm() if person.is_suspended else SuspensionForm())
    form_class = FORMS.get(request.POST.get("act", ""))
    if form_class is None:
        raise BadRequest("The form does not say what to do. Open the page of the person again.")
    known_fields(request.POST, {"csrfmiddlewaretoken", "act", *form_class.base_fields}.__contains__)
    form = form_class(request.POST)
    if not form.is_valid():
        return _show(request, person, form, status=422)
    try:
        _do(request, person, form)
    except Incomplete as refusal:
        form.place(refusal.problems)
        return _show(request, person, form, status=422)
    except Overtaken:
        person.refresh_from_db()
        messages.warning(request, _("Somebody else was faster. This is how it stands now."))
        return _show(request, person, form, status=409)
    return redirect("cases:suspension", person.username)


def _do(request: PersonRequest, person: User, form: SuspensionForm | LiftForm) -> None:
    if isinstance(form, SuspensionForm):
        said = {name: form.cleaned_data[name] for name in ("reason", "note")}
        suspensions.suspend(person=person, by=request.user, until=form.end(), **said)
        messages.success(
            request, _("Suspended from the next click on. The person gets a mail that says why.")
        )
    else:
        suspensions.lift(person=person, by=request.user, note=form.cleaned_data["note"])
        messages.success(request, _("Lifted. The person can write again, and gets a mail."))


def _show(
    request: PersonRequest, person: User, form: SuspensionForm | LiftForm, *, status: int = 200
) -> HttpResponse:
    context = {
        "person": person,
        "standing": standing_suspension(person),
        "suspensions": suspensions_of(person),
        "form": form,
        "is_lift": isinstance(form, LiftForm),
        "problems": form.problems,
    }
    return render(request, "cases/suspension.html", context, status=status)
