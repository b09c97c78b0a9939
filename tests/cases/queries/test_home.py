"""The first page: figures, the small cloth, what is wanted, new and disputed."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from accounts.models import User
from cases.domain.content import Place
from cases.domain.states import Tally, state_of
from cases.domain.vocabulary import Stance
from cases.queries.facts import facts_now
from cases.queries.home import SQUARES_AT_MOST, QuiltBlock, load_home
from cases.queries.overview import ClaimStanding
from models_taxonomy.models import Claim
from tests import world

Counting = Callable[[int], AbstractContextManager[object]]


@pytest.mark.parametrize(
    ("tally", "squares", "more"),
    [
        (Tally(), 0, 0),
        (Tally(supports=2, partly=1, contradicts=1), 4, 0),
        (Tally(supports=12), 12, 0),
        (Tally(supports=40), 12, 28),
        (Tally(supports=40, contradicts=1), 12, 29),
        (Tally(supports=1, partly=30, contradicts=30), 9, 52),
    ],
)
def test_a_block_has_a_square_a_placement_as_long_as_they_fit(tally: Tally, squares: int, more: int) -> None:
    block = QuiltBlock(ClaimStanding(Claim(code="3f"), tally, state_of(tally)))
    assert (len(block.squares), block.more) == (squares, more)
    assert len(block.squares) <= SQUARES_AT_MOST


@pytest.mark.parametrize("stance", ["supports", "partly", "contradicts"])
def test_a_full_block_shows_every_stance(stance: str) -> None:
    tally = Tally(supports=99, partly=99, contradicts=99)
    block = QuiltBlock(ClaimStanding(Claim(code="3f"), tally, state_of(tally)))
    assert stance in block.squares


@pytest.mark.django_db
def test_an_empty_site_wants_cases_and_has_no_feeds(taxonomy: None) -> None:
    home = load_home()
    assert (home.cases, home.countries, home.finding.gaps) == (0, 0, 30)
    assert len(home.wanted) == 3
    assert not home.new
    assert not home.disagreements


def test_countries_are_counted_once_and_worldwide_is_none(amina: User, chiara: User) -> None:
    for number, country in enumerate(["ES", "ES", "FR", "worldwide", ""]):
        what = world.content(f"Case {number}", places=(Place(name="Somewhere", country=country),))
        world.published(what, by=amina, reviewer=chiara)
    assert load_home().countries == 2


def test_what_is_new_is_the_newest_version_of_each_case(amina: User, chiara: User) -> None:
    case = world.published(world.content("Guifi.net"), by=amina, reviewer=chiara)
    world.published(world.content("Stocksy"), by=amina, reviewer=chiara)
    world.published(world.content("Guifi.net", summary="More is known."), by=amina, reviewer=chiara, on=case)
    new = load_home().new
    assert [(item.version.case.title, item.version.number) for item in new] == [
        ("Guifi.net", 2),
        ("Stocksy", 1),
    ]
    assert [item.claims for item in new] == [("3c",), ("3c",)]
    assert new[0].what == "More is known."


def test_claims_that_cases_contradict_most_come_first(amina: User, chiara: User) -> None:
    for number, codes in enumerate([("3c", "2f"), ("2f",), ("2a",)]):
        placements = tuple(world.illustration(code, Stance.CONTRADICTS) for code in codes)
        what = world.content(f"Case {number}: of many", illustrations=placements)
        world.published(what, by=amina, reviewer=chiara)
    first, *others = load_home().disagreements
    assert first.row.claim.code == "2f"
    assert ([patch.title for patch in first.against], first.more) == (["Case 0", "Case 1"], 0)
    assert [item.row.claim.code for item in others] == ["2a", "3c"]


@pytest.mark.parametrize("count", [3, 30])
def test_eleven_queries_at_any_size(
    amina: User, chiara: User, count: int, django_assert_num_queries: Counting
) -> None:
    for number in range(count):
        stance = Stance.CONTRADICTS if number % 2 else Stance.SUPPORTS
        what = world.content(f"Case {number}", illustrations=(world.illustration("3c", stance),))
        world.published(what, by=amina, reviewer=chiara)
    facts_now()
    with django_assert_num_queries(13):
        load_home()
