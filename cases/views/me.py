"""A person's own page, their changes, and answering a reviewer."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.domain.workflow import State
from cases.models import Draft, Revision
from cases.queries.chains import join_chains
from cases.queries.change_comments import comments_on
from cases.queries.changes import comments_elsewhere, shown_changes, with_comments
from cases.queries.gaps import suggested_claims
from cases.queries.mail import mail_choice_of
from cases.queries.me import base_of_own, own_change, own_page, rest_of
from cases.queries.merge import merge_of
from cases.queries.notices import new_for
from cases.queries.proposals import lookings_of, proposals_of
from cases.queries.reports import reports_of
from cases.queries.review import sent_with_key
from cases.queries.review_figures import load_review_figures
from cases.queries.second import first_yes_of
from cases.queries.talk import reviewed_first
from cases.queries.taxonomy import load_all
from cases.queries.watching import watched_by
from cases.queries.words import label_of
from cases.views.about import usual_wait
from cases.views.marks import PersonRequest, contributor_page
from cases.views.reading import reading_of, with_preview
from cases.views.writing import begin_edit


@contributor_page
def me(request: PersonRequest) -> HttpResponse:
    """Drafts, what waits, what was decided and why."""
    page = own_page(request.user)
    proposals = proposals_of(request.user, timezone.now())
    comments = reviewed_first(request.user)
    empty = not (comments or page.drafts or page.waiting or page.to_answer or page.decided or proposals)
    context = {
        "page": page,
        "proposals": proposals,
        "lookings": lookings_of(request.user),
        "reports": reports_of(request.user),
        "comments": comments,
        "suggestions": suggested_claims(3) if empty else [],
        "news": new_for(request.user),
        "watched_things": watched_by(request.user, at_most=10),
        "choice": mail_choice_of(request.user),
        "usual_wait": usual_wait(load_review_figures()) if page.waiting else "",
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
    join_chains([revision])
    comments = comments_on(revision)
    context = {
        "change": found,
        "first": first_yes_of(revision) if revision.state is State.SUBMITTED else None,
        "revision": revision,
        "changes": with_comments(shown_changes(base, content, load_all(), only=reading.only), comments),
        "comments_elsewhere": comments_elsewhere(base, content, comments),
        "commenting": "talk" if revision.state is State.SUBMITTED else "",
        "reading": with_preview(reading, base, content),
        "is_new": base is None,
        "collisions": _collisions(revision),
    }
    return render(request, "cases/my_change.html", context)


def _collisions(revision: Revision) -> tuple[str, ...] | None:
    """What both this change and the case as it is now changed; None when nobody else changed it."""
    if revision.state is not State.SUBMITTED or not revision.is_outdated:
        return None
    return tuple(map(label_of, merge_of(revision).collisions))


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
    return begin_edit(
        request,
        content=revision.read(),
        title=revision.title,
        key=uuid.uuid4(),
        record=revision.record,
        base=revision.base,
        follows=revision,
    )


@contributor_page
def rest(request: PersonRequest, pk: int) -> HttpResponse:
    """Take up what was left out of a change as a draft, or go on with the one already begun."""
    revision = get_object_or_404(Revision.objects.by(request.user).with_people(), pk=pk)
    content = rest_of(revision)
    if content is None:
        raise Http404
    if request.method != "POST":
        return redirect("cases:my_change", pk)
    # One key for each rest, so that it is taken up once; made of a key that nobody else knows.
    key = uuid.uuid5(revision.submission_key, "rest")
    if (sent := sent_with_key(key, by=request.user)) is not None:
        messages.info(request, _("You sent the rest already. This is where it stands."))
        return redirect("cases:my_change", sent.pk)
    return begin_edit(
        request, content=content, title=content.title, key=key, record=revision.record, base=revision
    )
