"""What is a person's own: who they are, what they sent, where it stands, and sending more."""

from typing import Annotated

from django.conf import settings
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Path, Query, Router

from accounts.models import User
from cases.actions import submissions as actions
from cases.api.answers import page_of, private
from cases.api.bodies import read_body, write
from cases.api.cursors import address_after, read_cursor
from cases.api.entry import ApiRequest
from cases.api.operations import reads_own, writes
from cases.api.problems import Refused
from cases.api.questions import RevisionsAsked
from cases.api.schemas.revisions import (
    Answer,
    Me,
    Receipt,
    RevisionList,
    Submission,
    WholeRevision,
)
from cases.api.submissions import read_answer, read_submission, send, send_answer
from cases.domain.content import Data
from cases.models import Revision
from cases.queries.chains import join_chains
from cases.queries.change_comments import ShownComment, comments_on
from cases.queries.me import OwnChange, own_change, own_changes
from cases.queries.reasons import ShownReason

router = Router(tags=["Your own"])
Number = Annotated[int, Path(ge=1, le=10**15)]


@reads_own(router, "/me", Me)
def get_me(request: ApiRequest) -> HttpResponse:
    """Who you are here, and what your token may do."""
    token, person = request.auth.token, request.auth.person
    assert token is not None  # noqa: S101 (the entry let nobody in without one)
    return private(
        {
            "name": person.username,
            "role": person.role,
            "is_suspended": person.is_suspended,
            "token": token.name,
            "scopes": token.scopes,
            "expires_at": token.expires_at.isoformat(),
        }
    )


@reads_own(router, "/revisions", RevisionList, asks=RevisionsAsked, refuses=(404,))
def list_revisions(request: ApiRequest, asked: Query[RevisionsAsked]) -> HttpResponse:
    """What you sent, newest first, 30 at a time, with what reviewers answered."""
    cursor = read_cursor(request)
    found, last = own_changes(
        request.auth.person, before=int(cursor[0]) if cursor else None, state=asked.state or ""
    )
    return private(
        page_of([_revision(each) for each in found], address_after(request, [last] if last else None))
    )


@reads_own(router, "/revisions/{number}", WholeRevision, refuses=(404,))
def get_revision(request: ApiRequest, number: Number) -> HttpResponse:
    """One revision of yours: where it stands, what the reviewer answered, and what it says."""
    found = _own(request, number)
    join_chains([found.revision])
    comments = [comment_data(each) for each in comments_on(found.revision)]
    return private(_revision(found) | {"content": found.revision.content, "comments": comments})


@writes(router, "/revisions", Receipt, body=Submission, refuses=(404, 409, 410))
def submit(request: ApiRequest) -> HttpResponse:
    """Send a case for review: a new one, or a change of one that is public. Nothing is public before a
    moderator accepted it.
    """
    sent = read_body(request, read_submission)
    return write(request, lambda: receipt(send(sent, by=request.auth.person)))


@writes(router, "/revisions/{number}/answer", Receipt, body=Answer, refuses=(404, 409))
def answer(request: ApiRequest, number: Number) -> HttpResponse:
    """Answer a reviewer who asked for changes: the whole case again, mended."""
    revision, sent = _written_by(request.auth.person, number), read_body(request, read_answer)
    return write(request, lambda: receipt(send_answer(sent, to=revision, by=request.auth.person)))


@writes(router, "/revisions/{number}/withdrawal", Receipt, status=200, refuses=(404, 409))
def withdraw(request: ApiRequest, number: Number) -> HttpResponse:
    """Take a revision back, as long as nobody decided on it. No body is needed."""
    revision = _written_by(request.auth.person, number)

    def act() -> Data:
        actions.withdraw(revision=revision, by=request.auth.person)
        return receipt(_written_by(request.auth.person, number))

    return write(request, act, status=200)


def receipt(revision: Revision) -> Data:
    """What became of a writing, in numbers and states."""
    return {
        "number": revision.pk,
        "state": revision.state.value,
        "content_hash": revision.content_hash,
        "address": f"{settings.SITE_URL}{settings.API_PREFIX}revisions/{revision.pk}",
    }


def comment_data(comment: ShownComment) -> Data:
    """A comment on one part of a change."""
    return {
        "field": comment.path,
        "text": comment.text,
        "by": comment.comment.by.shown_name,
        "at": comment.comment.at.isoformat(),
        "is_open": comment.is_open,
    }


def _own(request: ApiRequest, number: int) -> OwnChange:
    found = own_change(request.auth.person, number)
    if found is None:
        raise _absent()
    return found


def _written_by(person: User, number: int) -> Revision:
    rows = Revision.objects.by(person).open_to_writers().with_people().select_related("record", "base")
    revision = rows.filter(pk=number).first()
    if revision is None:
        raise _absent()
    return revision


def _absent() -> Refused:
    return Refused(404, _("You have no revision of this number. All of yours are at /api/v1/revisions."))


def _revision(own: OwnChange) -> Data:
    revision = own.revision
    case = getattr(revision.record, "case", None)
    answered = getattr(revision, "followed_by", None)
    return {
        "number": revision.pk,
        "state": own.state.value,
        "title": revision.title,
        "case": case.slug if case else None,
        "answers": revision.follows_id,
        "answered_by": answered.pk if answered else None,
        "note": revision.note,
        "sent_at": revision.created_at.isoformat(),
        "changed_at": revision.standing.changed_at.isoformat(),
        "content_hash": revision.content_hash,
        "ahead": own.ahead if own.state.value == "submitted" else 0,
        "can_be_answered": own.can_answer,
        "review": _review(own),
        "left_out": list(own.left_out),
        "address": settings.SITE_URL + reverse("cases:my_change", args=[revision.pk]),
    }


def _review(own: OwnChange) -> Data | None:
    review = getattr(own.revision, "review", None)
    if review is None:
        return None
    return {
        "decision": review.decision,
        "reason": _reason(own.reason),
        "note": review.note,
        "by": review.by.shown_name,
        "at": review.at.isoformat(),
    }


def _reason(reason: ShownReason | None) -> Data | None:
    if reason is None:
        return None
    return {"code": reason.code, "name": reason.name, "guidance": reason.guidance}
