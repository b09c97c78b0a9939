"""A draft: open it, keep it, send it, throw it away."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cases.actions import drafts
from cases.models import Draft, Revision
from cases.views.desk import desk_of, key_of, own_draft
from cases.views.gone import texts_without_ground
from cases.views.marks import PersonRequest, contributor_page, keeps_typing, takes_pictures
from cases.views.writing import answer_post, open_page


@takes_pictures
@contributor_page
def draft(request: PersonRequest, pk: int) -> HttpResponse:
    """The form as it was left. A draft that was sent meanwhile leads to what it became."""
    if request.method == "POST" and not Draft.objects.of(request.user).filter(pk=pk).exists():
        sent = Revision.objects.by(request.user).filter(submission_key=key_of(request)).first()
        if sent is not None:
            return redirect("cases:my_change", sent.pk)
        return texts_without_ground(request)
    desk = desk_of(own_draft(request.user, pk))
    if request.method == "POST":
        return answer_post(request, desk)
    return open_page(request, desk, dict(desk.draft.fields) if desk.draft else {})


@contributor_page
@keeps_typing
def autosave(request: PersonRequest, pk: int) -> HttpResponse:
    """Keep what was typed; the form's script calls this with `act=autosave`."""
    desk = desk_of(own_draft(request.user, pk))
    if request.method != "POST":
        return redirect("cases:draft", pk)
    return answer_post(request, desk)


@contributor_page
def discard(request: PersonRequest, pk: int) -> HttpResponse:
    """Ask, then throw a draft away."""
    found = own_draft(request.user, pk)
    if request.method == "POST":
        drafts.discard(draft=found, by=request.user)
        messages.success(request, _("The draft is thrown away."))
        return redirect("cases:me")
    return render(request, "cases/discard.html", {"draft": found})
