"""The numbers of the timeline against counts by plain SQL, its ends, and what it costs."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager

import pytest
from django.db import connection

from accounts.models import User
from cases.domain.content import Phase, Place
from cases.domain.timeline import Pause
from cases.domain.vocabulary import Absence, Stance
from cases.queries.timeline import load_timeline
from tests import world
from tests.cases.queries.test_matrix import NARROWING
from tests.kept import kept

Counting = Callable[[int], AbstractContextManager[object]]
CHOICES: list[dict[str, str]] = [
    {}, {"country": "ES"}, {"decade": "1990"}, {"stance": "contradicts"}, {"tag": "kernel", "lang": "en"},
    {"speaker": "independent"}, {"lang": "fr"},
]  # fmt: skip


@kept
def six(amina: User, chiara: User) -> None:
    """Three of the nineties in two models, one much older, two without a year."""
    moved = (Phase(start=1991, end=1998, stage=6, model=3), Phase(start=1998, end=None, stage=6, model=2))
    first = (Phase(start=1995, end=None, stage=6, model=1),)
    rows: list[dict[str, object]] = [
        {"began": 1991, "phases": moved, "places": (Place(name="There", country="FI"),), "tags": ("kernel",)},
        {"began": 1991, "phases": first},
        {"began": 1998, "phases": first, "illustrations": (world.illustration("3c", Stance.CONTRADICTS),)},
        {"began": 1910, "phases": first, "tags": ("kernel",)},
        {"began": Absence.NOT_KNOWN},
        {"began": Absence.MISSING},
    ]
    for number, changes in enumerate(rows):
        world.published(world.content(f"Case {number}", **changes), by=amina, reviewer=chiara)


def by_sql(chosen: Mapping[str, str]) -> dict[tuple[int | None, int], int]:
    """The cases of each year and model of the first phase, counted without the application."""
    where = " AND ".join(["1 = 1", *(NARROWING[name] for name in chosen)])
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.began, p.model_id, COUNT(*) FROM cases_case c JOIN cases_casephase p"
            f' ON p.case_id = c.record_id AND p."order" = 1 WHERE {where} GROUP BY c.began, p.model_id',
            list(chosen.values()),
        )
        return {(year, model): cases for year, model, cases in cursor.fetchall()}


def absences_by_sql(chosen: Mapping[str, str]) -> dict[str, int]:
    """Why cases have no year, counted without the application."""
    where = " AND ".join(["c.began IS NULL", *(NARROWING[name] for name in chosen)])
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT c.began_absence, COUNT(*) FROM cases_case c WHERE {where} GROUP BY c.began_absence",
            list(chosen.values()),
        )
        return dict(cursor.fetchall())


@pytest.mark.parametrize("chosen", CHOICES, ids=str)
def test_every_year_and_model_is_what_plain_sql_counts(six: None, chosen: dict[str, str]) -> None:
    page, counted = load_timeline(chosen), by_sql(chosen)
    assert page.undated == sum(cases for (year, _model), cases in counted.items() if year is None)
    assert {absence.value: number for absence, number in page.absences if number} == absences_by_sql(chosen)
    assert {
        (year.year, model): cases
        for year in page.years
        for model, cases in enumerate(year.by_model, start=1)
        if cases
    } == {key: cases for key, cases in counted.items() if key[0] is not None}


def test_both_ends_name_their_cases(six: None) -> None:
    page = load_timeline({})
    assert page.earliest is not None
    assert page.latest is not None
    assert [(end.year, [case.title for case in end.cases]) for end in (page.earliest, page.latest)] == [
        (1910, ["Case 3"]), (1998, ["Case 2"]),
    ]  # fmt: skip


def test_a_crowded_end_names_some_and_counts_the_rest(amina: User, chiara: User) -> None:
    for number in range(5):
        world.published(world.content(f"Case {number}"), by=amina, reviewer=chiara)
    end = load_timeline({}).earliest
    assert end is not None
    assert ([case.title for case in end.cases], end.more) == (["Case 0", "Case 1", "Case 2"], 2)


def test_the_fullest_decades_are_named(six: None) -> None:
    assert [decade.first for decade in load_timeline({}).fullest] == [1990]
    assert [decade.first for decade in load_timeline({"tag": "kernel"}).fullest] == [1910, 1990]


def test_between_decades_with_cases_there_is_a_pause(six: None) -> None:
    spans = load_timeline({}).spans
    assert spans[1] == Pause(1920, 1980)


def test_an_empty_site_has_no_ends(taxonomy: None) -> None:
    page = load_timeline({})
    assert (page.earliest, page.latest, page.spans, page.fullest, page.dated) == (None, None, (), (), 0)


@pytest.mark.parametrize("count", [3, 30])
def test_the_timeline_costs_the_same_for_three_cases_as_for_thirty(
    count: int, amina: User, chiara: User, django_assert_num_queries: Counting
) -> None:
    for number in range(count):
        world.published(world.content(f"Case {number}", began=1990 + number), by=amina, reviewer=chiara)
    load_timeline({})
    with django_assert_num_queries(4):
        load_timeline({"country": "ES", "tag": "commons"})
