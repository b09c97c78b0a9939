"""The numbers of moves against counts by plain SQL, the ribbons and lists, and what they cost."""

from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.db import connection

from accounts.models import User
from cases.domain.content import Phase, Place
from cases.domain.moves import Lead, Leaders, Trend
from cases.domain.vocabulary import Speaker, Stance
from cases.queries import trajectories
from cases.queries.browse import PAGE_SIZE
from cases.queries.facts import facts_now
from cases.queries.moves import MoveQuestion, Moves, load_moves
from cases.queries.trajectories import CaseMoves, View, all_moves, load_move_list, load_trajectories
from tests import world
from tests.cases.queries.test_matrix import NARROWING
from tests.kept import kept

Counting = Callable[[int], AbstractContextManager[object]]
YEAR = 2026
QUESTIONS = [
    MoveQuestion(),
    MoveQuestion({"country": "ES"}),
    MoveQuestion({"country": "FI", "sector": "software"}),
    MoveQuestion({"stance": "contradicts"}),
    MoveQuestion({"tag": "kernel"}),
    MoveQuestion({"speaker": "independent", "lang": "en"}),
    MoveQuestion({"decade": "2000"}),
    MoveQuestion({"lang": "fr"}),
    MoveQuestion(left="6-2"),
    MoveQuestion(entered="1-1"),
    MoveQuestion(left="6-2", entered="1-1"),
    MoveQuestion({"country": "ES"}, left="0-1"),
    MoveQuestion({"country": "ES"}, left="7-1", entered="7-2"),
]
MOVES = """
    SELECT p.stage_id, p.model_id, n.stage_id, n.model_id, c.record_id
    FROM cases_casephase p
    JOIN cases_casephase n ON n.case_id = p.case_id AND n."order" = (
        SELECT MIN(f."order") FROM cases_casephase f WHERE f.case_id = p.case_id AND f."order" > p."order")
    JOIN cases_case c ON c.record_id = p.case_id
    WHERE NOT (p.model_id = n.model_id AND COALESCE(p.stage_id, 0) = COALESCE(n.stage_id, 0))"""


def phase(start: int, stage: int | None, model: int, end: int | None = None) -> Phase:
    return Phase(
        start=start, end=end, stage=stage, model=model, no_stage_reason="" if stage else "It is a state."
    )


@kept
def six(amina: User, chiara: User) -> None:
    """One stays, one moves by model alone, one comes under the hierarchy, one goes to and fro, one ends."""
    rows = [
        world.content(),
        world.content("Stays", phases=(phase(1991, 6, 2, 1995), phase(1995, 6, 2)), began=1991),
        world.content(
            "Linux: who pays",
            places=(Place(name="There", country="FI"),),
            phases=(phase(1991, 6, 3, 1998), phase(1998, 6, 2)),
            illustrations=(world.illustration("3c", Stance.CONTRADICTS),),
            sources=(world.source(speaker=Speaker.ORGANISATION),),
            began=1991,
            sector="software",
            tags=("kernel",),
        ),
        world.content("A state", phases=(phase(1970, None, 1, 1990), phase(1990, 6, 2)), began=1970),
        world.content(
            "Pendulum",
            phases=(
                phase(2000, 6, 2, 2001),
                phase(2001, 1, 1, 2002),
                phase(2002, 6, 2, 2003),
                phase(2003, 1, 1),
            ),
            began=2000,
        ),
        world.content(
            "MakerBot",
            phases=(phase(2007, 6, 2, 2009), phase(2009, 3, 2, 2009), phase(2009, 1, 1, 2022)),
            began=2007,
            ended=2022,
            tags=("kernel", "commons"),
        ),
    ]
    for row in rows:
        world.published(row, by=amina, reviewer=chiara)


def moves_of(question: MoveQuestion) -> Moves:
    return load_moves(facts_now(), question)


