"""The numbers of the map against counts by plain SQL, its dots, and what it costs."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager

import pytest
from django.db import connection

from accounts.models import User
from cases.domain.content import Place
from cases.domain.countries import CONTINENT_OF, Continent
from cases.domain.globe import on_map
from cases.domain.vocabulary import Stance
from cases.queries import world_map
from cases.queries.world_map import WorldMap, load_world_map
from tests import world
from tests.cases.queries.test_matrix import NARROWING
from tests.kept import kept

Counting = Callable[[int], AbstractContextManager[object]]
CHOICES: list[dict[str, str]] = [
    {}, {"country": "ES"}, {"country": "worldwide"}, {"decade": "1990"}, {"stance": "contradicts"},
    {"tag": "kernel", "lang": "en"}, {"speaker": "independent", "country": "FI"}, {"lang": "fr"},
]  # fmt: skip


def place(country: str) -> Place:
    return Place(name="Here", country=country)


@kept
def six(amina: User, chiara: User) -> None:
    """One twice in Spain, one in two countries, one worldwide and in one, one worldwide, two nowhere."""
    here = Place(name="Gurb", country="ES", latitude=41.95, longitude=2.23)
    against = world.illustration("3c", Stance.CONTRADICTS)
    rows: list[dict[str, object]] = [
        {"places": (here, place("ES"))},
        {"places": (place("FI"), place("US")), "began": 1991, "tags": ("kernel",)},
        {"places": (place("worldwide"), place("FI")), "tags": ("kernel",)},
        {"places": (place("worldwide"),), "illustrations": (against,)},
        {"places": (Place(name="Somewhere", latitude=-10.5, longitude=20.0),)},
        {"places": ()},
    ]
    for number, changes in enumerate(rows):
        world.published(world.content(f"Case {number}", **changes), by=amina, reviewer=chiara)


def ask(sql: str, chosen: Mapping[str, str]) -> list[tuple[object, ...]]:
    where = " AND ".join(["1 = 1", *(NARROWING[name] for name in chosen)])
    with connection.cursor() as cursor:
        cursor.execute(sql.format(where=where), list(chosen.values()))
        return list(cursor.fetchall())


def by_sql(chosen: Mapping[str, str]) -> dict[object, object]:
    """The cases of each country, counted without the application."""
    rows = ask(
        "SELECT p.country, COUNT(DISTINCT c.record_id) FROM cases_caseplace p"
        " JOIN cases_case c ON c.record_id = p.case_id"
        " WHERE p.country <> '' AND {where} GROUP BY p.country",
        chosen,
    )
    return {country: cases for country, cases in rows}  # noqa: C416 (the rows say more than two types)


@pytest.mark.parametrize("chosen", CHOICES, ids=str)
def test_every_country_is_what_plain_sql_counts(six: None, chosen: dict[str, str]) -> None:
    page = load_world_map(chosen)
    counted = by_sql(chosen)
    assert page.worldwide == counted.pop("worldwide", 0)
    assert {country.code: country.cases for country in page.countries} == counted


@pytest.mark.parametrize("chosen", CHOICES, ids=str)
def test_every_continent_counts_a_case_once(six: None, chosen: dict[str, str]) -> None:
    pairs = ask(
        "SELECT DISTINCT p.country, c.record_id FROM cases_caseplace p"
        " JOIN cases_case c ON c.record_id = p.case_id WHERE {where}",
        chosen,
    )
    for counted in load_world_map(chosen).continents:
        here = {case for code, case in pairs if CONTINENT_OF.get(str(code)) is counted.continent}
        assert counted.cases == len(here)


@pytest.mark.parametrize("chosen", CHOICES, ids=str)
def test_cases_that_state_no_country_are_counted(six: None, chosen: dict[str, str]) -> None:
    (found,), (placed,), (unstated,) = (
        ask(f"SELECT COUNT(*) FROM cases_case c WHERE {{where}} AND {condition}", chosen)[0]
        for condition in (
            "1 = 1",
            "EXISTS (SELECT 1 FROM cases_caseplace p WHERE p.case_id = c.record_id"
            " AND p.country NOT IN ('', 'worldwide'))",
            "NOT EXISTS (SELECT 1 FROM cases_caseplace p WHERE p.case_id = c.record_id AND p.country <> '')",
        )
    )
    page = load_world_map(chosen)
    assert (page.found, page.placed, page.unstated) == (found, placed, unstated)


def test_countries_are_those_with_most_cases_first(six: None) -> None:
    europe = next(row for row in load_world_map({}).continents if row.continent is Continent.EUROPE)
    assert [(row.name, row.cases) for row in europe.countries] == [("Finland", 2), ("Spain", 1)]


def test_places_with_coordinates_are_dots(six: None) -> None:
    page = load_world_map({})
    assert (page.plotted, page.dots) == (2, (on_map(41.95, 2.23), on_map(-10.5, 20)))
    assert load_world_map({"country": "FI"}).dots == ()


def test_of_many_places_some_are_drawn(six: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(world_map, "DOTS_AT_MOST", 1)
    page = load_world_map({})
    assert (page.plotted, page.dotted, len(page.dots)) == (2, 1, 1)


def test_antarctica_is_in_no_continent_and_has_no_mark(amina: User, chiara: User) -> None:
    place = Place(name="Base", country="AQ", latitude=-75.0, longitude=0.0)
    world.published(world.content(places=(place,)), by=amina, reviewer=chiara)
    page = load_world_map({})
    assert [(row.continent, row.cases) for row in page.continents if row.cases] == [(None, 1)]
    assert page.reached == ()
    assert (page.marks.placed, page.dots, page.plotted) == ((), (), 1)


def test_with_nothing_found_the_best_filter_to_remove_is_named(six: None) -> None:
    page = load_world_map({"country": "worldwide", "decade": "1990"})
    assert page.removal is not None
    assert (page.found, page.removal.name, page.removal.cases) == (0, "decade", 2)


def test_an_empty_site_has_an_empty_map(taxonomy: None) -> None:
    page: WorldMap = load_world_map({})
    assert (page.in_all, page.countries, page.marks.placed, len(page.continents)) == (0, (), (), 6)


@pytest.mark.parametrize("count", [3, 30])
def test_the_map_costs_the_same_for_three_cases_as_for_thirty(
    count: int, amina: User, chiara: User, django_assert_num_queries: Counting
) -> None:
    place = Place(name="Gurb", country="ES", latitude=41.95, longitude=2.23)
    for number in range(count):
        world.published(world.content(f"Case {number}", places=(place,)), by=amina, reviewer=chiara)
    load_world_map({})
    with django_assert_num_queries(2):
        load_world_map({"country": "ES", "tag": "commons"})
