"""Decisions on revisions. One revision gets one decision, and nobody decides on own work."""

from dataclasses import dataclass

from django.db import transaction

from accounts.models import User
from cases import permissions
from cases.actions import publication, submissions, trail
from cases.actions.moves import lock, move
from cases.actions.refusals import CaseOffPage, ChangedSinceSeen, Incomplete, NotAllowed, Outdated, OwnWork
from cases.domain.messages import Problem
from cases.domain.messages import noop as _
from cases.domain.reasons import REASON_CODES
from cases.domain.workflow import DECISIONS, Move, State
from cases.models import HiddenRevision, Review, Revision, RevisionState, TakenDown, Taking
from cases.queries.merge import merge_of


@dataclass(frozen=True, slots=True)
class Seen:
    """What the reviewer had in view: the hash of the revision's content, and the public revision."""

    content_hash: str
    published_id: int | None


def seen_now(revision: Revision) -> Seen:
    """What somebody sees who looks at this revision now."""
    return Seen(revision.content_hash, revision.record.published_id)


def approve(*, revision: Revision, by: User, seen: Seen, note: str = "") -> Review:
    """Accept a revision and publish it, in one transaction.

    An outdated revision is first put together with what others changed meanwhile; Outdated is raised when
    they collide, and CaseOffPage while the case, or this text, is off the page. Raises NotAllowed,
    OwnWork, AlreadyDecided, NotWaiting, ChangedSinceSeen besides.
    """
    with trail.refusals_noted("approve", by=by, subject=revision), transaction.atomic():
        review = _decide(revision, State.APPROVED, by=by, seen=seen, reason="", note=note)
        publication.publish(review=review)
        return review


def ask_for_changes(*, revision: Revision, by: User, seen: Seen, reason: str, note: str) -> Review:
    """Send a revision back to its author with a reason and a note. Raises as approve, and Incomplete."""
    _check_reason(reason, note)
    with trail.refusals_noted("ask_for_changes", by=by, subject=revision), transaction.atomic():
        return _decide(revision, State.CHANGES_REQUESTED, by=by, seen=seen, reason=reason, note=note)


def decline(*, revision: Revision, by: User, seen: Seen, reason: str, note: str) -> Review:
    """Refuse a revision with a reason and a note. Raises as approve, and Incomplete."""
    _check_reason(reason, note)
    with trail.refusals_noted("decline", by=by, subject=revision), transaction.atomic():
        return _decide(revision, State.REJECTED, by=by, seen=seen, reason=reason, note=note)


def _decide(revision: Revision, decision: State, *, by: User, seen: Seen, reason: str, note: str) -> Review:
    if not permissions.may_review(by):
        raise NotAllowed
    standing = lock(revision)
    if not permissions.may_decide(by, standing.revision):
        raise OwnWork
    if decision is State.APPROVED:
        _check_on_page(standing.revision)
    if decision is State.APPROVED and standing.revision.is_outdated:
        standing = _brought_up_to_date(standing, seen, by=by)
        move(standing, DECISIONS[decision], by=by)
    else:
        move(standing, DECISIONS[decision], by=by)
        _check_seen(standing, seen)
    if decision is State.APPROVED:
        publication.take_turn()
    else:
        publication.bump_site_version(None)
    review = Review.objects.create(
        revision=standing.revision,
        decision=decision,
        by=by,
        author=standing.revision.author,
        reason=reason,
        note=note,
        content_hash=standing.revision.content_hash,
    )
    Taking.objects.filter(revision=revision).delete()
    trail.note(decision.value, by=by, subject=standing.revision, data={"reason": reason})
    trail.queue_mail("decision", to=standing.revision.author, about=standing.revision)
    return review


def _brought_up_to_date(standing: RevisionState, seen: Seen, *, by: User) -> RevisionState:
    """Replace an outdated revision by its changes on what is public now, as the reviewer saw them."""
    move(standing, Move.REPLACE, by=by)
    _check_seen(standing, seen)
    merge = merge_of(standing.revision)
    if merge.collisions:
        raise Outdated
    try:
        return submissions.put_together(revision=standing.revision, content=merge.content, by=by)
    except Incomplete:
        raise Outdated from None


def _check_on_page(revision: Revision) -> None:
    is_taken_down = TakenDown.objects.filter(record=revision.record_id).exists()
    if is_taken_down or HiddenRevision.objects.filter(revision=revision).exists():
        raise CaseOffPage


def _check_seen(standing: RevisionState, seen: Seen) -> None:
    if seen != seen_now(standing.revision):
        raise ChangedSinceSeen


def _check_reason(reason: str, note: str) -> None:
    problems = []
    if reason not in REASON_CODES:
        problems.append(Problem("reason", _("The reason is missing. Choose the one that fits best.")))
    if not note.strip():
        problems.append(Problem("note", _("The note is missing. Say to the author what to do next.")))
    if problems:
        raise Incomplete(tuple(problems))
