"""The first rows of a long list are the same whether its cases are named or the list is walked."""

import pytest

from accounts.models import User
from cases.domain.facts import Kind
from cases.models import Version
from cases.queries.facts import facts_now
from cases.queries.long_lists import Addresses, ListedCases, LongList, NewestVersions, first_of
from tests import world
from tests.kept import kept

LISTS: list[LongList] = [
    Addresses(),
    ListedCases("title"),
    ListedCases("first_published_at", is_descending=True),
    NewestVersions(),
]


@kept
def seven(amina: User, chiara: User) -> None:
    """Seven cases, every second one about shared knowledge, the first of them in two versions."""
    for number in range(7):
        tags = ("sharing",) if number % 2 == 0 else ()
        what = world.content(f"Case {number}", tags=tags)
        case = world.published(what, by=amina, reviewer=chiara)
        if number == 0:
            second = world.content("Case 0", tags=tags, summary="Second.")
            world.published(second, by=amina, reviewer=chiara, on=case)


@pytest.mark.parametrize("listed", LISTS, ids=["address", "title", "newest", "versions"])
@pytest.mark.parametrize("number", [1, 3, 9])
def test_a_walk_finds_what_naming_finds(
    seven: None, monkeypatch: pytest.MonkeyPatch, listed: LongList, number: int
) -> None:
    some = facts_now().having(Kind.TAG, "sharing")
    named = first_of(some, listed, None, 9)
    assert {case for *_key, case in named} == set(some)
    for name, value in {"FEW": 0, "AT_FIRST": 1, "LONGER": 2}.items():
        monkeypatch.setattr(f"cases.queries.long_lists.{name}", value)
    assert first_of(some, listed, None, number) == named[:number]
    assert first_of(some, listed, named[0], number) == named[1 : number + 1]


def test_versions_come_newest_first(seven: None) -> None:
    (first, _case), (second, _other) = first_of(facts_now().everything, NewestVersions(), None, 2)
    assert first == second + 1 == Version.objects.latest("pk").pk
