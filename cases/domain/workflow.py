"""The one workflow of a revision: its states, and the moves between them, as data."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """Where a revision stands. A draft is not yet a revision: its text may still change."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    CHANGES_REQUESTED = "changes_requested"
    APPROVED = "approved"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


class Actor(StrEnum):
    """Who makes a move: the author of the revision, or a moderator who is not its author."""

    AUTHOR = "author"
    REVIEWER = "reviewer"


class Move(StrEnum):
    """A step of the workflow."""

    SUBMIT = "submit"
    ASK_FOR_CHANGES = "ask_for_changes"
    APPROVE = "approve"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    REPLACE = "replace"


@dataclass(frozen=True, slots=True)
class Arrow:
    """From which states a move may start, where it ends, and who may make it."""

    starts: frozenset[State]
    ends: State
    actors: frozenset[Actor]


MOVES: dict[Move, Arrow] = {
    Move.SUBMIT: Arrow(frozenset({State.DRAFT}), State.SUBMITTED, frozenset({Actor.AUTHOR})),
    Move.ASK_FOR_CHANGES: Arrow(
        frozenset({State.SUBMITTED}), State.CHANGES_REQUESTED, frozenset({Actor.REVIEWER})
    ),
    Move.APPROVE: Arrow(frozenset({State.SUBMITTED}), State.APPROVED, frozenset({Actor.REVIEWER})),
    Move.DECLINE: Arrow(frozenset({State.SUBMITTED}), State.REJECTED, frozenset({Actor.REVIEWER})),
    Move.WITHDRAW: Arrow(
        frozenset({State.SUBMITTED, State.CHANGES_REQUESTED}), State.WITHDRAWN, frozenset({Actor.AUTHOR})
    ),
    # A rebased revision takes the place of the outdated one, which leaves the queue.
    Move.REPLACE: Arrow(
        frozenset({State.SUBMITTED}), State.WITHDRAWN, frozenset({Actor.AUTHOR, Actor.REVIEWER})
    ),
}

DECISIONS: dict[State, Move] = {
    State.APPROVED: Move.APPROVE,
    State.CHANGES_REQUESTED: Move.ASK_FOR_CHANGES,
    State.REJECTED: Move.DECLINE,
}


def allowed_changes() -> frozenset[tuple[State, State]]:
    """Every pair of states that some move joins; the database refuses all others."""
    return frozenset((start, arrow.ends) for arrow in MOVES.values() for start in arrow.starts)
