"""Values are written into a statement as Django's own cursors do it."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.db import DataError, connection
from hypothesis import given
from hypothesis import strategies as st

from cases.queries.written_values import ValueWriter

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite takes values beside the statement"),
]

MOMENT = datetime(2026, 11, 27, 15, 6, 50, 17, tzinfo=UTC)

VALUE = (
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False)
    | st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]))
    | st.binary()
    | st.sampled_from([MOMENT, date(1999, 12, 31), timedelta(days=-2), Decimal("1.50"), UUID(int=7)])
    | st.lists(st.integers(0, 9))
)


@given(statements=st.lists(st.tuples(VALUE, VALUE), min_size=1, max_size=4))
def test_a_statement_is_the_one_that_psycopg_would_send(statements: list[tuple[object, object]]) -> None:
    values = ValueWriter(connection)
    with connection.cursor() as cursor:
        for params in statements:
            assert values.written("SELECT %s, '5 %%', %s", params) == cursor.mogrify(
                "SELECT %s, '5 %%', %s", params
            )


def test_of_no_values_the_statement_stays_as_it_is() -> None:
    assert ValueWriter(connection).written("SELECT '5 %'", None) == "SELECT '5 %'"


@pytest.mark.parametrize("value", ["%s", "' OR 1 = 1; --", "\\'", "$1", "%%", "مرحبا", "\U0001f389"])
def test_a_value_comes_back_as_it_was_given(value: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(ValueWriter(connection).written("SELECT %s", [value]))
        assert cursor.fetchone() == (value,)


def test_a_value_that_the_database_cannot_hold_is_refused() -> None:
    with pytest.raises(DataError):
        ValueWriter(connection).written("SELECT %s", ["\0"])


@pytest.mark.parametrize("values", [[], ["1"], ["1", "2", "3"]])
def test_as_many_values_as_places_are_wanted(values: list[str]) -> None:
    with pytest.raises(TypeError):
        ValueWriter(connection).written("SELECT %s, %s", values)
