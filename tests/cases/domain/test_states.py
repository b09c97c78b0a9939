"""States of claims, the finding for every shape of the data, and the choice of patches."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain.states import (
    ClaimState,
    Finding,
    ModelPicture,
    Patch,
    Shape,
    Tally,
    find,
    in_order,
    share_slots,
    state_in_view,
    state_of,
)
from cases.domain.vocabulary import Stance


@pytest.mark.parametrize(
    ("supports", "partly", "contradicts", "not_found", "state"),
    [
        (0, 0, 0, 0, ClaimState.GAP),
        (0, 0, 0, 5, ClaimState.GAP),  # looked for in vain is not a case on the claim
        (1, 0, 0, 0, ClaimState.THIN),
        (0, 1, 0, 0, ClaimState.THIN),
        (1, 9, 0, 0, ClaimState.THIN),  # partly is not support
        (1, 0, 0, 9, ClaimState.THIN),
        (2, 0, 0, 0, ClaimState.HELD),
        (2, 3, 0, 4, ClaimState.HELD),
        (0, 0, 1, 0, ClaimState.CONTESTED),
        (9, 0, 1, 0, ClaimState.CONTESTED),  # one contradiction is enough
        (0, 1, 1, 0, ClaimState.CONTESTED),
    ],
)
def test_the_state_of_a_claim_follows_from_its_cases(
    supports: int, partly: int, contradicts: int, not_found: int, state: ClaimState
) -> None:
    assert state_of(Tally(supports, partly, contradicts, not_found)) is state


counts = st.integers(min_value=0, max_value=4)


@given(counts, counts, counts, counts)
def test_looking_in_vain_never_changes_a_state(s: int, p: int, c: int, n: int) -> None:
    assert state_of(Tally(s, p, c, n)) is state_of(Tally(s, p, c))


@given(counts, counts, counts)
def test_no_claim_with_words_is_silent(s: int, p: int, c: int) -> None:
    assert state_of(Tally(s, p, c)) is not ClaimState.SILENT


# --- the finding ----------------------------------------------------------------------------------


def finding(*models: dict[str, int]) -> Finding:
    """The finding for the first, second and third model, each given as counts by state."""
    return find([ModelPicture(number=number, **states) for number, states in enumerate(models, start=1)])


@pytest.mark.parametrize(
    ("models", "shape", "leading"),
    [
        # no case at all
        (({"gaps": 9}, {"gaps": 9}, {"gaps": 12}), Shape.EMPTY, (3,)),
        (({}, {}, {}), Shape.EMPTY, ()),
        # no gap left
        (({"held": 3}, {"held": 3}, {"contested": 3}), Shape.NO_GAPS_NO_THIN, ()),
        (({"thin": 1}, {"held": 3}, {"thin": 2}), Shape.NO_GAPS_THIN_LEADS, (3,)),
        (({"thin": 3}, {"held": 3}, {"thin": 2}), Shape.NO_GAPS_THIN_LEADS, (1,)),
        (({"thin": 2}, {"held": 3}, {"thin": 2}), Shape.NO_GAPS_THIN_TIE, (1, 3)),
        # gaps
        (({"held": 3}, {"thin": 3}, {"gaps": 1}), Shape.ALL_IN_THIRD, (3,)),
        (({"held": 3, "gaps": 1}, {"thin": 3}, {"gaps": 2}), Shape.MOST_IN_THIRD, (3,)),
        (({"held": 3, "gaps": 4}, {"thin": 3}, {"gaps": 2}), Shape.MOST_ELSEWHERE, (1,)),
        (({"held": 3}, {"gaps": 3}, {"held": 2}), Shape.MOST_ELSEWHERE, (2,)),
        (({"held": 3, "gaps": 2}, {"thin": 3}, {"gaps": 2}), Shape.TIE, (1, 3)),
        (({"held": 3, "gaps": 2}, {"gaps": 2}, {"gaps": 1}), Shape.TIE, (1, 2)),
        (({"held": 1, "gaps": 2}, {"gaps": 2}, {"gaps": 2}), Shape.TIE, (1, 2, 3)),
    ],
)
def test_every_shape_of_the_data_has_its_finding(
    models: tuple[dict[str, int], ...], shape: Shape, leading: tuple[int, ...]
) -> None:
    found = finding(*models)
    assert (found.shape, found.leading_models) == (shape, leading)


def test_the_finding_carries_the_numbers_of_its_sentence() -> None:
    found = finding(
        {"held": 4, "thin": 1, "gaps": 1}, {"thin": 5, "contested": 2}, {"held": 1, "thin": 2, "gaps": 7}
    )
    assert (found.claims, found.with_case, found.gaps, found.gaps_in_third) == (23, 15, 8, 7)
    assert (found.held, found.thin, found.thin_in_third, found.contested) == (5, 8, 2, 2)


@pytest.mark.parametrize(
    ("models", "holds"),
    [
        (({"held": 1}, {"held": 1}, {"gaps": 1}), True),
        (({"held": 1}, {"held": 1}, {"thin": 1}), True),
        (({"gaps": 1}, {"held": 1}, {"gaps": 1}), False),
        (({"gaps": 2}, {"held": 1}, {"gaps": 1}), False),
        (({"held": 1}, {"held": 1}, {"held": 1}), False),
        (({"gaps": 1}, {"gaps": 1}, {"gaps": 2}), False),  # without a case, nothing was found
    ],
)
def test_the_guess_holds_only_when_the_third_model_leads_alone(
    models: tuple[dict[str, int], ...], holds: bool
) -> None:
    assert finding(*models).guess_holds is holds


pictures = st.tuples(*(st.builds(ModelPicture, number=st.just(n), gaps=counts, thin=counts, held=counts)
                       for n in (1, 2, 3)))  # fmt: skip


@given(pictures)
def test_claims_are_either_gaps_or_have_a_case(models: tuple[ModelPicture, ...]) -> None:
    found = find(models)
    assert found.gaps + found.with_case == found.claims
    assert found.with_case == found.held + found.thin + found.contested


@given(pictures)
def test_a_shape_with_one_leader_names_one_model(models: tuple[ModelPicture, ...]) -> None:
    found = find(models)
    alone = {Shape.ALL_IN_THIRD, Shape.MOST_IN_THIRD, Shape.MOST_ELSEWHERE, Shape.NO_GAPS_THIN_LEADS}
    if found.shape in alone:
        assert len(found.leading_models) == 1
    if found.shape in {Shape.TIE, Shape.NO_GAPS_THIN_TIE}:
        assert len(found.leading_models) > 1


# --- patches --------------------------------------------------------------------------------------

FOR, HALF, AGAINST = Stance.SUPPORTS, Stance.PARTLY, Stance.CONTRADICTS


def patch(stance: str, title: str, sources: int = 1, began: int | None = 2000) -> Patch:
    return Patch(slug=title.lower(), title=title, stance=stance, sources=sources, began=began)


def titles(*patches: Patch) -> str:
    return " ".join(chosen.title for chosen in in_order(patches))


def test_supports_come_first_then_partly_then_contradicts() -> None:
    assert titles(patch("contradicts", "C"), patch("partly", "B"), patch("supports", "A")) == "A B C"


def test_inside_a_stance_more_sources_come_first_then_the_earlier_then_the_title() -> None:
    rows = [
        patch("supports", "Undated", sources=1, began=None),
        patch("supports", "B", began=1999),
        patch("supports", "A", began=1999),
        patch("supports", "Early", began=1850),
        patch("supports", "Well-sourced", sources=4, began=2020),
        patch("supports", "As well", sources=3, began=2019),
    ]
    assert titles(*rows) == "As well Well-sourced Early A B Undated"


SHARES = [
    ({}, {}),
    ({FOR: 6}, {FOR: 6}),
    ({FOR: 7}, {FOR: 5}),
    ({FOR: 40, AGAINST: 1, HALF: 1}, {FOR: 3, HALF: 1, AGAINST: 1}),
    ({FOR: 1, HALF: 9}, {FOR: 1, HALF: 4}),
    ({FOR: 2, HALF: 2, AGAINST: 9}, {FOR: 2, HALF: 2, AGAINST: 1}),
    ({AGAINST: 9}, {AGAINST: 5}),
    ({FOR: 2, HALF: 2, AGAINST: 2}, {FOR: 2, HALF: 2, AGAINST: 2}),
    ({FOR: 1, Stance.NOT_FOUND: 9}, {FOR: 1}),
]


@pytest.mark.parametrize(("counts", "shares"), SHARES)
def test_six_slots_are_shared_with_one_for_every_stance(
    counts: dict[Stance, int], shares: dict[Stance, int]
) -> None:
    assert share_slots(counts) == shares


@given(st.dictionaries(st.sampled_from([FOR, HALF, AGAINST]), st.integers(0, 20)), st.integers(4, 8))
def test_the_slots_are_filled_and_every_stance_has_one(counts: dict[Stance, int], limit: int) -> None:
    shares, total = share_slots(counts, limit), sum(counts.values())
    assert sum(shares.values()) == (total if total <= limit else limit - 1)
    assert set(shares) == {stance for stance, count in counts.items() if count}
    assert all(0 < share <= counts[stance] for stance, share in shares.items())


IN_VIEW = [
    (Tally(), Tally(), ClaimState.GAP),
    (Tally(), Tally(not_found=2), ClaimState.GAP),
    (Tally(), Tally(supports=1), ClaimState.FILTERED),
    (Tally(not_found=1), Tally(contradicts=1, not_found=1), ClaimState.FILTERED),
    (Tally(supports=1), Tally(supports=2), ClaimState.THIN),
    (Tally(supports=2), Tally(supports=2, contradicts=1), ClaimState.HELD),
]


@pytest.mark.parametrize(("narrowed", "whole", "state"), IN_VIEW)
def test_a_claim_that_filters_empty_is_no_gap(narrowed: Tally, whole: Tally, state: ClaimState) -> None:
    assert state_in_view(narrowed, whole) is state