def by_sql(question: MoveQuestion) -> set[tuple[str, str, int]]:
    """Every case with the cells it left and entered, read without the application."""
    where = "".join(f" AND {NARROWING[name]}" for name in question.chosen)
    with connection.cursor() as cursor:
        cursor.execute(MOVES + where, list(question.chosen.values()))
        rows = cursor.fetchall()
    return {(f"{a or 0}-{b}", f"{c or 0}-{d}", case) for a, b, c, d, case in rows}


@pytest.mark.parametrize("question", QUESTIONS, ids=str)
def test_every_number_is_what_plain_sql_counts(six: None, question: MoveQuestion) -> None:
    counted, found = by_sql(question), moves_of(question)
    pairs = {(left, entered) for left, entered, _case in counted}
    assert {(move.left.key, move.entered.key): move.cases for move in found.table.counts} == {
        pair: len([row for row in counted if row[:2] == pair]) for pair in pairs
    }
    for row in found.table.rows:
        assert row.cases == len({case for left, _entered, case in counted if left == row.left.key})
    for cell, cases in found.table.entered:
        assert cases == len({case for _left, entered, case in counted if entered == cell.key})
    asked = [
        case
        for left, entered, case in counted
        if question.left in {"", left} and question.entered in {"", entered}
    ]
    assert (found.moved, found.shown) == (len({case for *_cells, case in counted}), len(set(asked)))


def test_a_case_that_made_the_same_move_twice_counts_once(six: None) -> None:
    found = moves_of(MoveQuestion(left="6-2", entered="1-1"))
    assert [move.cases for move in found.table.counts if move.is_asked] == [1]
    (pendulum,) = load_move_list(View(found.question)).cases
    assert [move.year for move in pendulum.moves] == [2001, 2003]


@pytest.mark.parametrize("question", QUESTIONS, ids=str)
def test_ribbons_list_and_stream_hold_the_cases_that_are_counted(six: None, question: MoveQuestion) -> None:
    page, listed = load_trajectories(View(question), YEAR), load_move_list(View(question))
    shown = sorted(ribbon.case.pk for ribbon in page.ribbons)
    assert len(shown) == page.moves.shown
    assert sorted(row.case.pk for row in listed.cases) == shown
    assert [row.case.pk for row in all_moves(facts_now(), question)] == shown
    assert {(move.left.key, move.entered.key) for row in listed.cases for move in row.moves} == {
        (move.left.key, move.entered.key)
        for move in page.moves.table.counts
        if question.fits((move.left.cell, move.entered.cell))
    }


def test_rows_and_columns_are_the_cells_that_cases_left_and_entered(six: None) -> None:
    table = moves_of(MoveQuestion()).table
    assert [row.left.key for row in table.rows] == ["1-1", "0-1", "3-2", "6-2", "6-3"]
    assert [cell.key for cell, _cases in table.entered] == ["1-1", "3-2", "6-2", "7-3"]
    assert [(model.number, columns) for model, columns in table.models] == [(1, 1), (2, 2), (3, 1)]


def test_the_finding_is_of_all_cases_whatever_is_asked(six: None) -> None:
    finding = moves_of(MoveQuestion({"country": "FI"}, left="6-3")).finding
    assert (finding.cases, finding.moved) == (6, 5)
    assert finding.frequent.lead is Lead.NOBODY
    assert (finding.later, finding.earlier, finding.trend) == (2, 2, Trend.EVEN)
    assert finding.models == Leaders(Lead.ONE, (2,), 3)


def test_counts_beside_the_options_come_after_the_other_filters(six: None) -> None:
    page = load_trajectories(View(MoveQuestion({"country": "ES"}, left="6-2")), YEAR)
    options = {
        shown.name: {option.value: option.count for option in shown.options} for shown in page.filters.shown
    }
    assert list(options)[:3] == ["from", "to", "country"]
    assert options["from"] == {"1-1": 1, "0-1": 1, "3-2": 1, "6-2": 2, "6-3": 1}
    assert options["to"] == {"1-1": 1, "3-2": 1, "6-2": 0, "7-3": 0}
    assert options["country"] == {"ES": 2, "FI": 0}


