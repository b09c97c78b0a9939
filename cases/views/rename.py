"""Giving a case another address, for moderators."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cases.actions import addresses
from cases.actions.refusals import CaseGone, ChangedSinceSeen, Incomplete
from cases.domain.rendering import slug_for
from cases.forms.address import AddressForm
from cases.forms.raw import known_fields
from cases.models import Case
from cases.queries.history import published_case
from cases.views.marks import PersonRequest, moderator_page


@moderator_page
def rename(request: PersonRequest, slug: str) -> HttpResponse:
    """Show the address that the case has, and move it to another."""
    case = published_case(slug)
    if case is None:
        raise Http404
    if request.method != "POST":
        return _show(request, case, AddressForm(initial={"slug": slug_for(case.title), "seen": case.slug}))
    known_fields(request.POST, {"csrfmiddlewaretoken", *AddressForm.base_fields}.__contains__)
    form = AddressForm(request.POST)
    if "seen" in form.errors:
        raise BadRequest("The form does not say which address was in view. Open it again.")
    if not form.is_valid():
        return _show(request, case, form, status=422)
    return _rename(request, case, form)


def _rename(request: PersonRequest, case: Case, form: AddressForm) -> HttpResponse:
    typed = form.cleaned_data["slug"]
    try:
        moved = addresses.rename(
            record=case.record, slug=typed, seen=form.cleaned_data["seen"], by=request.user
        )
    except Incomplete as refusal:
        form.place(refusal.problems)
        return _show(request, case, form, status=422)
    except ChangedSinceSeen:
        fresh = AddressForm(initial={"slug": typed, "seen": case.slug})
        return _show(request, case, fresh, status=409)
    except CaseGone:
        raise Http404 from None
    messages.success(request, _("The case has its new address. The old one leads to it."))
    return redirect("cases:case", moved.slug)


def _show(request: PersonRequest, case: Case, form: AddressForm, *, status: int = 200) -> HttpResponse:
    context = {
        "case": case,
        "form": form,
        "problems": form.problems,
        "overtaken": status == 409,
        "past": case.record.past_addresses.order_by("slug"),
    }
    return render(request, "cases/rename.html", context, status=status)
