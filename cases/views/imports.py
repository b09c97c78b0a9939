"""Bringing a file of cases, and the page on which its import stands."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from accounts import hurry
from cases.actions import imports
from cases.actions.import_sending import room_of
from cases.actions.refusals import ImportTooLarge, TooManyImports
from cases.domain.imports import ImportState, ItemState
from cases.exchange.imports.found import Format, NotAnImport
from cases.forms.imports import ImportForm, SendForm
from cases.forms.raw import known_fields
from cases.models import Import
from cases.queries.imports import import_page, imports_of, report_line
from cases.queries.newcomers import is_newcomer
from cases.views.marks import PersonRequest, contributor_page, takes_files
from cases.views.parameters import one_of, page_key

FIELDS = frozenset({"csrfmiddlewaretoken", *ImportForm.base_fields, *hurry.FIELDS})
A_MEGABYTE = 1_000_000


@takes_files
@contributor_page
def begin(request: PersonRequest) -> HttpResponse:
    """Choose a file. It is kept and read; nothing of it is sent."""
    if request.method != "POST":
        return _show(request, ImportForm(initial={"form": "", "stake": ""}))
    known_fields(request.POST, FIELDS.__contains__)
    if set(request.FILES) - {"file"} or len(request.FILES.getlist("file")) > 1:
        raise BadRequest("The form takes one file. Choose one.")
    form = ImportForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, form, status=422)
    try:
        found = _begun(request, form)
    except NotAnImport as refusal:
        form.add_error("file", report_line(_said(refusal)).text)
    except ImportTooLarge:
        words = {"limit": settings.IMPORT_BYTES_AT_MOST // A_MEGABYTE}
        form.add_error("file", _("The file has more than %(limit)s megabytes. Bring it in parts.") % words)
    except TooManyImports:
        words = {"number": imports.UNSENT_AT_MOST}
        form.add_error(
            None, _("%(number)s imports of yours are not sent. Send or throw away one of them first.") % words
        )
    else:
        if found.state == ImportState.COLUMNS:
            return redirect("cases:import_columns", found.pk)
        return redirect("cases:my_import", found.pk)
    return _show(request, form, status=422)


def _begun(request: PersonRequest, form: ImportForm) -> Import:
    file, chosen = form.cleaned_data["file"], form.cleaned_data["form"]
    found = imports.begin(
        file=file,
        name=file.name,
        size=file.size,
        by=request.user,
        form=Format(chosen) if chosen else None,
        options=form.options,
    )
    imports.read_at_once(found=found)
    return found


def _said(refusal: NotAnImport) -> dict[str, object]:
    problem = refusal.problems[0]
    return {"message": problem.message, "params": dict(problem.params)}


def _show(request: PersonRequest, form: ImportForm, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "problems": form.problems,
        "limit": settings.IMPORT_BYTES_AT_MOST // A_MEGABYTE,
        "own": imports_of(request.user)[:5],
    }
    return render(request, "cases/import.html", context, status=status)


@contributor_page
def own_imports(request: PersonRequest) -> HttpResponse:
    """The imports of a person, newest first."""
    return render(request, "cases/my_imports.html", {"own": imports_of(request.user)})


@contributor_page
def own_import(request: PersonRequest, pk: int) -> HttpResponse:
    """One import: the dry run with a row for each item, then what became of each."""
    return show_import(request, own_import_of(request, pk), SendForm())


def own_import_of(request: PersonRequest, pk: int) -> Import:
    """The person's own import, or 404: other people's imports do not exist."""
    found = Import.objects.of(request.user).select_related("by").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def show_import(request: PersonRequest, found: Import, form: SendForm, *, status: int = 200) -> HttpResponse:
    """The page of an import, at the state and the place of its report that the address names."""
    state = one_of(request, "show", [each.value for each in ItemState])
    page = import_page(found, state=state, after=page_key(request, "after") or 0)
    later = {name: value for name, value in (("show", state), ("after", page.after)) if value}
    context = {
        "found": found,
        "page": page,
        "shown": state,
        "form": form,
        "problems": form.problems if form.is_bound else [],
        "fault": report_line(found.fault).text if found.fault else "",
        "later_url": f"{reverse('cases:my_import', args=[found.pk])}?{urlencode(later)}"
        if page.after
        else "",
        "room": room_of(request.user),
        "is_newcomer": is_newcomer(request.user),
        "is_table": found.format == Format.CSV,
    }
    return render(request, "cases/my_import.html", context, status=status)


def say_what_happened(request: PersonRequest, found: Import) -> None:
    """After sending for a while: whether everything went, or the worker goes on."""
    if found.state == ImportState.SENDING:
        messages.info(
            request, _("The rest is sent in the background. Reload this page to see how far it is.")
        )
    elif found.state == ImportState.SENT:
        messages.success(request, _("Sent for review. Nothing is public until a reviewer has read it."))
