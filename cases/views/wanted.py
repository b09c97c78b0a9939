"""The *Wanted* line of a gap, for moderators."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cases.actions import wanted as act
from cases.actions.refusals import ChangedSinceSeen, GapNotOpen, Incomplete
from cases.forms.proposal import WantedForm
from cases.forms.raw import known_fields
from cases.queries.gap import GapPage
from cases.views.gap import gap_or_404
from cases.views.marks import PersonRequest, moderator_page


@moderator_page
def wanted(request: PersonRequest, gap: str) -> HttpResponse:
    """Write the line, change it or take it away."""
    page = gap_or_404(gap)
    if request.method != "POST":
        return _show(request, page, WantedForm(initial=_now(page)))
    known_fields(request.POST, {"csrfmiddlewaretoken", *WantedForm.base_fields}.__contains__)
    form = WantedForm(request.POST)
    if not form.is_valid():
        raise BadRequest("The form does not say which line was in view. Open it again and write from there.")
    try:
        act.write(
            gap=page.gap,
            text=form.cleaned_data["text"],
            by=request.user,
            seen_number=form.cleaned_data["seen_number"],
        )
    except Incomplete as refusal:
        form.place(refusal.problems)
        return _show(request, page, form, status=422)
    except (ChangedSinceSeen, GapNotOpen):
        newest = gap_or_404(gap)
        kept = WantedForm(_now(newest) | {"text": form.cleaned_data["text"]})
        return _show(request, newest, kept, status=409)
    messages.success(request, _("The line is public now."))
    return redirect("cases:gap", page.gap.address)


def _now(page: GapPage) -> dict[str, object]:
    line = page.wanted
    return {"text": line.text if line else "", "seen_number": line.number if line else 0}


def _show(request: PersonRequest, page: GapPage, form: WantedForm, *, status: int = 200) -> HttpResponse:
    context = {"page": page, "form": form, "problems": form.problems, "overtaken": status == 409}
    return render(request, "cases/wanted.html", context, status=status)
