"""The form by which any reader says that something is wrong."""

import uuid
from urllib.parse import urlencode

from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from accounts import hurry
from accounts.models import User
from cases.actions import reports
from cases.actions.refusals import Incomplete
from cases.forms.raw import known_fields
from cases.forms.report import ReportForm
from cases.queries.newcomers import is_newcomer
from cases.queries.reports import Subject, subject_at
from cases.views.marks import open_form
from cases.views.parameters import one_of, scalar

FIELDS = frozenset({"csrfmiddlewaretoken", *ReportForm.base_fields, *hurry.FIELDS})


@open_form
def report(request: HttpRequest) -> HttpResponse:
    """Report what `about` names, such as `case:guifi-net`; what is not public is not there."""
    about = scalar(request, "about")
    subject = subject_at(about)
    if subject is None:
        raise Http404
    if request.method != "POST" and one_of(request, "sent", ["1"]):
        return render(request, "cases/report_sent.html", {"subject": subject})
    if request.method != "POST":
        return _show(request, subject, ReportForm(initial={"form_key": uuid.uuid4()}))
    known_fields(request.POST, FIELDS.__contains__)
    form = ReportForm(request.POST)
    if "form_key" in form.errors:
        raise BadRequest("The form has no key. Open the form again and send it from there.")
    person = request.user if isinstance(request.user, User) else None
    if form.is_valid() and (complaint := _complaint_about(request, person)):
        form.add_error(None, complaint)
    if not form.is_valid():
        return _show(request, subject, form, status=422)
    try:
        reports.report(about=subject.kind, number=subject.number, by=person, **form.cleaned_data)
    except Incomplete as refusal:
        form.place(refusal.problems)
        return _show(request, subject, form, status=422)
    # Not as a message on the public page of the thing, which is the same for everybody.
    return redirect(f"{reverse('cases:report')}?{urlencode({'about': about, 'sent': '1'})}")


def _complaint_about(request: HttpRequest, person: User | None) -> str:
    complaint = hurry.complaint(request.POST.dict())
    return complaint if complaint and (person is None or is_newcomer(person)) else ""


def _show(request: HttpRequest, subject: Subject, form: ReportForm, *, status: int = 200) -> HttpResponse:
    context = {"subject": subject, "form": form, "problems": form.problems}
    return render(request, "cases/report.html", context, status=status)
