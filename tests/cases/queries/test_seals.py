"""Seals: the same as long as every answer is, of one moment, and never at a loss."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from django.db import OperationalError, ProgrammingError, connection
from django.db.backends.postgresql.base import DatabaseWrapper

from cases.queries.asking import UNFIT, answer_to
from cases.queries.drawings import Asked, Drawing, _digest
from cases.queries.seals import makes_seals, seal_of, sealed
from config import postgres
from tests.cases.queries.page import PAGE, Connected, prepared, tell

NAMED, NUMBERS = ("SELECT name FROM asked WHERE number = %s", (1,)), ("SELECT number FROM asked", None)
QUESTIONS = [NAMED, NUMBERS]
OFTEN = range(postgres.PREPARED_AFTER + 2)


@pytest.fixture
def page(connected: Connected) -> DatabaseWrapper:
    """A connection of a page."""
    return connected()


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE asked SET name = 'another' WHERE number = 1",
        "UPDATE asked SET name = NULL WHERE number = 1",
        "UPDATE asked SET name = '' WHERE number = 1",
        "INSERT INTO asked VALUES (1, 'one')",
        "DELETE FROM asked WHERE number = 2",
        "DELETE FROM asked",
    ],
)
def test_another_answer_makes_another_seal(page: DatabaseWrapper, change: str) -> None:
    before = seal_of(QUESTIONS, at=PAGE)
    tell(page, change)
    after = seal_of(QUESTIONS, at=PAGE)
    assert after != before
    assert seal_of(QUESTIONS, at=PAGE) == after


def test_what_leaves_the_answers_as_they_are_leaves_the_seal(page: DatabaseWrapper) -> None:
    before = seal_of([NAMED, NAMED], at=PAGE)
    tell(page, "UPDATE asked SET name = 'another' WHERE number = 2")
    assert seal_of([NAMED, NAMED], at=PAGE) == before


@pytest.mark.parametrize("text", [r"E'one)\n(two'", r"E'one\ntwo'", "'one,two'"])
def test_two_rows_are_not_one_in_which_they_stand_as_text(page: DatabaseWrapper, text: str) -> None:
    names = [("SELECT name FROM asked ORDER BY number", None)]
    two = seal_of(names, at=PAGE)
    tell(page, "DELETE FROM asked WHERE number = 2")
    tell(page, f"UPDATE asked SET name = {text}")
    assert seal_of(names, at=PAGE) != two


def test_it_is_prepared_and_the_same_as_before_it_was(page: DatabaseWrapper) -> None:
    with sealed(QUESTIONS, at=PAGE) as first:
        pass
    assert [seal_of(QUESTIONS, at=PAGE) for _time in OFTEN] == [first for _time in OFTEN]
    assert prepared(page) == 1


def test_what_is_asked_beside_it_is_of_the_same_moment(page: DatabaseWrapper) -> None:
    with sealed(QUESTIONS, at=PAGE), page.cursor() as cursor:
        cursor.execute("SHOW transaction_isolation")
        assert cursor.fetchone() == ("repeatable read",)
        cursor.execute("SHOW transaction_read_only")
        assert cursor.fetchone() == ("on",)
    assert makes_seals(PAGE)


def test_none_is_made_behind_a_pooler_or_where_nothing_is_prepared(connected: Connected) -> None:
    connected(pooler=True)
    assert not makes_seals(PAGE)
    assert not makes_seals("default")


# --- drawings -------------------------------------------------------------------------------------

NAMES = "SELECT name FROM asked ORDER BY number"
FEW = "SELECT name FROM asked ORDER BY number LIMIT 2"
COUNT = "SELECT count(*) FROM asked"


@dataclass(frozen=True, slots=True)
class Text:
    """Something drawn."""

    size: int = 100


def drawing_of(*questions: str) -> Drawing[Text]:
    """What is drawn of these questions."""
    asked = [Asked(PAGE, sql, None, _digest(answer_to(sql, None, at=PAGE))) for sql in questions]
    return Drawing(Text(), tuple(asked), 100)


def asked_to_look_at(drawing: Drawing[Text], page: DatabaseWrapper) -> list[str]:
    """What is asked to see that a drawing is good, which it is."""
    found: list[str] = []

    def note(execute: Callable[..., object], sql: str, *rest: object) -> object:
        found.append(sql)
        return execute(sql, *rest)

    with page.execute_wrapper(note):
        assert drawing.is_good()
    return found


def test_a_drawing_is_looked_at_once_and_then_asked_for_in_one_turn(page: DatabaseWrapper) -> None:
    drawing = drawing_of(NAMES, COUNT, FEW)
    asked = [asked_to_look_at(drawing, page) for _time in range(3)]
    assert [len(questions) for questions in asked] == [5, 2, 2]
    assert asked[0][2:] == [NAMES, COUNT, FEW]
    assert asked[2] == asked[1] == [asked[0][1], FEW]


@pytest.mark.parametrize("question", [NAMES, FEW])
@pytest.mark.parametrize("looks", [0, 1, 2])
def test_a_drawing_is_not_good_once_an_answer_is_another_one(
    page: DatabaseWrapper, question: str, looks: int
) -> None:
    drawing = drawing_of(COUNT, "SELECT max(number) FROM asked", question)
    for _look in range(looks):
        assert drawing.is_good()
    tell(page, "UPDATE asked SET name = 'another' WHERE number = 1")
    assert not drawing.is_good()
    tell(page, "UPDATE asked SET name = 'one' WHERE number = 1")
    assert drawing.is_good()


def test_what_cannot_be_sealed_is_asked_one_by_one(page: DatabaseWrapper) -> None:
    odd = "SELECT number + 1 FROM asked INTO STRICT"
    assert drawing_of(COUNT, "SELECT 1; -- no part of another question").is_good()
    with pytest.raises(UNFIT):
        seal_of([(odd, None), (COUNT, None)], at=PAGE)


def test_a_fault_is_told(page: DatabaseWrapper) -> None:
    drawing = drawing_of(NAMES, COUNT)
    assert drawing.is_good()
    tell(page, "DROP TABLE asked")
    with pytest.raises(ProgrammingError):
        drawing.is_good()


def test_a_connection_that_is_lost_is_told_as_ever(page: DatabaseWrapper) -> None:
    drawing = drawing_of(NAMES, COUNT)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [page.connection.info.backend_pid])
    with pytest.raises(OperationalError):
        drawing.is_good()
