"""Writing in a discussion: a new thread, an answer, and new words for an own comment."""

import uuid
from typing import TypeVar

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from cases import permissions
from cases.actions import comments as act
from cases.actions.refusals import (
    CommentMovedOn,
    Incomplete,
    NotAllowed,
    ThreadGone,
    TooLateToEdit,
    TooManyWaiting,
)
from cases.domain.talk import Anchor, UnknownAnchor
from cases.forms.raw import known_fields
from cases.forms.talk import AnswerForm, CommentForm, ThreadForm
from cases.models import Case, Comment
from cases.queries import talk
from cases.views.discussion import WHOLE, thread_or_404
from cases.views.marks import PersonRequest, contributor_page
from cases.views.parameters import scalar
from cases.views.public_case import case_or_404
from cases.views.withdrawn import or_withdrawn

F = TypeVar("F", bound=CommentForm)


@contributor_page
@or_withdrawn
def begin_thread(request: PersonRequest, slug: str) -> HttpResponse:
    """Begin a thread on what `about` names: a part, a placement, or the case as a whole."""
    case, about = case_or_404(slug), _anchor(request)
    context = {"case": case, "about": talk.shown_anchor(about)}
    if request.method != "POST":
        return _show(request, ThreadForm(initial={"form_key": uuid.uuid4()}), context)
    form = _sent(request, ThreadForm)
    try:
        written = act.begin(
            case=case,
            about=about,
            subject=form.cleaned_data["subject"],
            text=form.said(),
            by=request.user,
            submission_key=form.cleaned_data["form_key"],
        )
    except (Incomplete, TooManyWaiting, NotAllowed) as refusal:
        return _refused(request, form, refusal, context)
    return _written(request, case, written)


@contributor_page
@or_withdrawn
def answer(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Add a comment to a thread."""
    case = case_or_404(slug)
    thread = thread_or_404(case, pk)
    context = {"case": case, "thread": thread, "about": talk.shown_anchor(thread.anchor)}
    if request.method != "POST":
        return _show(request, AnswerForm(initial={"form_key": uuid.uuid4()}), context)
    form = _sent(request, AnswerForm)
    try:
        written = act.answer(
            thread=thread,
            case=case,
            text=form.said(),
            by=request.user,
            submission_key=form.cleaned_data["form_key"],
        )
    except (Incomplete, TooManyWaiting, NotAllowed) as refusal:
        return _refused(request, form, refusal, context)
    except ThreadGone:
        raise Http404 from None
    return _written(request, case, written)


@contributor_page
@or_withdrawn
def edit_comment(request: PersonRequest, slug: str, pk: int) -> HttpResponse:
    """Change the words of an own comment, for half an hour."""
    case = case_or_404(slug)
    comment = talk.load_comment(case, pk)
    if comment is None or comment.author_id != request.user.pk:
        raise Http404
    context = {
        "case": case,
        "thread": comment.thread,
        "about": talk.shown_anchor(comment.thread.anchor),
        "comment": comment,
        "is_late": not permissions.may_edit_comment(request.user, comment),
    }
    if request.method != "POST":
        return _show(request, CommentForm(initial={"text": comment.text}), context)
    form = _sent(request, CommentForm)
    try:
        act.edit(comment=comment, text=form.said(), by=request.user)
    except Incomplete as refusal:
        return _refused(request, form, refusal, context)
    except TooLateToEdit:
        return _show(request, form, context | {"is_late": True}, status=409)
    except CommentMovedOn:
        raise Http404 from None
    messages.success(request, _("Your comment is changed."))
    return to_comment(case, comment)


def to_comment(case: Case, comment: Comment) -> HttpResponseRedirect:
    """Lead to a comment in its thread."""
    return HttpResponseRedirect(talk.comment_path(case, comment))


def _anchor(request: HttpRequest) -> Anchor:
    about = scalar(request, "about")
    try:
        anchor = Anchor.read("" if about == WHOLE else about)
    except UnknownAnchor:
        raise Http404 from None
    if not talk.is_known(anchor):
        raise Http404
    return anchor


def _sent(request: PersonRequest, kind: type[F]) -> F:
    """The form as it was sent. Raises BadRequest for one that the page did not make."""
    known_fields(request.POST, {"csrfmiddlewaretoken", *kind.base_fields}.__contains__)
    form = kind(request.POST)
    if not form.is_valid():
        raise BadRequest("The form has no key. Open the form again and send it from there.")
    return form


def _refused(
    request: PersonRequest, form: CommentForm, refusal: Exception, context: dict[str, object]
) -> HttpResponse:
    if isinstance(refusal, NotAllowed):
        raise Http404 from None
    if isinstance(refusal, Incomplete):
        form.place(refusal.problems)
    else:
        form.add_error(
            None,
            _(
                "%(number)s comments of yours wait for a reviewer, which is as many as may wait until "
                "something of yours is accepted. Your text is still in the form."
            )
            % {"number": settings.NEWCOMERS_WAITING_AT_MOST},
        )
    return _show(request, form, context, status=422)


def _written(request: PersonRequest, case: Case, written: act.Written) -> HttpResponse:
    """Lead to the comment; one that waits stands in its author's own view only."""
    if isinstance(written, Comment):
        return to_comment(case, written)
    messages.success(request, _("A moderator reads it before it shows. Until then only you see it here."))
    if written.thread_id:
        return redirect("cases:thread", case.slug, written.thread_id)
    return redirect("cases:discussion", case.slug)


def _show(
    request: PersonRequest, form: CommentForm, context: dict[str, object], *, status: int = 200
) -> HttpResponse:
    context = {"form": form, "problems": form.problems, **context}
    return render(request, "cases/comment_form.html", context, status=status)
