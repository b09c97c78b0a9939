"""A walk over the API: who may, who may not, which headers, no unreviewed text, a fixed number of queries."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from cases.api.document import document
from tests.cases.api.programs import Program, program_of
from tests.project.api_routes import EVERYBODY, MAY_SHOW, READ, WRITTEN
from tests.project.test_every_query import grow
from tests.project.walk import HEADERS, PEOPLE
from tests.project.whole_site import CANARY, World, world

__all__ = ["world"]  # the fixture: the other walk has it, too

PUBLIC = [name for name, (_path, who) in READ.items() if who is EVERYBODY]


def test_the_walk_knows_every_operation() -> None:
    methods = document()["paths"].values()
    assert {each["operationId"] for found in methods for each in found.values()} == {*READ, *WRITTEN}


@pytest.mark.parametrize("person", PEOPLE)
def test_everybody_gets_what_the_table_says(
    world: World, request: pytest.FixtureRequest, subtests: pytest.Subtests, person: str
) -> None:
    program = Program() if person == "stranger" else program_of(request.getfixturevalue(person))
    for name, (path, expected) in READ.items():
        with subtests.test(name):
            answer = program.get(path.format(**world.values))
            assert answer.status == expected[PEOPLE.index(person)]
            assert CANARY.lower() not in str(answer.data).lower() or (person, name) in MAY_SHOW
            assert [header for header, value in HEADERS.items() if value not in answer.headers[header]] == []
    for name, (path, expected) in WRITTEN.items():
        with subtests.test(name):
            assert program.post(path.format(**world.values), {}).status == expected[PEOPLE.index(person)]


def queries_of(path: str) -> list[str]:
    """The queries of one answer, when what it needs was read before."""
    Program().get(path)
    with CaptureQueriesContext(connection) as queries:
        assert Program().get(path).status == 200
    return [query["sql"] for query in queries]


def test_no_public_answer_asks_more_of_more_cases(
    world: World, bruno: User, deniz: User, subtests: pytest.Subtests
) -> None:
    paths = [*(READ[name][0].format(**world.values) for name in PUBLIC), "/gaps?kind=part", "/cases?q=case"]
    grow(range(3), bruno, deniz)
    few = {path: queries_of(path) for path in paths}
    grow(range(3, 6), bruno, deniz)
    for path in paths:
        with subtests.test(path):
            assert len(queries_of(path)) == len(few[path])
