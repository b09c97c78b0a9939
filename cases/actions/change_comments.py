"""Comments on parts of a waiting change: written without deciding, answered, and resolved."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases import permissions
from cases.actions import trail
from cases.actions.moves import lock
from cases.actions.refusals import Incomplete, NoSuchPart, NotAllowed, NotWaiting
from cases.domain.changes import changed_fields
from cases.domain.messages import Problem, too_long
from cases.domain.messages import noop as _
from cases.domain.workflow import State
from cases.models import ChangeComment, CommentResolution, Revision, RevisionState
from cases.models.change_comment import COMMENT_LIMIT
from cases.queries.chains import chain_of, join_chains

COMMENTS_AT_MOST = 200
"""So many comments one revision may have; a page shows all of them."""
BATCH = timedelta(minutes=15)
"""Comments of one quarter of an hour go to the author in one mail."""


def write(*, revision: Revision, path: str, text: str, by: User) -> ChangeComment:
    """Hang a comment on one changed field of a waiting revision.

    Raises NotAllowed, Incomplete, NotWaiting, and NoSuchPart when the revision does not change that field.
    """
    if not permissions.may_comment(by, revision):
        raise NotAllowed
    _check_text(text)
    with transaction.atomic():
        standing = _locked_waiting(revision)
        _check_path(standing.revision, path)
        now = timezone.now()
        comment = ChangeComment.objects.create(
            revision=standing.revision, path=path, text=text, by=by, at=now
        )
        trail.note("commented", by=by, subject=revision, data={"comment": comment.pk})
        author = standing.revision.author
        if by.pk != author.pk:
            trail.queue_mail("comments", to=author, about=standing.revision, due_at=batch_of(now) + BATCH)
        return comment


def resolve(*, comment: ChangeComment, revision: Revision, by: User) -> CommentResolution:
    """Say that a waiting revision answers a comment on one that it goes on from.

    Raises NotAllowed, NotWaiting, and NoSuchPart when the comment is of another change or is resolved.
    """
    if not permissions.may_comment(by, revision):
        raise NotAllowed
    with transaction.atomic():
        standing = _locked_waiting(revision)
        join_chains([standing.revision])
        if comment.revision_id not in {step.pk for step in chain_of(standing.revision)}:
            raise NoSuchPart
        if CommentResolution.objects.filter(comment=comment).exists():
            raise NoSuchPart
        resolution = CommentResolution.objects.create(comment=comment, revision=standing.revision, by=by)
        trail.note("resolved", by=by, subject=revision, data={"comment": comment.pk})
        return resolution


def batch_of(moment: datetime) -> datetime:
    """The beginning of the quarter of an hour that a moment is in."""
    return moment - timedelta(seconds=moment.timestamp() % BATCH.total_seconds())


def _locked_waiting(revision: Revision) -> RevisionState:
    standing = lock(revision)
    if State(standing.state) is not State.SUBMITTED:
        raise NotWaiting(State(standing.state))
    return standing


def _check_path(revision: Revision, path: str) -> None:
    base = revision.base.read() if revision.base else None
    if path not in {change.path for change in changed_fields(base, revision.read())}:
        raise NoSuchPart
    if revision.comments.count() >= COMMENTS_AT_MOST:
        message = _("This change has %(most)s comments, and more are not kept. Decide, or ask for changes.")
        raise Incomplete((Problem("text", message, {"most": COMMENTS_AT_MOST}),))


def _check_text(text: str) -> None:
    if not text.strip():
        raise Incomplete((Problem("text", _("The comment is empty. Write what you want to say.")),))
    if problems := too_long("text", text, COMMENT_LIMIT):
        raise Incomplete(problems)
