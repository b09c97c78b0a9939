"""Merging a case into another that is the same, for moderators: the start of a change as any other."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cases.actions.joining import ABSORBS, SEEN
from cases.forms.joining import OtherCaseForm
from cases.forms.raw import known_fields
from cases.models import Case
from cases.queries.changes import shown_changes
from cases.queries.history import published_case
from cases.queries.joining import JoiningPage, joining_page
from cases.queries.taxonomy import load_all
from cases.queries.writing import ground_of, known_titles
from cases.views.marks import PersonRequest, moderator_page
from cases.views.parameters import scalar
from cases.views.public_case import case_or_404
from cases.views.reading import reading_of, with_preview
from cases.views.writing import begin_edit


@moderator_page
def merge(request: PersonRequest, slug: str) -> HttpResponse:
    """Ask which other case is the same as this one."""
    case = case_or_404(slug)
    form = OtherCaseForm({"other": scalar(request, "other")} if "other" in request.GET else None)
    other = _named(form, case)
    if other is not None:
        return redirect("cases:merge_with", case.slug, other.slug)
    context = {"case": case, "form": form, "problems": form.problems, "known_titles": known_titles()}
    return render(request, "cases/merge.html", context, status=422 if form.problems else 200)


@moderator_page
def merge_with(request: PersonRequest, slug: str, other: str) -> HttpResponse:
    """Show what this case would say with the other one; on a yes, open that in the form."""
    stays, leaves = case_or_404(slug), case_or_404(other)
    if stays.pk == leaves.pk:
        raise Http404
    page = joining_page(stays, leaves)
    if request.method == "POST":
        known_fields(request.POST, {"csrfmiddlewaretoken"}.__contains__)
        return _start(request, page)
    reading = reading_of(request)
    context = {
        "page": page,
        "changes": shown_changes(page.before, page.joined.content, load_all(), only=reading.only),
        "reading": with_preview(reading, page.before, page.joined.content),
    }
    return render(request, "cases/merge_with.html", context)


def _named(form: OtherCaseForm, case: Case) -> Case | None:
    if not form.is_bound or not form.is_valid():
        return None
    record = ground_of(form.cleaned_data["other"]).record
    other = published_case(record.slug or "") if record else None
    if other is None:
        form.add_error("other", _("There is no case of this title or address. Choose one of the list."))
    elif other.pk == case.pk:
        form.add_error("other", _("This is the case itself. Write which other one is the same."))
        return None
    return other


def _start(request: PersonRequest, page: JoiningPage) -> HttpResponse:
    note = _("Merges “%(title)s” into this case: the two are the same.") % {"title": page.other.title}
    return begin_edit(
        request,
        content=page.joined.content,
        title=page.stays.title,
        key=uuid.uuid4(),
        record=page.stays.record,
        base=page.base,
        subject={"case": page.stays.slug, ABSORBS: str(page.other.pk), SEEN: str(page.seen.pk)},
        said={"review_note": [note]},
    )
