"""Deciding on comments of people none of whose work was accepted yet: once each, nobody on their own."""

from django.db import transaction

from accounts.models import User
from cases import permissions
from cases.actions import trail
from cases.actions.comments import publish_comment
from cases.actions.refusals import CommentMovedOn, Incomplete, NotAllowed, OwnWork
from cases.domain.messages import Problem
from cases.domain.messages import noop as _
from cases.domain.talk import COMMENT_REASON_CODES
from cases.models import CommentDecision, WaitingComment
from cases.models.talk import ACCEPTED, DECLINED


def accept(*, waiting: WaitingComment, by: User) -> CommentDecision:
    """Publish the comment. Raises NotAllowed, OwnWork, CommentMovedOn, and ThreadGone."""
    with transaction.atomic():
        decision = _decide(waiting, ACCEPTED, by=by)
        comment = publish_comment(waiting)
        trail.note("accept_comment", by=by, subject=waiting, data={"comment": comment.pk})
        return decision


def decline(*, waiting: WaitingComment, reason: str, by: User) -> CommentDecision:
    """Refuse the comment with a reason that its author reads. Raises as accept, and Incomplete."""
    if reason not in COMMENT_REASON_CODES:
        problem = Problem("reason", _("The reason is missing. Choose the one that fits best."))
        raise Incomplete((problem,))
    with transaction.atomic():
        decision = _decide(waiting, DECLINED, by=by, reason=reason)
        trail.note("decline_comment", by=by, subject=waiting, data={"reason": reason})
        return decision


def _decide(waiting: WaitingComment, decision: str, *, by: User, reason: str = "") -> CommentDecision:
    if not permissions.may_review(by):
        raise NotAllowed
    if not permissions.may_decide_on_comment(by, waiting):
        raise OwnWork
    WaitingComment.objects.select_for_update().get(pk=waiting.pk)
    if CommentDecision.objects.filter(pk=waiting.pk).exists():
        raise CommentMovedOn
    return CommentDecision.objects.create(
        waiting=waiting, decision=decision, by=by, author=waiting.author, reason=reason
    )
