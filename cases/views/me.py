"""A person's own page, their changes, and answering a reviewer."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from cases.actions import drafts
from cases.actions.refusals import TooManyDrafts
from cases.forms.edit import EditSheet
from cases.models import Draft, Revision
from cases.models.draft import DraftForm
from cases.queries.changes import shown_changes
from cases.queries.gaps import suggested_claims
from cases.queries.me import base_of_own, own_change, own_page
from cases.queries.proposals import lookings_of, proposals_of
from cases.queries.taxonomy import load_all
from cases.views.marks import PersonRequest, contributor_page
from cases.views.reading import reading_of, with_preview
from cases.views.writing import no_room_for_a_draft


@contributor_page
def me(request: PersonRequest) -> HttpResponse:
    """Drafts, what waits, what was decided and why."""
    page = own_page(request.user)
    proposals = proposals_of(request.user, timezone.now())
    empty = not (page.drafts or page.waiting or page.to_answer or page.decided or proposals)
    context = {
        "page": page,
        "proposals": proposals,
        "lookings": lookings_of(request.user),
        "suggestions": suggested_claims(3) if empty else [],
    }
    return render(request, "cases/me.html", context)


@contributor_page
def change(request: PersonRequest, pk: int) -> HttpResponse:
    """One own change: where it stands, what was said, and what it says."""
    found = own_change(request.user, pk)
    if found is None:
        raise Http404
    revision = found.revision
    base, content = base_of_own(revision), revision.read()
    reading = reading_of(request)
    context = {
        "change": found,
        "revision": revision,
        "changes": shown_changes(base, content, load_all(), only=reading.only),
        "reading": with_preview(reading, base, content),
        "is_new": base is None,
    }
    return render(request, "cases/my_change.html", context)


@contributor_page
def answer(request: PersonRequest, pk: int) -> HttpResponse:
    """Start the answer to a reviewer who asked for changes, or go on with the one already begun."""
    revision = get_object_or_404(Revision.objects.by(request.user).open_to_writers().with_people(), pk=pk)
    if request.method != "POST":
        return redirect("cases:my_change", pk)
    begun = Draft.objects.of(request.user).filter(follows=revision).first()
    if begun is not None:
        return redirect("cases:draft", begun.pk)
    found = own_change(request.user, pk)
    if found is None or not found.can_answer:
        return redirect("cases:my_change", pk)
    try:
        draft = drafts.start(
            by=request.user,
            form=DraftForm.EDIT,
            key=uuid.uuid4(),
            record=revision.record,
            base=revision.base,
            follows=revision,
            fields=EditSheet.opening_fields(revision.read()),
            title=revision.title,
        )
    except TooManyDrafts:
        messages.error(request, no_room_for_a_draft())
        return redirect("cases:me")
    return redirect("cases:draft", draft.pk)
