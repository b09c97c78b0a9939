"""One claim, and the steward's page for a new wording of it."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cases import permissions
from cases.forms.wording import WordingForm
from cases.queries.claim import Cursor, find_claim, load_claim_page, placements_on
from cases.views.head import head_of_claim
from cases.views.marks import PersonRequest, public_page, steward_page
from cases.views.parameters import scalar
from models_taxonomy.actions import WordingChanged, publish_wording
from models_taxonomy.models import Claim


@public_page("after")
def claim(request: HttpRequest, code: str) -> HttpResponse:
    """The statement, its wordings, its state and the cases on it."""
    page = load_claim_page(_claim_or_404(code), _cursor(request))
    return render(
        request,
        "cases/claim.html",
        {
            "page": page,
            "may_word": permissions.may_word_claims(request.user),
            "head": head_of_claim(page),
        },
    )


@steward_page
def wording(request: PersonRequest, code: str) -> HttpResponse:
    """Publish a new wording of a claim, or withdraw it."""
    found = _claim_or_404(code)
    if request.method != "POST":
        return _show(request, found, WordingForm.opened_on(found))
    form = WordingForm(found, request.POST)
    if not form.is_valid():
        return _show(request, found, form, status=422)
    if "preview" in request.POST:
        return _show(request, found, form, preview=form.cleaned_data["statement"])
    new = form.wording()
    try:
        publish_wording(
            claim=found,
            statement=new.statement,
            kind=new.kind,
            note=new.note,
            by=request.user,
            seen_version=new.seen_version,
        )
    except WordingChanged:
        return _show_overtaken(request, code, form)
    messages.success(request, _("The new wording of claim %(code)s is published.") % {"code": code})
    return redirect("cases:claim", code)


def _show_overtaken(request: PersonRequest, code: str, form: WordingForm) -> HttpResponse:
    """Say that somebody was faster, and keep what was typed over the newest wording."""
    newest = _claim_or_404(code)
    return _show(request, newest, form.kept_on(newest), status=409, overtaken=True)


def _show(
    request: PersonRequest, found: Claim, form: WordingForm, *, status: int = 200, **more: object
) -> HttpResponse:
    context = {"claim": found, "form": form, "placements": placements_on(found), **more}
    return render(request, "cases/wording.html", context, status=status)


def _claim_or_404(code: str) -> Claim:
    found = find_claim(code)
    if found is None:
        raise Http404
    return found


def _cursor(request: HttpRequest) -> Cursor | None:
    text = scalar(request, "after")
    try:
        return Cursor.read(text) if text else None
    except ValueError:
        raise BadRequest(
            "The address says “after” with a place that no list has. Begin the list at its first page."
        ) from None
