"""Tables that must not change refuse it in the database itself, on both engines."""

import pytest
from django.apps import apps
from django.core.management.color import no_style
from django.db import DatabaseError, connection, transaction

from cases.queries.quick_verification import REFUSE_DELETE, faults_of_schema, triggers
from models_taxonomy.append_only import trigger_name
from models_taxonomy.models import ClaimVersion

pytestmark = pytest.mark.django_db

TABLE = "models_taxonomy_claimversion"


def test_every_append_only_table_has_its_triggers() -> None:
    assert list(faults_of_schema()) == []


def test_every_named_table_is_a_table_of_the_site() -> None:
    assert {model._meta.db_table for model in apps.get_models()} >= REFUSE_DELETE


@pytest.mark.parametrize(
    "statement",
    [
        f"UPDATE {TABLE} SET note = 'changed'",
        f"DELETE FROM {TABLE}",
    ],
)
def test_plain_sql_is_refused(taxonomy: None, statement: str) -> None:
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)
    assert ClaimVersion.objects.filter(note="").count() == 30


def test_replacing_a_row_is_refused_too(taxonomy: None) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("REPLACE is a word of SQLite")
    copy = f"INSERT OR REPLACE INTO {TABLE} SELECT * FROM {TABLE} LIMIT 1"
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(copy)


@pytest.mark.django_db(transaction=True)
def test_the_triggers_are_back_after_a_test_emptied_the_tables() -> None:
    connection.ops.execute_sql_flush(connection.ops.sql_flush(no_style(), [TABLE]))
    assert trigger_name(TABLE, "DELETE") in triggers()
