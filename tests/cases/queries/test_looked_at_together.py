"""What is looked at together: in one turn, never older than the block, and nothing else with it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.db import connections
from django.db.backends.postgresql.base import DatabaseWrapper

from cases.queries.drawings import drawn, drawn_before, looked_at_together
from cases.queries.reading_place import read_at
from tests.cases.queries.page import PAGE, Connected, tell

ONE, TWO, THREE = "SELECT name FROM asked WHERE number = 1", "SELECT max(number) FROM asked", "SELECT 3"
BOTH = (ONE, TWO)


@dataclass(frozen=True, slots=True)
class Text:
    """What a question was answered."""

    words: str
    size: int = 100


@pytest.fixture
def listed(connected: Connected, monkeypatch: pytest.MonkeyPatch) -> Connected:
    """Makes the connection of a page, which is one of the site's."""

    def connect(*, pooler: bool = False) -> DatabaseWrapper:
        page = connected(pooler=pooler)
        monkeypatch.setattr(connections, "all", lambda **_which: [page])
        return page

    return connect


@pytest.fixture
def page(listed: Connected) -> Iterator[DatabaseWrapper]:
    """A connection that is read, on which two questions were drawn, and looked at together."""
    page = listed()
    with read_at(PAGE):
        for _time in range(2):
            assert told_together(*BOTH) == ["one", "2"]
        yield page


def answer(sql: str) -> str:
    """What a question is answered, be it drawn again or not."""

    def draw() -> Text:
        with connections[PAGE].cursor() as cursor:
            cursor.execute(sql)
            return Text(str(cursor.fetchone()[0]))

    return drawn(sql, draw).words


def told_together(*questions: str) -> list[str]:
    """What these are answered within a block of both."""
    with looked_at_together(BOTH):
        return [answer(question) for question in questions]


def asked_for(*questions: str, page: DatabaseWrapper) -> list[str]:
    """What is asked of the database when these are wanted within a block of both."""
    found: list[str] = []

    def note(execute: Callable[..., object], sql: str, *rest: object) -> object:
        found.append(sql)
        return execute(sql, *rest)

    with page.execute_wrapper(note):
        told_together(*questions)
    return found


def test_all_of_it_is_asked_for_in_one_turn_and_not_again_in_the_block(page: DatabaseWrapper) -> None:
    (asked,) = asked_for(ONE, TWO, ONE, page=page)
    assert ONE in asked
    assert TWO in asked


def test_nothing_is_asked_before_something_of_it_is_wanted(page: DatabaseWrapper) -> None:
    answer(THREE)
    assert asked_for(page=page) == []
    assert asked_for(THREE, page=page) == [THREE]


def test_each_block_sees_what_is_answered_now(page: DatabaseWrapper) -> None:
    for name, number in (("another", 2), ("one", 2), ("one", 7), ("another", 7)):
        tell(page, f"UPDATE asked SET name = '{name}' WHERE number = 1")
        tell(page, f"UPDATE asked SET number = {number} WHERE number <> 1")
        assert told_together(*BOTH) == [name, str(number)]
        assert told_together(*BOTH) == [name, str(number)]


def test_outside_of_a_block_each_is_asked_for_itself(page: DatabaseWrapper) -> None:
    with looked_at_together(BOTH):
        answer(ONE)
    tell(page, "UPDATE asked SET name = 'another' WHERE number = 1")
    assert answer(ONE) == "another"


def test_where_no_seals_are_made_each_is_asked_for_itself(listed: Connected) -> None:
    page = listed(pooler=True)
    with read_at(PAGE):
        told_together(*BOTH)
        assert asked_for(ONE, TWO, page=page) == [ONE, TWO]


@pytest.mark.usefixtures("page")
def test_what_was_drawn_before_is_of_one_place_and_one_key() -> None:
    assert drawn_before(ONE).words == "one"
    assert drawn_before(THREE) is None
    with read_at("default"):
        assert drawn_before(ONE) is None
