"""What a person has done in public."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.utils import timezone

from accounts.models import User
from cases.domain.content import Stake
from cases.queries.profile import CASES_SHOWN, load_profile, person_named
from tests import world

Counting = Callable[[int], AbstractContextManager[object]]


def test_only_accepted_work_counts(amina: User, chiara: User) -> None:
    world.submitted(world.content("Waiting"), by=amina)
    assert not load_profile(amina).is_known
    world.published(world.content("Accepted"), by=amina, reviewer=chiara)
    assert [case.title for case in load_profile(amina).cases] == ["Accepted"]


def test_several_versions_of_one_case_are_one_case(amina: User, bruno: User, chiara: User) -> None:
    case = world.published(world.content(), by=amina, reviewer=chiara)
    world.published(world.content(summary="Second."), by=amina, reviewer=chiara, on=case)
    case.record.refresh_from_db()
    world.published(world.content(summary="Third."), by=bruno, reviewer=chiara, on=case)
    profile = load_profile(amina)
    assert [(row.versions, row.claims) for row in profile.cases] == [(2, ("3c",))]
    assert profile.cases_in_all == 1


def test_decisions_are_those_of_the_reviewer(amina: User, chiara: User, deniz: User) -> None:
    world.published(world.content(), by=amina, reviewer=chiara)
    assert [row.case.title for row in load_profile(chiara).decisions] == ["Guifi.net"]
    assert load_profile(deniz).decisions == load_profile(amina).decisions == ()


def test_who_has_left_has_no_profile(amina: User) -> None:
    assert person_named("Amina") == amina
    User.objects.filter(pk=amina.pk).update(left_at=timezone.now())
    assert person_named("Amina") is None


def test_cases_come_in_pages_by_key(amina: User, chiara: User) -> None:
    for number in range(CASES_SHOWN + 2):
        world.published(world.content(f"Case {number}"), by=amina, reviewer=chiara)
    first = load_profile(amina)
    second = load_profile(amina, before=first.before)
    assert (len(first.cases), len(second.cases), second.before) == (CASES_SHOWN, 2, None)
    assert not {row.slug for row in first.cases} & {row.slug for row in second.cases}


@pytest.mark.parametrize("number", [3, 30])
def test_a_profile_costs_the_same_queries_at_any_size(
    amina: User, chiara: User, django_assert_num_queries: Counting, number: int
) -> None:
    for index in range(number):
        world.published(world.content(f"Case {index}"), by=amina, reviewer=chiara)
    with django_assert_num_queries(6):
        load_profile(amina)


def test_a_stake_that_the_person_stated_is_said_and_one_of_another_is_not(
    amina: User, bruno: User, chiara: User
) -> None:
    case = world.published(
        world.content(stake=Stake(none=False, which="I run a node.")), by=amina, reviewer=chiara
    )
    world.published(world.content(stake=Stake(none=True)), by=bruno, reviewer=chiara, on=case)
    assert [row.stake for row in load_profile(amina).cases] == ["I run a node."]
    assert [row.stake for row in load_profile(bruno).cases] == [""]
    assert load_profile(amina).languages == ("English",)
