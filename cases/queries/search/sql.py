"""What both engines need to ask in their own words."""

from collections.abc import Sequence
from typing import Any, cast

from django.db import connections

from cases.queries.reading_place import reading_place

Value = str | int | list[str] | list[int]


def rows_of(statement: str, values: Sequence[Value]) -> list[tuple[Any, ...]]:
    """All rows of a statement, whose text is ours; what readers typed is among its values."""
    with connections[reading_place()].cursor() as cursor:
        cursor.execute(statement, cast("Any", list(values)))
        return cast("list[tuple[Any, ...]]", cursor.fetchall())
