"""The reports of readers, as moderators read and close them."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cases.actions import reports as act
from cases.actions.refusals import Incomplete, Overtaken
from cases.forms.raw import known_fields
from cases.forms.report import ReportClosingForm
from cases.queries.reports import ReportShown, load_report, open_reports
from cases.views.marks import PersonRequest, moderator_page
from cases.views.parameters import page_key

FIELDS = frozenset({"csrfmiddlewaretoken", *ReportClosingForm.base_fields})


@moderator_page
def reports(request: PersonRequest) -> HttpResponse:
    """The open ones, oldest first."""
    page = open_reports(after=page_key(request, "after") or 0)
    return render(request, "cases/review_reports.html", {"page": page})


@moderator_page
def review_report(request: PersonRequest, pk: int) -> HttpResponse:
    """One report, and the form that closes it."""
    shown = load_report(pk)
    if shown is None:
        raise Http404
    if request.method != "POST":
        return _show(request, shown, ReportClosingForm())
    known_fields(request.POST, FIELDS.__contains__)
    form = ReportClosingForm(request.POST)
    form.full_clean()
    try:
        act.close(report=shown.report, by=request.user, note=form.cleaned_data["note"])
    except Incomplete as refusal:
        form.place(refusal.problems)
        return _show(request, shown, form, status=422)
    except Overtaken:
        messages.warning(request, _("Somebody else closed it first. Their note stands here."))
        return _show(request, load_report(pk) or shown, form, status=409)
    messages.success(request, _("Closed."))
    return redirect("cases:review_reports")


def _show(
    request: PersonRequest, shown: ReportShown, form: ReportClosingForm, *, status: int = 200
) -> HttpResponse:
    context = {"shown": shown, "form": form, "problems": form.problems}
    return render(request, "cases/review_report.html", context, status=status)
