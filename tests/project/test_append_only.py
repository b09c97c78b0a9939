"""Tables that must not change refuse it in the database itself, on both engines."""

import pytest
from django.apps import apps
from django.core.management.color import no_style
from django.db import DatabaseError, connection, transaction

from models_taxonomy.append_only import trigger_name
from models_taxonomy.models import ClaimVersion

pytestmark = pytest.mark.django_db

TABLE = "models_taxonomy_claimversion"
APPEND_ONLY = {
    TABLE, "cases_revision", "cases_review", "cases_auditevent", "cases_proposal", "cases_proposalreview",
    "cases_joining",
    "cases_opinion",
    "cases_report", "cases_reportclosing", "cases_suspension", "cases_suspensionend", "cases_appeal",
    "cases_appealanswer",
    "cases_firstyes", "cases_changecomment", "cases_commentresolution", "cases_reviewreason", "cases_recheck",
    "cases_waitingcomment", "cases_commentdecision", "cases_earliertext",
    "cases_partialacceptance",
}  # fmt: skip
REFUSE_DELETE = APPEND_ONLY | {"cases_revisionstate", "cases_proposalstanding"}


def triggers() -> set[str]:
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
    }
    with connection.cursor() as cursor:
        cursor.execute(query[connection.vendor])
        return {str(row[0]) for row in cursor.fetchall()}


def test_every_append_only_table_has_its_triggers() -> None:
    wanted = {trigger_name(table, "UPDATE") for table in APPEND_ONLY}
    wanted |= {trigger_name(table, "DELETE") for table in REFUSE_DELETE}
    assert wanted <= triggers()


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
