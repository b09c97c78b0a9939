"""The numbers of the matrix against counts by plain SQL, its lists, and what it costs."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import connection

from accounts.models import User
from cases.domain.content import Phase, Place
from cases.domain.vocabulary import Speaker, Stance
from cases.queries.facts import facts_now
from cases.queries.filters import load_filters
from cases.queries.grid import Grid, Question, load_grid
from cases.queries.matrix import View, load_matrix
from cases.queries.trace import NoSuchCase
from tests import world
from tests.kept import kept

Counting = Callable[[int], AbstractContextManager[object]]
YEAR = 2026
QUESTIONS = [
    Question(),
    Question({"country": "ES"}),
    Question({"decade": "1990", "lang": "en"}),
    Question({"stance": "contradicts"}),
    Question({"tag": "commons", "sector": "telecommunications"}),
    Question({"speaker": "independent"}),
    Question({"lang": "fr"}),
    Question(at=1991),
    Question(at=2008),
    Question(at=2012),
    Question({"country": "ES"}, at=2005),
    Question(at=1980),
]
NARROWING = {
    "country": "EXISTS (SELECT 1 FROM cases_caseplace r WHERE r.case_id = c.record_id AND r.country = %s)",
    "decade": "c.began_decade = CAST(%s AS integer)",
    "lang": "c.language = %s",
    "sector": "c.sector = %s",
    "stance": "EXISTS (SELECT 1 FROM cases_placement r WHERE r.case_id = c.record_id AND r.stance = %s)",
    "tag": "EXISTS (SELECT 1 FROM taggit_taggeditem i JOIN taggit_tag t ON t.id = i.tag_id"
    " WHERE i.object_id = c.record_id AND t.slug = %s)",
    "speaker": "EXISTS (SELECT 1 FROM cases_casesource r WHERE r.case_id = c.record_id"
    " AND r.speaker NOT IN ('organisation', 'contributor') AND %s <> '')",
}
STANDS = """ AND p.start <= {at} AND (p."end" IS NULL OR p."end" >= {at}) AND NOT EXISTS (
    SELECT 1 FROM cases_casephase n
    WHERE n.case_id = p.case_id AND n."order" > p."order" AND n.start <= {at})"""


@kept
def four(amina: User, chiara: User) -> None:
    """Guifi moves in 2008; Linux stays; a state is off the map; MakerBot comes back to a cell and ends."""
    own = world.source(speaker=Speaker.ORGANISATION)
    rows = [
        world.content(),
        world.content(
            "Linux: who pays",
            places=(Place(name="There", country="FI"), Place(name="There", country="US")),
            phases=(Phase(start=1991, end=None, stage=6, model=2),),
            illustrations=(world.illustration("3c", Stance.CONTRADICTS),),
            began=1991,
            sector="software",
            tags=("kernel",),
            sources=(own,),
        ),
        world.content(
            "A state",
            phases=(Phase(start=1970, end=None, stage=None, model=1, no_stage_reason="It is a state."),),
            began=1970,
        ),
        world.content(
            "MakerBot",
            phases=(
                Phase(start=2007, end=2009, stage=6, model=2),
                Phase(start=2009, end=2009, stage=3, model=2),
                Phase(start=2009, end=2012, stage=6, model=2),
            ),
            began=2007,
            tags=("kernel", "commons"),
        ),
    ]
    for row in rows:
        world.published(row, by=amina, reviewer=chiara)


def grid_of(question: Question) -> Grid:
    return load_grid(facts_now(), question)


def by_sql(question: Question) -> dict[tuple[int | None, int], int]:
    """The cases of each cell, counted without the application."""
    where = " AND ".join(["1 = 1", *(NARROWING[name] for name in question.chosen)])
    stands = "" if question.at is None else STANDS.format(at=question.at)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT p.stage_id, p.model_id, COUNT(DISTINCT c.record_id) FROM cases_casephase p"
            f" JOIN cases_case c ON c.record_id = p.case_id WHERE {where}{stands}"
            " GROUP BY p.stage_id, p.model_id",
            list(question.chosen.values()),
        )
        return {(stage, model): cases for stage, model, cases in cursor.fetchall()}


@pytest.mark.parametrize("question", QUESTIONS, ids=str)
def test_every_cell_is_what_plain_sql_counts(four: None, question: Question) -> None:
    counted, grid = by_sql(question), grid_of(question)
    expected = {key: number for key, number in counted.items() if key[0] is not None}
    assert {(c.stage.number, c.model.number): c.cases for c in grid.cells if c.cases} == expected
    assert grid.filled == len(expected)
    assert grid.placed + grid.off_map + grid.elsewhen == grid.found <= grid.in_all == 4


@pytest.mark.parametrize("question", QUESTIONS, ids=str)
def test_the_list_of_a_cell_and_its_names_hold_its_cases(four: None, question: Question) -> None:
    for key in ("6-2", "7-3", "3-2"):
        page = load_matrix(View(question, cell=key), YEAR)
        shown = next(shown for _stage, row in page.rows for shown in row if shown.is_open)
        assert page.drill is not None
        assert len(page.drill.hits) == shown.cell.cases == len(shown.names) == len(shown.squares)


@pytest.mark.parametrize(
    ("question", "placed", "off_map", "elsewhen"),
    [
        (Question(), 3, 1, 0),
        (Question(at=1980), 0, 1, 3),
        (Question(at=2012), 3, 1, 0),
        (Question(at=2013), 2, 1, 1),
        (Question({"tag": "kernel"}, at=2000), 1, 0, 1),
    ],
)
def test_cases_off_the_map_and_out_of_time_are_told_apart(
    four: None, question: Question, placed: int, off_map: int, elsewhen: int
) -> None:
    page = load_matrix(View(question), YEAR)
    assert (page.grid.placed, page.grid.off_map, page.grid.elsewhen) == (placed, off_map, elsewhen)
    assert [phase.no_stage_reason for phase in page.off_map] == ["It is a state."] * off_map


def test_a_gap_is_a_cell_without_any_case_and_not_one_that_is_filtered_out(four: None) -> None:
    cells = {cell.key: cell for cell in grid_of(Question({"lang": "fr"})).cells}
    assert (cells["6-2"].cases, cells["6-2"].in_all, cells["6-2"].is_gap) == (0, 2, False)
    assert cells["1-1"].is_gap


def test_decades_run_from_the_first_phase_to_now(four: None) -> None:
    decades = load_matrix(View(Question()), YEAR).decades
    assert [small.year for small in decades] == [1979, 1989, 1999, 2009, 2019, 2026]
    assert [small.cases for small in decades] == [0, 0, 1, 3, 2, 2]
    assert [(cell.model, cell.cases, cell.x, cell.y) for cell in decades[2].filled] == [(2, 1, 22, 70)]


def test_counts_beside_the_options_come_after_the_other_filters(four: None) -> None:
    shown = {row.name: row.options for row in load_filters(facts_now(), {"country": "ES"}).shown}
    assert list(shown) == ["country", "decade", "sector", "tag", "lang", "stance", "speaker"]
    assert {option.value: option.count for option in shown["country"]} == {"ES": 3, "FI": 1, "US": 1}
    assert {option.value: option.count for option in shown["sector"]}["software"] == 0
    assert [(option.value, option.count) for option in shown["speaker"]] == [("independent", 3)]
    assert [(option.value, option.count) for option in shown["lang"]] == [("en", 3)]


def test_marks_number_the_places_of_a_traced_case(four: None) -> None:
    page = load_matrix(View(Question(), traced=("makerbot", "guifi-net")), YEAR)
    marks = {
        shown.cell.key: [f"{mark.letter}{mark.number}" for mark in shown.marks]
        for _stage, row in page.rows
        for shown in row
        if shown.marks
    }
    assert marks == {"6-2": ["A1", "A3"], "3-2": ["A2"], "6-3": ["B1"], "7-3": ["B2"]}


def test_a_case_that_is_not_published_cannot_be_traced(four: None) -> None:
    with pytest.raises(NoSuchCase):
        load_matrix(View(Question(), traced=("guifi-net", "never-was")), YEAR)


def test_the_filter_whose_removal_helps_is_named_when_nothing_is_left(four: None) -> None:
    page = load_matrix(View(Question({"country": "ES", "sector": "software"})), YEAR)
    assert page.removal is not None
    assert (page.removal.name, page.removal.cases) == ("sector", 3)


def test_the_sample_is_judged_without_filters(four: None) -> None:
    caveat = load_matrix(View(Question({"country": "FI"})), YEAR).caveat
    assert (caveat.country, caveat.cases, caveat.total) == ("ES", 3, 4)
    assert len(caveat.continents) == 4


def test_without_any_case_all_cells_are_gaps(taxonomy: None) -> None:
    page = load_matrix(View(Question()), YEAR)
    assert all(cell.is_gap for cell in page.grid.cells)
    assert (page.decades, page.drill, bool(page.caveat)) == ((), None, False)


@kept
def many(number: int, amina: User, chiara: User) -> None:
    """As many cases as the test asks for."""
    for each in range(number):
        world.published(world.content(f"Case {each}"), by=amina, reviewer=chiara)


COSTS = [
    (View(Question()), 5),
    (View(Question({"country": "ES", "tag": "commons"})), 5),
    (View(Question({"country": "ES"}, at=2005)), 5),
    (View(Question(), cell="7-3", traced=("case-0",)), 13),
]


@pytest.mark.parametrize("number", [3, 30], scope="module")
@pytest.mark.parametrize(("view", "queries"), COSTS)
def test_the_page_costs_the_same_queries_at_any_size(
    many: None, django_assert_num_queries: Counting, view: View, queries: int
) -> None:
    load_matrix(view, YEAR)  # The process remembers the names of tags.
    with django_assert_num_queries(queries):
        load_matrix(view, YEAR)


@pytest.mark.parametrize("number", [3, 30], scope="module")
def test_the_numbers_alone_cost_three_queries(many: None, django_assert_num_queries: Counting) -> None:
    facts_now()
    with django_assert_num_queries(3):
        load_grid(facts_now(), Question())
