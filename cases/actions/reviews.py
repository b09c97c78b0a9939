"""Decisions on revisions. One revision gets one decision, and nobody decides on own work."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases import permissions
from cases.actions import joining, notices, publication, second, submissions, trail
from cases.actions.moves import asked_by_lock, lock, move, person_held, person_row_held
from cases.actions.one_row import add, take
from cases.actions.refusals import (
    CaseOffPage,
    ChangedSinceSeen,
    Incomplete,
    NeedsOthers,
    NotAllowed,
    Outdated,
    OwnWork,
)
from cases.actions.sending import sent_together
from cases.domain.changes import changed_fields
from cases.domain.choosing import chosen_content, needs_of
from cases.domain.content import CaseContent
from cases.domain.messages import Problem
from cases.domain.messages import noop as _
from cases.domain.notices import NoticeKind
from cases.domain.reasons import SPAM
from cases.domain.workflow import DECISIONS, Move, State
from cases.models import (
    FirstYes,
    Joining,
    PartialAcceptance,
    Review,
    Revision,
    RevisionState,
    Taking,
)
from cases.queries.asking import Question, ask_ahead
from cases.queries.merge import Offer, offer_of
from cases.queries.off_page import is_off_page, off_page_rows
from cases.queries.reasons import load_reasons
from cases.queries.second import asked_before_acceptance, first_yes_of
from models_taxonomy.queries import claims_now


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
    with trail.refusals_noted("approve", by=by, subject=revision), transaction.atomic(), sent_together():
        standing = _locked_for(revision, by)
        before = second.said_before(standing.revision)
        if State(standing.state) is State.SUBMITTED and before.is_needed:
            _check_on_page(standing.revision)
            _check_seen(standing, seen)
            return second.say_first_yes(standing.revision, by=by, note=note)
        return _approve(standing, before, by=by, seen=seen, note=note)


def approve(*, revision: Revision, by: User, seen: Seen, note: str = "") -> Review:
    """Accept a revision and publish it, in one transaction.

    An outdated revision is first put together with what others changed meanwhile; Outdated is raised when
    they collide, and CaseOffPage while the case, or this text, is off the page. Raises NotAllowed, OwnWork,
    AlreadyDecided, NotWaiting, ChangedSinceSeen besides, and OtherMoved when it joins another case that is
    not what it was; and of a change that needs two reviewers SecondNeeded or FirstYesUnseen, unless `by` is
    the second of them.
    """
    with trail.refusals_noted("approve", by=by, subject=revision), transaction.atomic(), sent_together():
        standing = _locked_for(revision, by)
        before = second.said_before(standing.revision)
        return _approve(standing, before, by=by, seen=seen, note=note)


def ask_for_changes(*, revision: Revision, by: User, seen: Seen, reason: str, note: str) -> Review:
    """Send a revision back to its author with a reason and a note. Raises as approve, and Incomplete."""
    _check_reason(reason, note)
    with trail.refusals_noted("ask_for_changes", by=by, subject=revision), transaction.atomic():
        return _refuse(
            _locked_for(revision, by), State.CHANGES_REQUESTED, by=by, seen=seen, reason=reason, note=note
        )


def decline(*, revision: Revision, by: User, seen: Seen, reason: str, note: str) -> Review:
    """Refuse a revision with a reason and a note. Raises as approve, and Incomplete."""
    _check_reason(reason, note)
    with trail.refusals_noted("decline", by=by, subject=revision), transaction.atomic():
        return _refuse(_locked_for(revision, by), State.REJECTED, by=by, seen=seen, reason=reason, note=note)


def decline_as_spam(*, revision: Revision, by: User, seen: Seen) -> Review:
    """Refuse a revision as spam in one step, without a note. Raises as approve."""
    with trail.refusals_noted("decline_as_spam", by=by, subject=revision), transaction.atomic():
        return _refuse(_locked_for(revision, by), State.REJECTED, by=by, seen=seen, reason=SPAM, note="")


def accept_some(*, revision: Revision, paths: Collection[str], by: User, seen: Seen, note: str) -> Review:
    """Accept the changes at these paths as a revision of its own, credited to the author, and publish it.

    The whole revision leaves the queue; what was left out goes back to its author with the note. The
    moderator chooses among the author's changes and writes nothing, so nobody decides on own work.
    Raises as approve; Incomplete when the note is missing, or when nothing or everything was chosen;
    NeedsOthers when a chosen change does not stand without another; SecondNeeded and FirstYesUnseen when what
    was chosen needs two reviewers itself.
    """
    with trail.refusals_noted("accept_some", by=by, subject=revision), transaction.atomic():
        standing = _locked_for(revision, by)
        _check_on_page(standing.revision)
        move(standing, Move.REPLACE, by=by)
        _check_seen(standing, seen)
        offer = offer_of(standing.revision, onto=standing.revision.record.published)
        if offer.collisions:
            raise Outdated
        _refuse_part_of_joining(standing.revision)
        left = _left_out(offer, paths, note)
        content = _chosen(offer, paths, standing.revision)
        second.check_part(
            standing.revision, before=offer.before, content=content, by=by, seen_first=seen.first_yes
        )
        part = submissions.put_together(standing=standing, content=content)
        PartialAcceptance.objects.create(revision=part.revision, accepted=sorted(paths), left_out=left)
        numbers = {"replaces": revision.pk, "accepted": len(paths), "left_out": len(left)}
        trail.note("accepted_in_part", by=by, subject=part.revision, data=numbers)
        move(part, Move.APPROVE, by=by)
        take(Taking, revision=revision.pk)
        return _publish(part, by=by, note=note)


def _locked_for(revision: Revision, by: User) -> RevisionState:
    """Lock a revision for somebody who may decide on it. Raises NotAllowed and OwnWork."""
    # As they are now: suspended or of another role since their request began, they decide nothing.
    ask_ahead(_asked_by_deciding(revision, by))
    if not permissions.may_review(person_held(by.pk)):
        raise NotAllowed
    joining.lock_both(revision)
    standing = lock(revision)
    if not permissions.may_decide(by, standing.revision):
        raise OwnWork
    if standing.revision.base_id is not None and not standing.revision.is_outdated:
        standing.revision.record.published = standing.revision.base  # one row, which is then read once
    return standing


def _asked_by_deciding(revision: Revision, by: User) -> Iterator[Question]:
    """What deciding on a revision asks in nearly every case, in the order in which it locks."""
    yield person_row_held.asked_of(by.pk)
    if joining.is_of(revision):
        return
    yield from asked_by_lock(revision)
    yield from asked_before_acceptance(revision)
    yield off_page_rows.asked_of(revision.record_id, revision.pk)


def _approve(standing: RevisionState, before: second.Before, *, by: User, seen: Seen, note: str) -> Review:
    """Accept and publish a revision that was locked for this person."""
    _check_on_page(standing.revision)
    if State(standing.state) is State.SUBMITTED:
        _check_seen(standing, seen)
        second.check_second(before, by=by, seen_first=seen.first_yes)
    take(Taking, revision=standing.pk)
    if standing.revision.is_outdated:
        standing = _brought_up_to_date(standing, seen, by=by)
        move(standing, Move.APPROVE, by=by)
    else:
        move(standing, Move.APPROVE, by=by)
        _check_seen(standing, seen)
    review = _publish(standing, by=by, note=note)
    joining.absorb(review=review)
    return review


def _refuse(
    standing: RevisionState, decision: State, *, by: User, seen: Seen, reason: str, note: str
) -> Review:
    """Send a revision back, or decline it, that was locked for this person."""
    move(standing, DECISIONS[decision], by=by)
    _check_seen(standing, seen)
    take(Taking, revision=standing.pk)
    publication.bump_site_version(None)
    review = add(_review(standing, decision, by=by, at=timezone.now(), reason=reason, note=note))
    _tell(review)
    return review


def _publish(standing: RevisionState, *, by: User, note: str) -> Review:
    """Publish a revision that was just moved.

    An approval takes its turn before it is written down, so that approvals are numbered in the order of
    their publications: `rebuild_public` replays them in that order.
    """
    at = timezone.now()
    publication.bump_site_version(at)
    review = _review(standing, State.APPROVED, by=by, at=at, reason="", note=note)
    publication.publish(review=review)
    _tell(review)
    return review


def _review(
    standing: RevisionState, decision: State, *, by: User, at: datetime, reason: str, note: str
) -> Review:
    """The review of a revision that was just moved, which is not yet written down."""
    return Review(
        revision=standing.revision,
        decision=decision,
        by=by,
        author=standing.revision.author,
        reason=reason,
        note=note,
        content_hash=standing.revision.content_hash,
        at=at,
    )


def _tell(review: Review) -> None:
    """Note a review that was written down, and tell the author of the revision."""
    revision = review.revision
    data = {"reason": review.reason, "record": revision.record_id}
    trail.note(review.decision, by=review.by, subject=revision, data=data)
    trail.queue_mail("decision", to=revision.author, about=revision)
    notices.tell(NoticeKind.DECISION, to=revision.author, about=revision, by=review.by)


def _brought_up_to_date(standing: RevisionState, seen: Seen, *, by: User) -> RevisionState:
    """Replace an outdated revision by its changes on what is public now, as the reviewer saw them."""
    move(standing, Move.REPLACE, by=by)
    _check_seen(standing, seen)
    offer = offer_of(standing.revision, onto=standing.revision.record.published)
    if offer.collisions:
        raise Outdated
    try:
        merged = submissions.put_together(standing=standing, content=offer.content)
    except Incomplete:
        raise Outdated from None
    trail.note("merged", by=by, subject=merged.revision, data={"replaces": standing.pk})
    return merged


def _refuse_part_of_joining(revision: Revision) -> None:
    """Part of a change that takes another case off the page would lose what that case says."""
    if Joining.objects.filter(revision=revision).exists():
        message = _("This change merges another case into this one. Accept it whole, or ask for changes.")
        raise Incomplete((Problem("ticked", message),))


def _left_out(offer: Offer, paths: Collection[str], note: str) -> list[str]:
    """The changes that were not chosen. Raises Incomplete unless something is, something is not, and why."""
    offered = [change.path for change in changed_fields(offer.before, offer.content)]
    if not set(paths) <= set(offered):
        raise ChangedSinceSeen
    left = [path for path in offered if path not in paths]
    problems = []
    if not paths:
        problems.append(Problem("ticked", _("Nothing is ticked. Tick the changes that you accept.")))
    elif not left:
        problems.append(Problem("ticked", _("Everything is ticked. Choose “Accept and publish” instead.")))
    if not note.strip():
        problems.append(
            Problem("note", _("The note is missing. Say to the author why the rest is left out."))
        )
    if problems:
        raise Incomplete(tuple(problems))
    return left


def _chosen(offer: Offer, paths: Collection[str], revision: Revision) -> CaseContent:
    """What the case says with the chosen changes alone. Raises NeedsOthers."""
    content = chosen_content(offer.before, offer.content, paths)
    problems = submissions.problems_of(content, revision.record.published, claims_now())
    if needs := needs_of(offer.before, offer.content, paths, problems):
        raise NeedsOthers(needs)
    return content


def _check_on_page(revision: Revision) -> None:
    if is_off_page(revision):
        raise CaseOffPage


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
