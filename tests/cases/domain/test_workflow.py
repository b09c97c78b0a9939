"""The workflow, written once more by hand: what it holds, and that it holds nothing else."""

import pytest

from cases.domain.workflow import DECISIONS, MOVES, Actor, Move, State, allowed_changes

AUTHOR, REVIEWER = Actor.AUTHOR, Actor.REVIEWER
TABLE = [
    (Move.SUBMIT, {State.DRAFT}, State.SUBMITTED, {AUTHOR}),
    (Move.ASK_FOR_CHANGES, {State.SUBMITTED}, State.CHANGES_REQUESTED, {REVIEWER}),
    (Move.APPROVE, {State.SUBMITTED}, State.APPROVED, {REVIEWER}),
    (Move.DECLINE, {State.SUBMITTED}, State.REJECTED, {REVIEWER}),
    (Move.WITHDRAW, {State.SUBMITTED, State.CHANGES_REQUESTED}, State.WITHDRAWN, {AUTHOR}),
    (Move.REPLACE, {State.SUBMITTED}, State.WITHDRAWN, {AUTHOR, REVIEWER}),
]
FINAL = [State.APPROVED, State.REJECTED, State.WITHDRAWN]


@pytest.mark.parametrize(("move", "starts", "ends", "actors"), TABLE)
def test_each_arrow_is_the_one_in_the_table(
    move: Move, starts: set[State], ends: State, actors: set[Actor]
) -> None:
    arrow = MOVES[move]
    assert (set(arrow.starts), arrow.ends, set(arrow.actors)) == (starts, ends, actors)


def test_there_is_no_other_move() -> None:
    assert set(MOVES) == {row[0] for row in TABLE}
    assert allowed_changes() == {(start, row[2]) for row in TABLE for start in row[1]}


@pytest.mark.parametrize("state", FINAL)
def test_nothing_leaves_a_final_state(state: State) -> None:
    assert not [start for start, _end in allowed_changes() if start is state]


def test_each_decision_leads_to_the_state_of_its_name() -> None:
    assert {decision: MOVES[move].ends for decision, move in DECISIONS.items()} == {
        state: state for state in (State.APPROVED, State.CHANGES_REQUESTED, State.REJECTED)
    }
