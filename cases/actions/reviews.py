"""Decisions on revisions. One revision gets one decision, and nobody decides on own work."""

from dataclasses import dataclass

from django.db import transaction

from accounts.actions import held
from accounts.models import User
from cases import permissions
from cases.actions import joining, notices, publication, second, submissions, trail
from cases.actions.moves import lock, move
from cases.actions.refusals import (
    AlreadyDecided,
    ChangedSinceSeen,
    Incomplete,
    NotAllowed,
    NotWaiting,
    Outdated,
    OwnWork,
)
from cases.domain.messages import Problem
from cases.domain.messages import noop as _
from cases.domain.workflow import DECISIONS, Move, State
from cases.models import FirstYes, Review, Revision, RevisionState, Taking
from cases.queries.merge import merge_of
from cases.queries.reasons import load_reasons
from cases.queries.second import first_yes_of


@dataclass(frozen=True, slots=True)
class Seen:
    """What the reviewer had in view: the hash of the revision's content, and the public revision.

    `first_yes` is the number of the first yes of two that was in view, if there was one.
    """

    content_hash: str
    published_id: int | None
    first_yes: int | None = None


def seen_now(revision: Revision) -> Seen:
    """What somebody sees who looks at this revision now."""
    first = first_yes_of(revision)
    return Seen(revision.content_hash, revision.record.published_id, first.pk if first else None)


def accept(*, revision: Revision, by: User, seen: Seen, note: str = "") -> Review | FirstYes:
    """Accept a revision: publish it, or be the first of the two moderators that it needs.

    Raises as approve.
    """
    if second.is_first_of_two(revision):
        return _accept_first(revision=revision, by=by, seen=seen, note=note)
    return approve(revision=revision, by=by, seen=seen, note=note)


def approve(*, revision: Revision, by: User, seen: Seen, note: str = "") -> Review:
    """Accept a revision and publish it, in one transaction.

    An outdated revision is first put together with what others changed meanwhile; Outdated is raised when
    they collide. Raises NotAllowed, OwnWork, AlreadyDecided, NotWaiting, ChangedSinceSeen besides, and
    OtherMoved when it joins another case that is not what it was; and of a change that needs two reviewers
    SecondNeeded or FirstYesUnseen, unless `by` is the second of them.
    """
    with trail.refusals_noted("approve", by=by, subject=revision), transaction.atomic():
        review = _decide(revision, State.APPROVED, by=by, seen=seen, reason="", note=note)
        publication.publish(review=review)
        joining.absorb(review=review)
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


def _accept_first(*, revision: Revision, by: User, seen: Seen, note: str) -> FirstYes:
    with trail.refusals_noted("approve", by=by, subject=revision), transaction.atomic():
        standing = _locked_for(revision, by)
        if State(standing.state) is not State.SUBMITTED:
            review = Review.objects.select_related("by").filter(revision=revision.pk).first()
            raise AlreadyDecided(review) if review else NotWaiting(State(standing.state))
        _check_seen(standing, seen)
        return second.say_first_yes(standing.revision, by=by, note=note)


def _locked_for(revision: Revision, by: User) -> RevisionState:
    """Lock a revision for somebody who may decide on it. Raises NotAllowed and OwnWork."""
    # As they are now: suspended or of another role since their request began, they decide nothing.
    if not permissions.may_review(held(by)):
        raise NotAllowed
    joining.lock_both(revision)
    standing = lock(revision)
    if not permissions.may_decide(by, standing.revision):
        raise OwnWork
    return standing


def _decide(revision: Revision, decision: State, *, by: User, seen: Seen, reason: str, note: str) -> Review:
    standing = _locked_for(revision, by)
    if decision is State.APPROVED and State(standing.state) is State.SUBMITTED:
        _check_seen(standing, seen)
        second.check_second(standing.revision, by=by, seen_first=seen.first_yes)
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
    data = {"reason": reason, "record": standing.revision.record_id}
    trail.note(decision.value, by=by, subject=standing.revision, data=data)
    trail.queue_mail("decision", to=standing.revision.author, about=standing.revision)
    notices.tell("decision", to=standing.revision.author, about=standing.revision, by=by)
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


def _check_seen(standing: RevisionState, seen: Seen) -> None:
    revision = standing.revision
    if (seen.content_hash, seen.published_id) != (revision.content_hash, revision.record.published_id):
        raise ChangedSinceSeen


def _check_reason(reason: str, note: str) -> None:
    problems = []
    if reason not in load_reasons().open_codes:
        problems.append(Problem("reason", _("The reason is missing. Choose the one that fits best.")))
    if not note.strip():
        problems.append(Problem("note", _("The note is missing. Say to the author what to do next.")))
    if problems:
        raise Incomplete(tuple(problems))
