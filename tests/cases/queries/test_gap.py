"""The page of one gap: its state, its neighbours, and what it costs."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest

from accounts.models import User
from cases.domain.content import Part, Phase, Place
from cases.domain.gaps import Gap, GapState
from cases.domain.vocabulary import Stance
from cases.queries.facts import facts_now
from cases.queries.gap import GapPage, load_gap
from tests import world
from tests.kept import kept

Counting = Callable[[int], AbstractContextManager[object]]


def page_of(address: str) -> GapPage:
    page = load_gap(Gap.read(address))
    assert page is not None
    return page


def publish(title: str, amina: User, chiara: User, **changes: object) -> None:
    world.published(world.content(title, **changes), by=amina, reviewer=chiara)


@pytest.mark.parametrize(
    "address",
    ["claim-9z", "decade-1950", "decade-2090", "part-skills-never-was", "part-in-short-guifi-net"],
)
def test_what_is_no_gap_and_never_was_has_no_page(amina: User, chiara: User, address: str) -> None:
    publish("Guifi.net", amina, chiara)
    assert load_gap(Gap.read(address)) is None


@pytest.mark.parametrize(
    ("address", "state"),
    [
        ("claim-3f", GapState.OPEN),
        ("claim-3c", GapState.THIN),
        ("cell-7-3", GapState.CLOSED),
        ("country-PE", GapState.OPEN),
        ("continent-europe", GapState.CLOSED),
        ("decade-2010", GapState.OPEN),
        ("part-skills-guifi-net", GapState.OPEN),
    ],
)
def test_each_kind_has_its_state(amina: User, chiara: User, address: str, state: GapState) -> None:
    publish("Guifi.net", amina, chiara)
    assert page_of(address).state is state


def test_a_waiting_case_has_no_gaps(amina: User) -> None:
    world.submitted(world.content(), by=amina)
    assert load_gap(Gap.read("part-skills-guifi-net")) is None


def test_neighbours_of_a_claim_are_on_its_aspect_or_in_its_model(amina: User, chiara: User) -> None:
    publish("Same aspect", amina, chiara, illustrations=(world.illustration("3g"),))
    publish(
        "Same model with the part",
        amina,
        chiara,
        parts=(Part(key="commons-governance", text="They vote."),),
    )
    publish("Elsewhere", amina, chiara, phases=(Phase(start=2000, end=None, stage=1, model=1),))
    publish("On it", amina, chiara, illustrations=(world.illustration("3l"),))
    assert [case.title for case in page_of("claim-3l").neighbours] == [
        "Same aspect",
        "Same model with the part",
    ]


def test_neighbours_of_a_cell_are_one_step_away(amina: User, chiara: User) -> None:
    publish("Same stage", amina, chiara, phases=(Phase(start=2000, end=None, stage=3, model=1),))
    publish("Next stage", amina, chiara, phases=(Phase(start=2000, end=None, stage=4, model=2),))
    publish("Far", amina, chiara, phases=(Phase(start=2000, end=None, stage=6, model=2),))
    assert [case.title for case in page_of("cell-3-2").neighbours] == ["Next stage", "Same stage"]


def test_neighbours_of_a_country_are_worldwide_or_on_its_continent(amina: User, chiara: User) -> None:
    publish("Chile", amina, chiara, places=(Place(name="Chile", country="CL"),))
    publish("World", amina, chiara, places=(Place(name="Web", country="worldwide"),))
    publish("Spain", amina, chiara)
    assert [case.title for case in page_of("country-PE").neighbours] == ["World", "Chile"]


def test_neighbours_of_a_decade_and_of_a_part(amina: User, chiara: User) -> None:
    publish("Early", amina, chiara, began=1980)
    publish("Late", amina, chiara, began=2001)
    publish("With skills", amina, chiara, parts=(Part(key="skills", text="Yes."),), began=1985)
    assert [case.title for case in page_of("decade-1990").neighbours] == ["Early", "Late", "With skills"]
    assert [case.title for case in page_of("part-skills-early").neighbours] == ["With skills"]


def test_a_claim_lists_the_cases_that_looked_in_vain(amina: User, chiara: User) -> None:
    row = world.illustration("3f", Stance.NOT_FOUND, note="Nothing on plans.")
    publish("Guifi.net", amina, chiara, illustrations=(row,))
    page = page_of("claim-3f")
    assert page.state is GapState.OPEN
    assert [placement.note for placement in page.silent] == ["Nothing on plans."]


@kept
def many(cases: int, amina: User, chiara: User) -> None:
    """As many cases as the test asks for."""
    silent = world.illustration("3f", Stance.NOT_FOUND)
    for each in range(cases):
        rows = (world.illustration(stance=Stance.PARTLY), silent)
        publish(f"Case {each}", amina, chiara, illustrations=rows, began=1980 if each else 2000)


COSTS = [
    ("claim-3f", 18), ("claim-3c", 14), ("cell-1-1", 13), ("country-PE", 13), ("decade-1990", 15),
    ("part-skills-case-0", 14),
]  # fmt: skip


@pytest.mark.parametrize("cases", [3, 30], scope="module")
@pytest.mark.parametrize(("address", "queries"), COSTS)
def test_the_page_costs_the_same_queries_at_any_size(
    many: None, django_assert_num_queries: Counting, address: str, queries: int
) -> None:
    facts_now()
    with django_assert_num_queries(queries):
        load_gap(Gap.read(address))
