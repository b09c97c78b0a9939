"""Drawings: kept as long as the database answers the same, and what is never kept."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
import time_machine
from django.db import connection, transaction
from django.utils.translation import override

from accounts.models import User
from cases.models import Case
from cases.queries.drawings import SHELF, Answered, Noted, drawn, implied
from models_taxonomy.models import Stage
from tests.kept import kept
from tests.world import content, published


@dataclass(frozen=True, slots=True)
class Text:
    """Something drawn."""

    words: tuple[str, ...]
    size: int = 100


class Pen:
    """Draws the names of all stages, and counts how often."""

    def __init__(self) -> None:
        self.times = 0

    def __call__(self) -> Text:
        self.times += 1
        return Text(tuple(Stage.objects.values_list("name", flat=True)))


@pytest.fixture
def pen(taxonomy: None) -> Pen:
    """One that has drawn once."""
    pen = Pen()
    drawn("names", pen)
    return pen


def test_what_would_be_drawn_the_same_is_not_drawn_again(pen: Pen) -> None:
    with connection.execute_wrapper(refuse_to_write):
        found = drawn("names", pen)
    assert found.words == tuple(Stage.objects.values_list("name", flat=True))
    assert pen.times == 1


def refuse_to_write(execute: Callable[..., object], sql: str, *rest: object) -> object:
    """Nothing of drawing writes."""
    assert sql.startswith("SELECT ")
    return execute(sql, *rest)


def test_another_answer_draws_it_anew_without_being_told(pen: Pen) -> None:
    Stage.objects.filter(pk=3).update(name="Another name")
    assert "Another name" in drawn("names", pen).words
    assert pen.times == 2


def test_what_came_back_is_drawn_as_it_is_now(pen: Pen) -> None:
    before = Stage.objects.get(pk=3).name
    for name in ("Another name", before):
        Stage.objects.filter(pk=3).update(name=name)
        assert name in drawn("names", pen).words


def test_of_another_key_language_or_day_it_is_another_drawing(pen: Pen) -> None:
    drawn("others", pen)
    with override("fr"):
        drawn("names", pen)
    with time_machine.travel("2031-05-05"):
        drawn("names", pen)
    assert pen.times == 4


def test_what_was_rolled_back_is_not_shown(pen: Pen) -> None:
    with transaction.atomic():
        Stage.objects.filter(pk=3).update(name="Never kept")
        drawn("names", pen)
        transaction.set_rollback(True)
    assert "Never kept" not in drawn("names", pen).words


# --- what is not kept -----------------------------------------------------------------------------


def test_a_fault_is_not_kept(pen: Pen) -> None:
    def fail() -> Text:
        raise LookupError

    for _time in range(2):
        with pytest.raises(LookupError):
            drawn("fault", fail)
    assert not any(isinstance(each, Noted) for each in connection.execute_wrappers)


def test_what_says_that_it_takes_no_room_is_not_kept(taxonomy: None) -> None:
    drawn("nothing", lambda: Text((), size=0))
    assert len(SHELF) == 0


def test_what_also_writes_is_not_kept(taxonomy: None) -> None:
    def write() -> Text:
        Stage.objects.filter(pk=3).update(name="Written")
        return Text(())

    drawn("writing", write)
    assert len(SHELF) == 0


# --- parts ----------------------------------------------------------------------------------------


def test_a_part_is_drawn_with_the_whole(pen: Pen) -> None:
    def whole() -> Text:
        return Text(("whole", *drawn("part", pen).words))

    drawn("whole", whole)
    assert len(SHELF) == 2
    Stage.objects.filter(pk=3).update(name="Another name")
    assert "Another name" in drawn("whole", whole).words


def test_what_follows_from_something_read_before_is_not_asked_again(taxonomy: None) -> None:
    def draw() -> Text:
        first = Stage.objects.values_list("name", flat=True).first()
        with implied():
            return Text((str(first), str(Stage.objects.count())))

    drawn("implied", draw)
    asked: list[str] = []

    def note(execute: Callable[..., object], sql: str, *rest: object) -> object:
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        drawn("implied", draw)
    assert len(asked) == 1


# --- queries --------------------------------------------------------------------------------------


def by_hand() -> list[object]:
    """A query without a model, of which the rows are read in every way."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT slug FROM cases_case ORDER BY slug")
        rows: list[object] = [cursor.fetchone(), *cursor.fetchmany(2), *iter(cursor)]
        cursor.execute("SELECT 1")
        return [*rows, *cursor.fetchall()]


WAYS: tuple[Callable[[], object], ...] = (
    lambda: list(Case.objects.order_by("slug").values_list("slug", flat=True)),
    lambda: list(Case.objects.order_by("slug").values_list("slug", flat=True).iterator(chunk_size=2)),
    lambda: Case.objects.order_by("slug").first(),
    Case.objects.count,
    lambda: Case.objects.filter(slug="none").exists(),
    lambda: Case.objects.get(slug="case-2").title,
    lambda: [case.places.count() for case in Case.objects.prefetch_related("phases").order_by("slug")],
    by_hand,
)


@kept
def five(amina: User, chiara: User) -> None:
    """Five cases."""
    for number in range(5):
        published(content(f"Case {number}"), by=amina, reviewer=chiara)


@pytest.mark.parametrize("way", WAYS)
def test_a_query_that_is_noted_answers_as_ever(five: None, way: Callable[[], object]) -> None:
    found = drawn("way", lambda: Text((repr(way()),)))
    assert found.words == (repr(way()),)
    assert drawn("way", Pen()) is found


def test_a_cursor_that_was_read_knows_what_it_knew(taxonomy: None) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT number FROM models_taxonomy_stage")
        answered = Answered(cursor, cursor.fetchall())
        assert [column[0] for column in answered.description] == ["number"]
