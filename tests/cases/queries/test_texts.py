"""The two texts with what the cases say of their points."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from accounts.models import User
from cases.domain.content import Phase
from cases.queries.texts import load_hierarchy, load_models
from tests import world

Counting = Callable[[int], AbstractContextManager[object]]


def test_a_case_with_two_phases_at_one_stage_is_counted_once(amina: User, chiara: User) -> None:
    phases = (
        Phase(start=2004, end=2008, stage=6, model=3, reason="One."),
        Phase(start=2008, end=2010, stage=6, model=2, reason="Two."),
        Phase(start=2010, end=None, stage=None, model=2, no_stage_reason="A court."),
    )
    world.published(world.content(phases=phases), by=amina, reviewer=chiara)
    text = load_hierarchy()
    assert [row.cases for row in text.stages] == [0, 0, 0, 0, 0, 1, 0]
    assert text.unplaced == 1


def test_claims_stand_in_the_order_of_the_text(taxonomy: None) -> None:
    codes = [row.claim.code for standing in load_models().models for row in standing.claims]
    assert len(codes) == 30
    assert codes == sorted(codes)


@pytest.mark.parametrize("count", [3, 30])
def test_queries_do_not_grow(
    amina: User, chiara: User, count: int, django_assert_num_queries: Counting
) -> None:
    for number in range(count):
        world.published(world.content(f"Case {number}"), by=amina, reviewer=chiara)
    with django_assert_num_queries(3):
        load_hierarchy()
    with django_assert_num_queries(6):
        load_models()
