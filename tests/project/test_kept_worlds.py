"""A world that a module keeps is the same in every test, and only in those that ask for it."""

import pytest

from accounts.models import User
from cases.models import Case
from tests.kept import kept
from tests.world import content, published


@kept
def case(amina: User, chiara: User) -> Case:
    """One case."""
    return published(content(), by=amina, reviewer=chiara)


@kept
def later(case: Case, amina: User, chiara: User) -> Case:
    """Its second version."""
    return published(content(summary="Second."), by=amina, reviewer=chiara, on=case)


@kept
def linux(name: str, bruno: User, deniz: User) -> Case:
    """Another site, with a case of the name that the test gives."""
    return published(content(name), by=bruno, reviewer=deniz)


@pytest.mark.parametrize("_time", [1, 2])
def test_what_a_test_changes_is_taken_back(case: Case, bruno: User, deniz: User, _time: int) -> None:
    assert (case.title, Case.objects.get().title) == ("Guifi.net", "Guifi.net")
    case.title = "Changed"
    published(content("Changed"), by=bruno, reviewer=deniz, on=case)


def test_its_people_are_those_of_the_test(case: Case, amina: User) -> None:
    assert case.record.published is not None
    assert case.record.published.author == amina


def test_a_world_can_stand_on_another(later: Case, case: Case) -> None:
    assert Case.objects.get().summary == later.summary == "Second."
    assert case.summary != "Second."


@pytest.mark.parametrize("_time", [1, 2])
@pytest.mark.parametrize("name", ["Linux", "Debian"], scope="module")
def test_no_world_of_another_test_is_there(linux: Case, name: str, _time: int) -> None:
    assert [found.title for found in Case.objects.all()] == [linux.title] == [name]


def test_without_one_the_site_is_empty(db: None) -> None:
    assert not Case.objects.exists()
    assert not User.objects.exists()