def test_a_cell_that_no_case_left_can_be_chosen_and_is_named(six: None) -> None:
    page = load_trajectories(View(MoveQuestion(left="5-3", entered="7-3")), YEAR)
    chosen = page.filters.shown[0].chosen
    assert chosen is not None
    assert (chosen.name, chosen.count, page.ribbons) == ("stage 5 in Civic commons", 0, ())
    assert page.removal is not None
    assert (page.removal.name, page.removal.cases) == ("from", 1)


def test_ribbons_follow_the_years_and_say_how_a_case_moved(six: None) -> None:
    page = load_trajectories(View(MoveQuestion()), YEAR)
    assert [ribbon.name for ribbon in page.ribbons] == [
        "A state",
        "Guifi.net",
        "Linux",
        "MakerBot",
        "Pendulum",
    ]
    assert [ribbon.course.path for ribbon in page.ribbons][3] == "6 → 3 → 1"
    assert [ribbon.closed_in for ribbon in page.ribbons] == [None, None, None, 2022, None]
    assert (page.scale.first, page.scale.last, page.scale.is_uneven) == (1970, YEAR, True)
    assert all(len(ribbon.phases) > 1 for ribbon in page.ribbons)


def test_a_move_gives_the_reasons_of_the_new_phase_and_the_sources_of_its_case(six: None) -> None:
    rows = {row.name: row for row in load_move_list(View(MoveQuestion())).cases}
    assert rows["Guifi.net"].moves[0].reasons == ("A foundation holds the commons.",)
    assert [source.key for source in rows["Guifi.net"].sources] == ["baig2015"]
    assert rows["A state"].moves[0].reasons == ()


def test_pages_go_by_title(amina: User, chiara: User) -> None:
    for number in range(PAGE_SIZE + 1):
        world.published(world.content(f"Case {number:02}"), by=amina, reviewer=chiara)
    first = load_trajectories(View(MoveQuestion()), YEAR)
    assert [first.ribbons[0].name, first.ribbons[-1].name] == ["Case 00", "Case 19"]
    assert (first.before, bool(first.after)) == ("", True)


def test_the_stream_reads_few_cases_at_once_and_loses_none(
    six: None, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Counting
) -> None:
    monkeypatch.setattr(trajectories, "CASES_AT_ONCE", 2)
    facts = facts_now()
    with django_assert_num_queries(2 + 3 * 3):
        rows: list[CaseMoves] = list(all_moves(facts, MoveQuestion()))
    assert len(rows) == 5
    assert sum(len(row.moves) for row in rows) == 8


def test_without_any_case_there_is_nothing(taxonomy: None) -> None:
    page = load_trajectories(View(MoveQuestion()), YEAR)
    assert (page.ribbons, page.moves.table.rows, page.removal, page.moves.finding.cases) == ((), (), None, 0)
    assert list(all_moves(facts_now(), MoveQuestion())) == []


@kept
def many(number: int, amina: User, chiara: User) -> None:
    """As many cases as the test asks for."""
    for each in range(number):
        world.published(world.content(f"Case {each}"), by=amina, reviewer=chiara)


@pytest.mark.parametrize("number", [3, 30], scope="module")
@pytest.mark.parametrize(
    "question", [MoveQuestion(), MoveQuestion({"country": "ES", "tag": "commons"}, left="6-3")]
)
def test_pages_cost_the_same_queries_at_any_size(
    many: None, django_assert_num_queries: Counting, question: MoveQuestion
) -> None:
    load_trajectories(View(question), YEAR)  # The process remembers the names of tags.
    with django_assert_num_queries(6):
        load_trajectories(View(question), YEAR)
    with django_assert_num_queries(7):
        load_move_list(View(question))
