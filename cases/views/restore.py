"""Taking an old version as the start of a new change."""

import uuid

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cases.models import Case, Version
from cases.queries.changes import shown_changes
from cases.queries.taxonomy import load_all
from cases.views.marks import PersonRequest, contributor_page
from cases.views.public_case import case_or_404, version_or_404
from cases.views.reading import reading_of, with_preview
from cases.views.withdrawn import or_withdrawn
from cases.views.writing import begin_edit


@contributor_page
@or_withdrawn
def restore(request: PersonRequest, slug: str, number: int) -> HttpResponse:
    """Show what would change back; on a yes, the edit form opens with what the old version said.

    Nothing is sent: the change waits as a draft, says its own stake, and is reviewed as any other.
    """
    case = case_or_404(slug)
    version = version_or_404(case, number)
    if version.number == case.version:
        return redirect("cases:case_version", slug, number)
    if request.method == "POST":
        return _start(request, case, version)
    public, old, reading = case.record.published, version.read(), reading_of(request)
    now = public.read() if public else None
    context = {
        "case": case,
        "version": version,
        "changes": shown_changes(now, old, load_all(), only=reading.only),
        "reading": with_preview(reading, now, old),
    }
    return render(request, "cases/restore.html", context)


def _start(request: PersonRequest, case: Case, version: Version) -> HttpResponse:
    note = _("Restores version %(number)s.") % {"number": version.number}
    return begin_edit(
        request,
        content=version.read(),
        title=case.title,
        key=uuid.uuid4(),
        record=case.record,
        base=case.record.published,
        said={"review_note": [note]},
    )
