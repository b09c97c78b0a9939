"""Commenting on one part of a waiting change, and saying that a later revision answers a comment."""

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from cases import permissions
from cases.actions import change_comments
from cases.actions.refusals import Incomplete, NoSuchPart, NotWaiting
from cases.forms.careful import CommentForm
from cases.forms.decision import COMMENT
from cases.models import ChangeComment, Revision
from cases.queries.review import load_revision
from cases.queries.words import label_of
from cases.views.marks import PersonRequest, contributor_page
from cases.views.queue_address import change_address, queue_query, read_filter
from cases.views.review import back_to_review, known_review_fields, overtaken


@contributor_page
def comment(request: PersonRequest, pk: int) -> HttpResponse:
    """Hang a comment on the part that the form names."""
    revision = _load(request, pk)
    if request.method != "POST":
        return redirect(_page_of(request, revision))
    known_review_fields(request, "path", "text")
    path = request.POST.get("path", "")
    text = request.POST.get(f"{COMMENT}{path}", request.POST.get("text", ""))
    form = CommentForm({"path": path, "text": text})
    if not form.is_valid():
        raise BadRequest(NO_PART)
    try:
        written = change_comments.write(revision=revision, path=path, text=text, by=request.user)
    except Incomplete as refusal:
        form.place(refusal.problems)
        return _refused(request, revision, form, status=422)
    except NotWaiting:
        return _refused(request, revision, form, status=409)
    except NoSuchPart:
        raise BadRequest(NO_PART) from None
    return _back(request, revision, written, sent=path)


@contributor_page
def resolution(request: PersonRequest, pk: int, comment: int) -> HttpResponse:
    """Mark a comment as answered by this revision."""
    revision = _load(request, pk)
    if request.method != "POST":
        return redirect(_page_of(request, revision))
    known_review_fields(request)
    found = get_object_or_404(ChangeComment.objects.filter(revision__record=revision.record_id), pk=comment)
    try:
        change_comments.resolve(comment=found, revision=revision, by=request.user)
    except (NotWaiting, NoSuchPart):
        messages.warning(
            request, _("Nothing was written: it is resolved already, or the change left the queue.")
        )
    return _back(request, revision, found)


NO_PART = "The form does not name a part of this change. Open the change again and comment from there."


def _load(request: PersonRequest, pk: int) -> Revision:
    revision = load_revision(pk)
    if revision is None or not permissions.may_comment(request.user, revision):
        raise Http404
    return revision


def _page_of(request: PersonRequest, revision: Revision) -> str:
    if revision.author_id == request.user.pk:
        return reverse("cases:my_change", args=[revision.pk])
    return change_address(request, revision.pk)


def _back(
    request: PersonRequest, revision: Revision, comment: ChangeComment, *, sent: str = ""
) -> HttpResponse:
    """The page of the change at this comment; for who decides with all else that was typed there."""
    place = f"#said-{comment.pk}"
    if permissions.may_decide(request.user, revision):
        return back_to_review(request, revision.pk, sent=sent, place=place)
    return redirect(f"{_page_of(request, revision)}{place}")


def _refused(request: PersonRequest, revision: Revision, form: CommentForm, *, status: int) -> HttpResponse:
    """What was typed: on the page of the change for who decides, else the form alone."""
    if not permissions.may_decide(request.user, revision):
        return _alone(request, revision, form, status=status)
    if status == 409:
        return overtaken(request, revision)
    return back_to_review(request, revision.pk, sent=form.data["path"], problem=form.problems[0][1])


def _alone(request: PersonRequest, revision: Revision, form: CommentForm, *, status: int) -> HttpResponse:
    try:
        label = label_of(form.data["path"])
    except KeyError:
        raise BadRequest(NO_PART) from None
    context = {
        "revision": revision,
        "label": label,
        "page_url": _page_of(request, revision),
        "filters": queue_query(read_filter(request)),
        "form": form,
        "problems": form.problems,
        "overtaken": status == 409,
    }
    return render(request, "cases/change_comment.html", context, status=status)
