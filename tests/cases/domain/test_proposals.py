"""The workflow of proposals, and what may be proposed, as tables."""

from datetime import date, timedelta

import pytest

from cases.domain.proposals import (
    PROPOSAL_MOVES,
    ProposalKind,
    ProposalMove,
    ProposalState,
    ProposalText,
    allowed_proposal_changes,
    problems_of_proposal,
)
from cases.domain.workflow import Actor

TODAY = date(2026, 11, 25)
CALL, SEARCH = ProposalKind.CALL, ProposalKind.SEARCH


@pytest.mark.parametrize(
    ("move", "start", "end", "actors"),
    [
        (ProposalMove.APPROVE, ProposalState.SUBMITTED, ProposalState.APPROVED, frozenset({Actor.REVIEWER})),
        (ProposalMove.DECLINE, ProposalState.SUBMITTED, ProposalState.REJECTED, frozenset({Actor.REVIEWER})),
        (ProposalMove.WITHDRAW, ProposalState.SUBMITTED, ProposalState.WITHDRAWN, frozenset({Actor.AUTHOR})),
        (
            ProposalMove.END,
            ProposalState.APPROVED,
            ProposalState.ENDED,
            frozenset({Actor.AUTHOR, Actor.REVIEWER}),
        ),
    ],
)
def test_every_move(
    move: ProposalMove, start: ProposalState, end: ProposalState, actors: frozenset[Actor]
) -> None:
    arrow = PROPOSAL_MOVES[move]
    assert (arrow.starts, arrow.ends, arrow.actors) == (start, end, actors)


def test_nothing_leads_out_of_the_end() -> None:
    starts = {start for start, _end in allowed_proposal_changes()}
    assert starts == {ProposalState.SUBMITTED, ProposalState.APPROVED}
    assert len(PROPOSAL_MOVES) == len(ProposalMove) == 4


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        (ProposalText(kind=CALL, text="Who knows of one?"), set()),
        (ProposalText(kind=CALL, text=" \n "), {"text"}),
        (ProposalText(kind=CALL, text="x" * 1000), set()),
        (ProposalText(kind=CALL, text="x" * 1001), {"text"}),
        (ProposalText(kind=CALL, text="x", until=TODAY), set()),
        (ProposalText(kind=CALL, text="x", until=TODAY - timedelta(days=1)), {"until"}),
        (ProposalText(kind=CALL, text="x", until=TODAY + timedelta(days=730)), set()),
        (ProposalText(kind=CALL, text="x", until=TODAY + timedelta(days=731)), {"until"}),
        (ProposalText(kind=SEARCH, text="Plans", sources="Three reports"), set()),
        (ProposalText(kind=SEARCH, text="Plans"), {"sources"}),
        (ProposalText(kind=SEARCH, text="", sources=""), {"text", "sources"}),
        (ProposalText(kind=SEARCH, text="Plans", sources="x" * 2001), {"sources"}),
    ],
)
def test_what_is_wrong_with_a_proposal(said: ProposalText, wrong: set[str]) -> None:
    assert {problem.path for problem in problems_of_proposal(said, TODAY)} == wrong
