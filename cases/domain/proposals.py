"""Proposals about gaps: open calls, and notes that somebody looked and found nothing.

A proposal is private until a moderator accepts it; the workflow is this table. Nothing of it changes
but where it stands.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from cases.domain.messages import Problem, too_long
from cases.domain.messages import noop as _
from cases.domain.reasons import Reason
from cases.domain.workflow import Actor


class ProposalKind(StrEnum):
    """What is proposed: an open call, or a note *looked for, not found*."""

    CALL = "call"
    SEARCH = "search"


class ProposalState(StrEnum):
    """Where a proposal stands. One that ended was public: a call taken back, a search begun again."""

    SUBMITTED = "submitted"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


class ProposalMove(StrEnum):
    """A step of the workflow."""

    APPROVE = "approve"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    END = "end"


@dataclass(frozen=True, slots=True)
class ProposalArrow:
    """From which state a move starts, where it ends, and who may make it."""

    starts: ProposalState
    ends: ProposalState
    actors: frozenset[Actor]


AUTHOR, REVIEWER = frozenset({Actor.AUTHOR}), frozenset({Actor.REVIEWER})

PROPOSAL_MOVES: Mapping[ProposalMove, ProposalArrow] = {
    ProposalMove.APPROVE: ProposalArrow(ProposalState.SUBMITTED, ProposalState.APPROVED, REVIEWER),
    ProposalMove.DECLINE: ProposalArrow(ProposalState.SUBMITTED, ProposalState.REJECTED, REVIEWER),
    ProposalMove.WITHDRAW: ProposalArrow(ProposalState.SUBMITTED, ProposalState.WITHDRAWN, AUTHOR),
    ProposalMove.END: ProposalArrow(ProposalState.APPROVED, ProposalState.ENDED, AUTHOR | REVIEWER),
}
PROPOSAL_DECISIONS: Mapping[ProposalState, ProposalMove] = {
    ProposalState.APPROVED: ProposalMove.APPROVE,
    ProposalState.REJECTED: ProposalMove.DECLINE,
}


def allowed_proposal_changes() -> frozenset[tuple[ProposalState, ProposalState]]:
    """Every pair of states that some move joins; the database refuses all others."""
    return frozenset((arrow.starts, arrow.ends) for arrow in PROPOSAL_MOVES.values())


# --- what a proposal says -------------------------------------------------------------------------

TEXT_LIMIT = 1_000
SOURCES_LIMIT = 2_000
WANTED_LIMIT = 200
A_CALL_LASTS_AT_MOST = timedelta(days=730)

MISSING_TEXT = {
    ProposalKind.CALL: _("The text of the call is missing. Say what you want to know, and from whom."),
    ProposalKind.SEARCH: _("Say what you looked for, in a sentence or two."),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ProposalText:
    """What a proposal says. `until` is the last day of a call; `sources` are those read, one a line."""

    kind: ProposalKind
    text: str
    sources: str = ""
    until: date | None = None


def problems_of_proposal(said: ProposalText, today: date) -> tuple[Problem, ...]:
    """What is wrong with it, beside the name of its field."""
    problems = []
    if not said.text.strip():
        problems.append(Problem("text", MISSING_TEXT[said.kind]))
    if said.kind is ProposalKind.SEARCH and not said.sources.strip():
        problems.append(Problem("sources", _("Say which sources you read, one a line.")))
    problems += too_long("text", said.text, TEXT_LIMIT)
    problems += too_long("sources", said.sources, SOURCES_LIMIT)
    if said.until is not None and said.until < today:
        problems.append(Problem("until", _("The call would end before it begins. Choose a later day.")))
    if said.until is not None and said.until > today + A_CALL_LASTS_AT_MOST:
        problems.append(Problem("until", _("A call lasts two years at most. Choose an earlier day.")))
    return tuple(problems)


# --- why one is declined --------------------------------------------------------------------------

PROPOSAL_REASONS = (
    Reason(
        "not-clear",
        _("Nobody could act on it"),
        _("Say what is wanted so that somebody who has never been here knows where to begin."),
    ),
    Reason(
        "sources-not-named",
        _("It does not say where you looked"),
        _("Name each source so that the next person need not read it again: title, year, and where it is."),
    ),
    Reason(
        "there-is-a-case",
        _("A case is known"),
        _("The note names a case. Add it by the form of this gap."),
    ),
    Reason(
        "already-there",
        _("This is said here already"),
        _("Somebody said the same on the page of this gap. Look there first."),
    ),
    Reason(
        "advertising",
        _("This advertises"),
        _("A call asks for cases and sources, and sells nothing."),
    ),
    Reason("other", _("Another reason, in the note"), _("See the reviewer's note.")),
)
PROPOSAL_REASON_CODES = tuple(reason.code for reason in PROPOSAL_REASONS)


def proposal_reason(code: str) -> Reason:
    """The reason of this code. Raises KeyError when there is none."""
    return {reason.code: reason for reason in PROPOSAL_REASONS}[code]


# --- looking --------------------------------------------------------------------------------------

LOOKING_LASTS = timedelta(days=30)
REMINDED_BEFORE = timedelta(days=5)
LOOKING_AT_MOST = 10
"""For how many gaps at once somebody may say that they are looking."""
