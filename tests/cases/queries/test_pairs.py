"""Pairs that are suggested: what the facts say of them, and what they cost."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from accounts.models import User
from cases.domain.content import Phase
from cases.domain.vocabulary import Stance
from cases.models import Case
from cases.queries.pairs import suggested_pairs
from tests import world
from tests.kept import kept

Counting = Callable[[int], AbstractContextManager[object]]


@kept
def four(amina: User, chiara: User) -> None:
    """Opener goes from 1-1 to 6-2; Closer comes back; Turner leaves 6-2 for 7-3; Stayer stays."""
    cells = {
        "Opener: up": ((1, 1), (6, 2)),
        "Closer: down": ((6, 2), (1, 1)),
        "Turner": ((6, 2), (7, 3)),
        "Stayer": ((6, 2),),
    }
    stances = {"Opener: up": Stance.SUPPORTS, "Stayer": Stance.CONTRADICTS}
    for title, path in cells.items():
        ends = [2000 + 5 * place for place in range(1, len(path))]
        phases = tuple(
            Phase(start=2000 + 5 * place, end=end, stage=stage, model=model)
            for place, ((stage, model), end) in enumerate(zip(path, [*ends, None], strict=True))
        )
        placed = (world.illustration("2f", stances[title]),) if title in stances else ()
        what = world.content(title, phases=phases, illustrations=placed)
        world.published(what, by=amina, reviewer=chiara)


def said(chosen: str = "") -> list[tuple[object, ...]]:
    number = Case.objects.get(slug=chosen).pk if chosen else None
    return [
        (pair.kind.value, pair.called, pair.claim.code if pair.claim else pair.places)
        for pair in suggested_pairs(number)
    ]


ONE_ONE, SIX_TWO, SEVEN_THREE = (
    "stage 1 in Proprietary",
    "stage 6 in Captured commons",
    "stage 7 in Civic commons",
)


def test_one_pair_of_each_kind(four: None) -> None:
    assert said() == [
        ("other_way", ("Opener", "Closer"), (ONE_ONE, SIX_TWO, SIX_TWO, ONE_ONE)),
        ("other_outcome", ("Closer", "Turner"), (SIX_TWO, ONE_ONE, SIX_TWO, SEVEN_THREE)),
        ("disagreement", ("Opener", "Stayer"), "2f"),
    ]


@pytest.mark.parametrize(
    ("chosen", "kinds"),
    [
        ("turner", ["other_way", "other_outcome"]),
        ("stayer", ["disagreement"]),
        ("opener-up", ["other_way", "disagreement"]),
    ],
)
def test_pairs_of_a_chosen_case_are_those_that_it_is_in(four: None, chosen: str, kinds: list[str]) -> None:
    pairs = suggested_pairs(Case.objects.get(slug=chosen).pk)
    assert [pair.kind.value for pair in pairs] == kinds
    assert all(chosen in {case.slug for case in pair.cases} for pair in pairs)


def test_a_case_is_never_paired_with_itself(amina: User, chiara: User) -> None:
    back_and_forth = tuple(
        Phase(start=2000 + place, end=2001 + place, stage=stage, model=2)
        for place, stage in enumerate((6, 3, 6))
    )
    torn = (world.illustration("3c"), world.illustration("3c", Stance.CONTRADICTS))
    what = world.content(phases=back_and_forth, illustrations=torn)
    world.published(what, by=amina, reviewer=chiara)
    assert suggested_pairs() == ()


def test_without_any_case_nothing_is_suggested(taxonomy: None) -> None:
    assert suggested_pairs() == ()


def test_what_waits_for_review_is_in_no_pair(four: None, amina: User) -> None:
    against = world.illustration("3g", Stance.CONTRADICTS)
    world.submitted(world.content("Hidden so far", illustrations=(against,)), by=amina)
    assert "Hidden so far" not in str(said())


@pytest.mark.parametrize("number", [1, 10])
def test_suggestions_cost_the_same_queries_at_any_size(
    four: None, amina: User, chiara: User, django_assert_num_queries: Counting, number: int
) -> None:
    for each in range(number):
        world.published(world.content(f"Case {each}"), by=amina, reviewer=chiara)
    suggested_pairs()
    with django_assert_num_queries(5):
        suggested_pairs()
