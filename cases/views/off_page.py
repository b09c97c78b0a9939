"""Taking a case or a text off the page and putting it back, for moderators."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from cases.actions import off_page
from cases.actions.refusals import Incomplete, IsPublicNow, OffPageMeanwhile
from cases.domain.off_page import OffPage
from cases.forms.off_page import FIELDS, HidingForm, WithdrawalForm
from cases.forms.raw import known_fields
from cases.models import CaseRecord, HiddenRevision, Revision
from cases.queries.off_page import off_page_list, reason_in_words, record_to_take_down, taken_down
from cases.views.marks import PersonRequest, moderator_page

Form = WithdrawalForm | HidingForm
Act = Callable[[Form], object]


@moderator_page
def hidden(request: PersonRequest) -> HttpResponse:
    """What is off the page, with the reason of each and the way back."""
    return render(request, "cases/off_page.html", {"page": off_page_list()})


@moderator_page
def withdraw_case(request: PersonRequest, slug: str) -> HttpResponse:
    """Ask for the reason, then withdraw the case."""
    record = _record(slug)

    def act(form: Form) -> object:
        return off_page.withdraw_case(record=record, by=request.user, **form.cleaned_data)

    return _take(request, WithdrawalForm, act, template="cases/withdraw_case.html", of=record)


@moderator_page
def hide_case(request: PersonRequest, slug: str) -> HttpResponse:
    """Ask for the reason, then hide the case, whether it is on the page or withdrawn."""
    record = _record(slug, OffPage.WITHDRAWN)

    def act(form: Form) -> object:
        return off_page.hide_case(record=record, by=request.user, **form.cleaned_data)

    return _take(request, HidingForm, act, template="cases/hide_case.html", of=record)


@moderator_page
def hide_revision(request: PersonRequest, pk: int) -> HttpResponse:
    """Ask for the reason, then hide the text of one change, and with it the version that it became."""
    revision = get_object_or_404(Revision.objects.with_people(), pk=pk)

    def act(form: Form) -> object:
        return off_page.hide_revision(revision=revision, by=request.user, **form.cleaned_data)

    return _take(request, HidingForm, act, template="cases/hide_revision.html", of=revision)


@moderator_page
def put_case_back(request: PersonRequest, pk: int) -> HttpResponse:
    """Say why the case is off the page; on a yes, put it back."""
    taken = taken_down(pk)
    if taken is None:
        raise Http404
    if request.method != "POST":
        context = {"taken": taken, "reason": reason_in_words(taken)}
        return render(request, "cases/put_case_back.html", context)
    try:
        case = off_page.put_back_case(record=taken.record, by=request.user)
    except OffPageMeanwhile:
        return _meanwhile(request, "")
    messages.success(request, _("The case is back on the page."))
    return redirect("cases:case", case.slug)


@moderator_page
def show_revision(request: PersonRequest, pk: int) -> HttpResponse:
    """Say why the text is hidden; on a yes, show it again."""
    hidden = get_object_or_404(HiddenRevision.objects.select_related("revision", "by"), pk=pk)
    if request.method != "POST":
        context = {"hidden": hidden, "reason": reason_in_words(hidden)}
        return render(request, "cases/show_revision.html", context)
    try:
        off_page.unhide_revision(revision=hidden.revision, by=request.user)
    except OffPageMeanwhile:
        return _meanwhile(request, "")
    messages.success(request, _("The text is no longer hidden."))
    return redirect("cases:review", pk)


def _record(slug: str, *kinds: OffPage) -> CaseRecord:
    record = record_to_take_down(slug, kinds=kinds)
    if record is None:
        raise Http404
    return record


def _take(
    request: PersonRequest, form_class: type[Form], act: Act, *, template: str, of: CaseRecord | Revision
) -> HttpResponse:
    if request.method != "POST":
        return render(request, template, {"form": form_class(), "of": of, "problems": []})
    known_fields(request.POST, FIELDS.__contains__)
    form = form_class(request.POST)
    if form.is_valid():
        try:
            act(form)
        except Incomplete as refusal:
            form.place(refusal.problems)
        except IsPublicNow:
            form.add_error(
                None, _("The public reads this version now. Accept a clean one first, or hide the case.")
            )
        except OffPageMeanwhile:
            return _meanwhile(request, form.cleaned_data["note"])
        else:
            messages.success(request, _("It is off the page. You can put it back here."))
            return redirect("cases:hidden")
    return render(request, template, {"form": form, "of": of, "problems": form.problems}, status=422)


def _meanwhile(request: PersonRequest, note: str) -> HttpResponse:
    """409: somebody else was first; the note that was typed is kept."""
    return render(request, "cases/off_page_meanwhile.html", {"kept": [(_("Your note"), note)]}, status=409)
