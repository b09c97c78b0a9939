"""Revisions, reviews and audit events refuse UPDATE and DELETE; states change only along the workflow."""

from django.db import migrations

from cases.domain.workflow import allowed_changes
from models_taxonomy.append_only import append_only, refuse_delete

TABLE = "cases_revisionstate"
TRIGGER = f"{TABLE}_follows_workflow"


def _pairs():
    return ", ".join(f"('{old}', '{new}')" for old, new in sorted(allowed_changes()))


def add_guard(apps, schema_editor):
    message = "this move is not in the workflow"
    broken = f"NEW.revision_id <> OLD.revision_id OR (OLD.state, NEW.state) NOT IN (VALUES {_pairs()})"
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute(
            f"CREATE TRIGGER {TRIGGER} BEFORE UPDATE ON {TABLE} WHEN {broken} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
        )
        return
    schema_editor.execute(
        f"CREATE OR REPLACE FUNCTION {TRIGGER}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    pairs = ", ".join(f"ROW('{old}'::varchar, '{new}'::varchar)" for old, new in sorted(allowed_changes()))
    schema_editor.execute(
        f"CREATE TRIGGER {TRIGGER} BEFORE UPDATE ON {TABLE} FOR EACH ROW WHEN "
        f"(NEW.revision_id <> OLD.revision_id OR ROW(OLD.state, NEW.state) NOT IN ({pairs})) "
        f"EXECUTE FUNCTION {TRIGGER}()"
    )


def remove_guard(apps, schema_editor):
    on = f" ON {TABLE}" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER IF EXISTS {TRIGGER}{on}")


class Migration(migrations.Migration):
    dependencies = [("cases", "0001_initial")]

    operations = [
        append_only("cases_revision"),
        append_only("cases_review"),
        append_only("cases_auditevent"),
        refuse_delete(TABLE),
        migrations.RunPython(add_guard, remove_guard),
    ]
