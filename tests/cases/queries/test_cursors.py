"""Sets of cases reach the database and come back as they are, and nothing of it outlives the statement."""

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from pyroaring import BitMap

from cases.models import FactBlock
from cases.queries.cursors import bytes_cursor, preparing_cursor
from cases.queries.fact_blocks import stored_sets

pytestmark = pytest.mark.django_db

EVERY_BYTE = bytes(range(256)) + b"100 % of %s; and '"


def test_every_byte_is_read_as_it_was_written() -> None:
    with bytes_cursor(connection) as cursor:
        cursor.execute("SELECT %s", [EVERY_BYTE])
        assert bytes(cursor.fetchone()[0]) == EVERY_BYTE


def test_a_set_is_read_as_it_was_written_and_only_of_its_block() -> None:
    some, many = BitMap([1, 7]), BitMap(range(0, 8000, 3))
    for fact, block, members in (("country:ES", 0, some), ("sector:food", 0, many), ("country:ES", 1, many)):
        FactBlock.objects.create(fact=fact, block=block, members=members.serialize(), turn=1)
    assert stored_sets(0, ["country:ES", "sector:food", "tag:none"]) == {
        "country:ES": some,
        "sector:food": many,
    }
    assert stored_sets(0, []) == {}


def test_what_is_refused_is_refused_in_the_words_of_django() -> None:
    with pytest.raises(IntegrityError), bytes_cursor(connection) as cursor:
        cursor.execute("INSERT INTO cases_factblock (fact, block) VALUES (%s, 0)", ["x"])


def test_its_statements_are_counted_as_all_others() -> None:
    with CaptureQueriesContext(connection) as asked:
        stored_sets(0, ["country:ES"])
    assert len(asked) == 1


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite prepares nothing")
def test_it_prepares_nothing_however_often_it_is_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    connection.ensure_connection()
    monkeypatch.setattr(connection.connection, "prepare_threshold", 1)
    for _time in range(3):
        stored_sets(0, ["country:ES"])
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements")
        assert cursor.fetchone() == (0,)


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite prepares nothing")
def test_values_are_counted_in_their_order_and_percent_signs_stay() -> None:
    with preparing_cursor(connection) as cursor:
        cursor.execute("SELECT %s::int - %s::int, '100 %%', %s", [7, 5, "%s $1"])
        assert cursor.fetchall() == [(2, "100 %", "%s $1")]
        cursor.execute("SELECT '100 %'", None)
        assert cursor.fetchall() == [("100 %",)]
