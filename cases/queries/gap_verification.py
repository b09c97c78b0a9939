"""Checks of the public tables of gaps against the approvals and the audit log."""

from collections.abc import Iterator

from django.forms import model_to_dict

from cases.domain.messages import ContentProblems
from cases.domain.proposals import PROPOSAL_DECISIONS, ProposalState
from cases.models import (
    AuditEvent,
    GapTurn,
    OpenCall,
    Proposal,
    ProposalReview,
    ProposalStanding,
    SearchNote,
    WantedLine,
)
from cases.queries.addresses import moved_addresses, names_of_gap
from cases.queries.gap_turns import ExpectedTurn, expected_turns
from cases.queries.proposed import public_rows

CHUNK = 200


def faults_of_gaps() -> Iterator[str]:
    """Yield one sentence for each thing that is not as it must be."""
    yield from _turns()
    yield from _proposals()
    yield from _public_rows()
    yield from _wanted_lines()


def _turns() -> Iterator[str]:
    try:
        expected = {(turn.gap, turn.number): turn for turn in expected_turns()}
    except ContentProblems:
        return  # said of the revision
    for row in GapTurn.objects.iterator(CHUNK):
        found = ExpectedTurn(row.gap, row.number, row.of_state, row.case_id, row.at)
        if expected.pop((row.gap, row.number), None) != found:
            yield f"Gap {row.gap}: turn {row.number} is not one that the approvals bring about."
    yield from (f"Gap {gap}: turn {number} is missing." for gap, number in expected)


def _proposals() -> Iterator[str]:
    without = Proposal.objects.filter(standing__isnull=True).values_list("pk", flat=True)
    yield from (f"Proposal {pk}: it stands nowhere in the workflow." for pk in without)
    decided = [*PROPOSAL_DECISIONS, ProposalState.ENDED]
    for row in ProposalStanding.objects.filter(state__in=decided, proposal__review__isnull=True):
        yield f"Proposal {row.pk}: it is {row.state} without a review."
    for review in ProposalReview.objects.select_related("proposal__standing").iterator(CHUNK):
        state = review.proposal.state
        ended = state is ProposalState.ENDED and review.decision == ProposalState.APPROVED
        if state != review.decision and not ended:
            yield f"Proposal {review.proposal_id}: it is {state} and its review says {review.decision}."


def _public_rows() -> Iterator[str]:
    public = {row.pk: row for table in (OpenCall, SearchNote) for row in table.objects.iterator(CHUNK)}
    for expected in public_rows():
        found = public.pop(expected.pk, None)
        if type(found) is not type(expected) or _said(found) != _said(expected):
            yield f"Proposal {expected.pk}: what is public is not what was accepted."
    yield from (f"Proposal {pk}: it is public and was not accepted." for pk in public)


def _said(row: OpenCall | SearchNote | None) -> dict[str, object]:
    return model_to_dict(row) if row else {}


def _wanted_lines() -> Iterator[str]:
    moved = moved_addresses()
    for line in WantedLine.objects.iterator(CHUNK):
        names = names_of_gap(line.gap, moved)
        events = AuditEvent.objects.filter(verb="wanted", subject_kind="wantedline", subject_id__in=names)
        last = events.order_by("-id").values_list("data", "actor_id").first()
        if last != ({"number": line.number, "text": line.text}, line.by_id):
            yield f"Gap {line.gap}: its wanted line is not the last that was written."
