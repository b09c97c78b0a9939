"""Proposing an open call or a search note, taking it back, deciding on it, and ending what was accepted."""

import uuid

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases import permissions
from cases.actions import newcomers, notices, publication, trail
from cases.actions.moves import hold_writer
from cases.actions.refusals import (
    GapNotOpen,
    Incomplete,
    NotAllowed,
    OwnWork,
    ProposalMovedOn,
)
from cases.domain.gaps import Gap, GapState
from cases.domain.messages import Problem
from cases.domain.messages import noop as _
from cases.domain.notices import NoticeKind
from cases.domain.proposals import (
    PROPOSAL_DECISIONS,
    PROPOSAL_MOVES,
    PROPOSAL_REASON_CODES,
    ProposalKind,
    ProposalMove,
    ProposalState,
    ProposalText,
    problems_of_proposal,
)
from cases.domain.workflow import Actor
from cases.models import OpenCall, Proposal, ProposalReview, ProposalStanding, SearchNote
from cases.queries.addresses import gap_now, moved_addresses
from cases.queries.gap_states import state_now
from cases.queries.proposed import public_row


def propose(*, said: ProposalText, gap: Gap, by: User, submission_key: uuid.UUID) -> Proposal:
    """Send an open call or a search note for review. The same key again returns what the first sending made.

    Raises NotAllowed, Incomplete, TooManyWaiting, TooManyToday, and GapNotOpen when there is no such gap now.
    """
    if not permissions.may_propose(by):
        raise NotAllowed
    problems = problems_of_proposal(said, timezone.localdate())
    if problems:
        raise Incomplete(problems)
    with transaction.atomic():
        hold_writer(by)
        sent = Proposal.objects.filter(submission_key=submission_key).first()
        if sent is not None:
            if sent.author_id != by.pk:
                raise NotAllowed
            return sent
        _check_open(gap)
        newcomers.check_proposal(said.text, by=by)
        proposal = Proposal.objects.create(
            kind=said.kind,
            gap=gap.address,
            text=said.text.strip(),
            sources=said.sources.strip(),
            until=said.until,
            author=by,
            submission_key=submission_key,
        )
        ProposalStanding.objects.create(proposal=proposal, changed_at=proposal.created_at)
        trail.note("proposed", by=by, subject=proposal, data={"gap": gap.address, "kind": said.kind})
        return proposal


def accept(*, proposal: Proposal, by: User, note: str = "") -> ProposalReview:
    """Accept a proposal and make it public. Raises NotAllowed, OwnWork, ProposalMovedOn, GapNotOpen."""
    with transaction.atomic():
        review = _decide(proposal, ProposalState.APPROVED, by=by, reason="", note=note)
        publication.bump_site_version(review.at)
        moved = moved_addresses()
        _check_open(Gap.read(gap_now(proposal.gap, moved)))
        public_row(Proposal.objects.with_people().get(pk=proposal.pk), moved).save(force_insert=True)
        return review


def decline(*, proposal: Proposal, by: User, reason: str, note: str) -> ProposalReview:
    """Refuse a proposal with a reason and a note. Raises as accept, and Incomplete."""
    problems = []
    if reason not in PROPOSAL_REASON_CODES:
        problems.append(Problem("reason", _("The reason is missing. Choose the one that fits best.")))
    if not note.strip():
        problems.append(Problem("note", _("The note is missing. Say to the author what to do next.")))
    if problems:
        raise Incomplete(tuple(problems))
    with transaction.atomic():
        # The proposal is locked before the turn is taken, as in accepting: the other way round two
        # moderators would wait for each other.
        review = _decide(proposal, ProposalState.REJECTED, by=by, reason=reason, note=note)
        # The public log tells of it.
        publication.bump_site_version(None)
        return review


def withdraw(*, proposal: Proposal, by: User) -> None:
    """Take a proposal back before anyone decided. Raises NotAllowed, and ProposalMovedOn when too late."""
    if not permissions.may_withdraw_proposal(by, proposal):
        raise NotAllowed
    with transaction.atomic():
        _move(proposal, ProposalMove.WITHDRAW, by=by)
        trail.note("withdrawn", by=by, subject=proposal)


def end(*, proposal: Proposal, by: User) -> None:
    """End what was accepted: a call is over, a search begins again. Raises NotAllowed, ProposalMovedOn."""
    if not permissions.may_end_proposal(by, proposal):
        raise NotAllowed
    with transaction.atomic():
        standing = _move(proposal, ProposalMove.END, by=by)
        publication.bump_site_version(standing.changed_at)
        table = OpenCall if proposal.kind == ProposalKind.CALL else SearchNote
        table.objects.filter(pk=proposal.pk).update(ended_at=standing.changed_at)
        trail.note("ended", by=by, subject=proposal, data={"gap": proposal.gap})


def _decide(
    proposal: Proposal, decision: ProposalState, *, by: User, reason: str, note: str
) -> ProposalReview:
    if not permissions.may_review(by):
        raise NotAllowed
    if not permissions.may_decide_on_proposal(by, proposal):
        raise OwnWork
    standing = _move(proposal, PROPOSAL_DECISIONS[decision], by=by)
    review = ProposalReview.objects.create(
        proposal=proposal,
        decision=decision,
        by=by,
        author=proposal.author,
        reason=reason,
        note=note,
        at=standing.changed_at,
    )
    data = {"gap": proposal.gap, "reason": reason}
    trail.note(decision.value, by=by, subject=proposal, data=data)
    trail.queue_mail("proposal", to=proposal.author, about=proposal)
    notices.tell(NoticeKind.PROPOSAL, to=proposal.author, about=proposal, by=by)
    return review


def _move(proposal: Proposal, step: ProposalMove, *, by: User) -> ProposalStanding:
    """Make the move, one at a time. Raises ProposalMovedOn where it does not start, and NotAllowed."""
    standing = ProposalStanding.objects.select_for_update().get(pk=proposal.pk)
    arrow = PROPOSAL_MOVES[step]
    if standing.state != arrow.starts:
        review = ProposalReview.objects.select_related("by").filter(proposal=proposal).first()
        raise ProposalMovedOn(ProposalState(standing.state), review)
    if (Actor.AUTHOR if by.pk == proposal.author_id else Actor.REVIEWER) not in arrow.actors:
        raise NotAllowed
    standing.state = arrow.ends
    standing.changed_at = timezone.now()
    standing.save(update_fields=["state", "changed_at"])
    return standing


def _check_open(gap: Gap) -> None:
    if state_now(gap) in {None, GapState.CLOSED}:
        raise GapNotOpen
