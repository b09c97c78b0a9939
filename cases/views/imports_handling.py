"""What is done with an import: saying what its columns hold, sending it, taking it back, throwing it away."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.actions import imports
from cases.actions.import_plan import ground_of_item
from cases.actions.import_reading import bytes_of
from cases.actions.refusals import ImportMovedOn
from cases.domain.content import CaseContent
from cases.exchange.imports.columns import guessed
from cases.exchange.imports.found import Format
from cases.exchange.imports.table import first_rows, head_of
from cases.forms.imports import ColumnsForm, SendForm
from cases.forms.raw import Fields, known_fields
from cases.models import Revision
from cases.queries.imports import import_page
from cases.views.imports import own_import_of, say_what_happened, show_import
from cases.views.marks import PersonRequest, contributor_page
from cases.views.writing import begin_edit

ROWS_SHOWN = 3


@contributor_page
def columns(request: PersonRequest, pk: int) -> HttpResponse:
    """What each column of a table holds, guessed from its head; then it is read."""
    found = own_import_of(request, pk)
    if found.format != Format.CSV or not found.pieces.exists():
        raise Http404
    with bytes_of(found) as file:
        head = head_of(file)
        file.seek(0)
        rows = first_rows(file, ROWS_SHOWN)
    known = tuple(found.options.get("columns", ()))
    chosen = known if len(known) == len(head) else guessed(head)
    data = request.POST if request.method == "POST" else None
    form = ColumnsForm(data, head=head, chosen=chosen)
    if data is not None:
        known_fields(data, {"csrfmiddlewaretoken", *form.fields}.__contains__)
    if data is None or not form.is_valid():
        samples = [[row[number] if number < len(row) else "" for row in rows] for number in range(len(head))]
        context = {
            "found": found,
            "form": form,
            "problems": form.problems,
            "fields": list(zip(form, samples, strict=True)),
        }
        return render(request, "cases/import_columns.html", context, status=422 if data else 200)
    try:
        imports.choose_columns(found=found, columns=form.columns, by=request.user)
    except ImportMovedOn:
        messages.error(request, _moved_on())
    else:
        imports.read_at_once(found=found)
    return redirect("cases:my_import", pk)


@contributor_page
def sending(request: PersonRequest, pk: int) -> HttpResponse:
    """Send everything that can be sent."""
    found = own_import_of(request, pk)
    if request.method != "POST":
        return redirect("cases:my_import", pk)
    known_fields(request.POST, {"csrfmiddlewaretoken", *SendForm.base_fields}.__contains__)
    form = SendForm(request.POST)
    if not form.is_valid():
        return show_import(request, found, form, status=422)
    try:
        imports.send(found=found, by=request.user)
    except ImportMovedOn:
        messages.error(request, _moved_on())
    else:
        imports.send_on(found=found)
        say_what_happened(request, found)
    return redirect("cases:my_import", pk)


@contributor_page
def withdrawal(request: PersonRequest, pk: int) -> HttpResponse:
    """Ask, then take back everything of the import that waits."""
    found = own_import_of(request, pk)
    if request.method != "POST":
        context = {"found": found, "waiting": import_page(found, size=1).waiting}
        return render(request, "cases/import_withdrawal.html", context)
    taken = imports.withdraw_all(found=found, by=request.user)
    words = ngettext(
        "You took %(count)s change back. Its text stays on your page for you.",
        "You took %(count)s changes back. Their texts stay on your page for you.",
        taken,
    )
    messages.success(request, words % {"count": taken})
    return redirect("cases:my_import", pk)


@contributor_page
def discard(request: PersonRequest, pk: int) -> HttpResponse:
    """Ask, then throw an import away of which nothing was sent."""
    found = own_import_of(request, pk)
    if request.method != "POST":
        return render(request, "cases/import_discard.html", {"found": found})
    try:
        imports.discard(found=found, by=request.user)
    except ImportMovedOn:
        messages.error(request, _moved_on())
        return redirect("cases:my_import", pk)
    messages.success(request, _("The import is thrown away. Nothing of it was sent."))
    return redirect("cases:my_imports")


@contributor_page
def begin_draft(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    """Open an item in the form, as a draft; what became of it meanwhile is opened instead."""
    found = own_import_of(request, pk)
    item = found.items.filter(number=number).first()
    if item is None:
        raise Http404
    if request.method != "POST":
        return redirect("cases:my_import", pk)
    if sent := Revision.objects.by(request.user).filter(submission_key=item.submission_key).first():
        return redirect("cases:my_change", sent.pk)
    content = item.read()
    if content is None:
        messages.error(request, _moved_on())
        return redirect("cases:my_import", pk)
    plan = ground_of_item(item, content=content, by=request.user)
    return begin_edit(
        request,
        content=content,
        title=content.title,
        key=item.submission_key,
        record=plan.record,
        base=plan.base,
        follows=plan.follows,
        said=_statement(content, item.note),
    )


def _statement(content: CaseContent, note: str) -> Fields:
    """The stake that the file or the import states, and the note that goes with the change."""
    said: Fields = {"review_note": [note]}
    if content.stake is not None:
        said["stake"] = ["none" if content.stake.none else "some"]
        said["stake_which"] = [content.stake.which]
    return said


def _moved_on() -> str:
    return _("The import went on meanwhile, so nothing was done. This is where it stands.")
