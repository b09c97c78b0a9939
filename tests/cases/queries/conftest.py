"""What tests of questions need: connections as pages have them."""

from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connection, connections
from django.db.backends.postgresql.base import DatabaseWrapper

from config import postgres
from tests.cases.queries.page import PAGE, Connected, tell


@pytest.fixture
def connected(db: None) -> Iterator[Connected]:
    """Makes the connection of a page, with a table of its own."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite plans in the process")
    made: list[DatabaseWrapper] = []

    def connect(*, pooler: bool = False) -> DatabaseWrapper:
        pages = {"default": postgres.reached(settings.DATABASES["default"], pooler=pooler)}
        postgres.serve_pages(pages, pooler=pooler, connections=1, seconds=1)
        connections[PAGE] = page = DatabaseWrapper(pages["default"], alias=PAGE)
        made.append(page)
        tell(page, "CREATE TEMP TABLE asked (number integer, name varchar(20))")
        tell(page, "INSERT INTO asked VALUES (1, 'one'), (2, 'two')")
        return page

    yield connect
    for page in made:
        page.close()
        page.close_pool()
    del connections[PAGE]
