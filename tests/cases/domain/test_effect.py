"""What a change does to the patchwork, as a table of rules."""

import pytest

from cases.domain.content import CaseContent, Illustration, Phase
from cases.domain.effect import Effect, EffectKind, effects
from cases.domain.states import Tally
from cases.domain.vocabulary import Stance

S, P, C, N = Stance.SUPPORTS, Stance.PARTLY, Stance.CONTRADICTS, Stance.NOT_FOUND
KINDS = EffectKind


def on_3f(*stances: Stance) -> CaseContent:
    return CaseContent(
        illustrations=tuple(
            Illustration(claim="3f", version=1, stance=stance, note="n") for stance in stances
        )
    )


def at(*cells: tuple[int | None, int]) -> CaseContent:
    return CaseContent(phases=tuple(Phase(start=2000, end=None, stage=s, model=m) for s, m in cells))


def found(before: CaseContent | None, after: CaseContent, tally: Tally) -> list[tuple[str, str, str, int]]:
    rows = effects(before, after, tallies={"3f": tally}, cells={})
    return [(row.kind.value, row.was, row.would_be, row.count) for row in rows]


@pytest.mark.parametrize(
    ("before", "after", "tally", "expected"),
    [
        (None, on_3f(S), Tally(), [("gap_closes", "gap", "thin", 0), ("stance_added", "", "supports", 1)]),
        (
            None,
            on_3f(C),
            Tally(),
            [("gap_closes", "gap", "contested", 0), ("stance_added", "", "contradicts", 1)],
        ),
        # Looked for and not found is no finding: the gap stays.
        (None, on_3f(N), Tally(), [("stance_added", "", "not_found", 1)]),
        (
            None,
            on_3f(S),
            Tally(supports=1),
            [("stance_added", "", "supports", 2), ("state_changes", "thin", "held", 0)],
        ),
        (None, on_3f(S), Tally(supports=2), [("stance_added", "", "supports", 3)]),
        (None, on_3f(P), Tally(supports=2), [("stance_added", "", "partly", 1)]),
        (
            None,
            on_3f(C),
            Tally(supports=2),
            [("stance_added", "", "contradicts", 1), ("state_changes", "held", "contested", 0)],
        ),
        (None, on_3f(C), Tally(supports=2, contradicts=1), [("stance_added", "", "contradicts", 2)]),
        (
            on_3f(S),
            on_3f(),
            Tally(supports=1),
            [("stance_removed", "supports", "", 0), ("gap_opens", "thin", "gap", 0)],
        ),
        (
            on_3f(S),
            on_3f(),
            Tally(supports=2),
            [("stance_removed", "supports", "", 0), ("state_changes", "held", "thin", 0)],
        ),
        (on_3f(P), on_3f(S), Tally(partly=1, supports=3), [("stance_changes", "partly", "supports", 4)]),
        (
            on_3f(C),
            on_3f(S),
            Tally(contradicts=1, supports=1),
            [("stance_changes", "contradicts", "supports", 2), ("state_changes", "contested", "held", 0)],
        ),
        # Both stances of one case count; here the sources stop disagreeing.
        (
            on_3f(S, C),
            on_3f(S),
            Tally(supports=2, contradicts=1),
            [("stance_removed", "contradicts", "", 0), ("state_changes", "contested", "held", 0)],
        ),
        (on_3f(S), on_3f(S), Tally(supports=1), []),
    ],
)
def test_effects_on_a_claim(
    before: CaseContent | None, after: CaseContent, tally: Tally, expected: list[tuple[str, str, str, int]]
) -> None:
    assert found(before, after, tally) == expected


@pytest.mark.parametrize(
    ("before", "after", "cells", "expected"),
    [
        (None, at((3, 2)), {}, [("cell_first", 3, 2)]),
        (None, at((3, 2)), {(3, 2): 1}, []),
        (at((3, 2)), at((4, 2)), {(3, 2): 1}, [("cell_first", 4, 2), ("cell_emptied", 3, 2)]),
        (at((3, 2)), at((4, 2)), {(3, 2): 2, (4, 2): 9}, []),
        # A case that keeps its old phase leaves no cell.
        (at((3, 2)), at((3, 2), (4, 2)), {(3, 2): 1, (4, 2): 1}, []),
        # Off the matrix there is no cell to be first in.
        (None, at((None, 2)), {}, []),
    ],
)
def test_effects_on_the_cells(
    before: CaseContent | None,
    after: CaseContent,
    cells: dict[tuple[int | None, int], int],
    expected: list[tuple[str, int, int]],
) -> None:
    rows = effects(before, after, tallies={}, cells=cells)
    assert [(row.kind.value, row.stage, row.model) for row in rows] == expected


def test_claims_come_in_the_order_of_their_codes() -> None:
    rows = tuple(Illustration(claim=code, version=1, stance=P, note="n") for code in ("3c", "1d", "2f"))
    tallies = dict.fromkeys(("3c", "1d", "2f"), Tally(partly=1))
    after = CaseContent(illustrations=rows)
    assert [row.claim for row in effects(None, after, tallies=tallies, cells={})] == ["1d", "2f", "3c"]


def test_a_change_of_words_alone_changes_nothing() -> None:
    before = CaseContent(title="Old")
    assert effects(before, CaseContent(title="New"), tallies={}, cells={}) == ()
    assert Effect(kind=KINDS.GAP_CLOSES, claim="3f").count == 0
