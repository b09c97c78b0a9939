"""What is done to a discussion besides writing: resolving, hiding, and deciding on what waits."""

from django.contrib import messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cases import permissions
from cases.actions import comment_reviews, comments, threads
from cases.actions.refusals import CommentMovedOn, Incomplete, OwnWork, ThreadGone
from cases.forms.raw import known_fields
from cases.forms.talk import CommentReasonForm
from cases.queries import talk
from cases.views.comments import to_comment
from cases.views.discussion import thread_or_404
from cases.views.marks import PersonRequest, contributor_page, moderator_page
from cases.views.public_case import case_or_404

FIELDS = frozenset({"csrfmiddlewaretoken", "act", "reason"})
NO_ACT = "The form does not say what to do. Open the page again."


@contributor_page
def resolve_thread(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Resolve a thread, or open it again; the one undoes the other."""
    case = case_or_404(slug)
    thread = thread_or_404(case, pk)
    if not permissions.may_resolve(request.user, thread):
        raise Http404
    if request.method != "POST":
        return render(request, "cases/thread_resolve.html", {"case": case, "thread": thread})
    known_fields(request.POST, FIELDS.__contains__)
    try:
        if request.POST.get("act") == "resolve":
            threads.resolve(thread=thread, case=case, by=request.user)
            messages.success(request, _("Resolved. It can be opened again at any time."))
        elif request.POST.get("act") == "reopen":
            threads.reopen(thread=thread, by=request.user)
            messages.success(request, _("The thread is open again."))
        else:
            raise BadRequest(NO_ACT)
    except ThreadGone:
        raise Http404 from None
    return redirect("cases:thread", slug, pk)


@moderator_page
def hide_comment(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Hide a comment with a reason, or show it again; the one undoes the other."""
    case = case_or_404(slug)
    comment, hidden = talk.load_comment(case, pk), talk.load_hidden(case, pk)
    shown = comment or hidden
    if shown is None:
        raise Http404
    form = CommentReasonForm(request.POST if request.method == "POST" else None)
    context = {
        "case": case,
        "comment": shown,
        "hidden": hidden,
        "earlier": talk.earlier_texts(pk),
        "form": form,
    }
    if request.method != "POST":
        return render(request, "cases/comment_hide.html", context)
    known_fields(request.POST, FIELDS.__contains__)
    what = request.POST.get("act")
    if what not in {"hide", "unhide"}:
        raise BadRequest(NO_ACT)
    try:
        if what == "hide" and comment is not None and form.is_valid():
            comments.hide(comment=comment, reason=form.cleaned_data["reason"], by=request.user)
        elif what == "unhide" and hidden is not None:
            comment = comments.unhide(hidden=hidden, by=request.user)
            messages.success(request, _("The comment shows again."))
            return to_comment(case, comment)
    except Incomplete as refusal:
        form.place(refusal.problems)
    except CommentMovedOn:
        messages.warning(request, _("Somebody else did this before you."))
    if form.errors and what == "hide":
        return render(request, "cases/comment_hide.html", context | {"problems": form.problems}, status=422)
    return redirect("cases:hide_comment", slug, pk)


@moderator_page
def review_comment(request: PersonRequest, pk: int) -> HttpResponse:
    """Accept or decline a comment that waits."""
    shown = talk.load_waiting(pk)
    if shown is None:
        raise Http404
    form = CommentReasonForm(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return render(request, "cases/review_comment.html", {"shown": shown, "form": form})
    known_fields(request.POST, FIELDS.__contains__)
    what = request.POST.get("act")
    if what not in {"accept", "decline"}:
        raise BadRequest(NO_ACT)
    try:
        if what == "accept":
            comment_reviews.accept(waiting=shown.waiting, by=request.user)
            messages.success(request, _("The comment is public now."))
            return redirect("cases:review_queue")
        if form.is_valid():
            reason = form.cleaned_data["reason"]
            comment_reviews.decline(waiting=shown.waiting, reason=reason, by=request.user)
            messages.success(request, _("The comment is declined. Its author reads your reason."))
            return redirect("cases:review_queue")
    except Incomplete as refusal:
        form.place(refusal.problems)
    except OwnWork:
        raise PermissionDenied from None
    except CommentMovedOn:
        messages.warning(request, _("Somebody else decided on this before you."))
        return redirect("cases:review_queue")
    except ThreadGone:
        messages.warning(request, _("Everything in this thread was hidden meanwhile. Decline the comment."))
        return redirect("cases:review_queue")
    context = {"shown": shown, "form": form, "problems": form.problems}
    return render(request, "cases/review_comment.html", context, status=422)
