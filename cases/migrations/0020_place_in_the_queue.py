"""What is brought up to date keeps the place in the queue of what it replaces."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models.functions import Coalesce

from cases.domain.workflow import allowed_changes
from models_taxonomy.append_only import trigger_statements

TABLE = "cases_revisionstate"
TRIGGER = f"{TABLE}_follows_workflow"


def drop_guard(apps, schema_editor):
    on = f" ON {TABLE}" if schema_editor.connection.vendor == "postgresql" else ""
    schema_editor.execute(f"DROP TRIGGER IF EXISTS {TRIGGER}{on}")


def give_places(apps, schema_editor):
    """Only a replacement follows what left the queue as withdrawn; a chain of them has one place."""
    standings = apps.get_model("cases", "RevisionState").objects
    replacing = standings.filter(revision__follows__standing__state="withdrawn").order_by("pk")
    places = {}
    for pk, follows in replacing.values_list("pk", "revision__follows"):
        places[pk] = places.get(follows, follows)
    for pk, place in places.items():
        standings.filter(pk=pk).update(place=place)


def add_guard(apps, schema_editor, *, with_place=True):
    pairs = sorted(allowed_changes())
    if schema_editor.connection.vendor == "sqlite":
        values = ", ".join(f"('{old}', '{new}')" for old, new in pairs)
        moved = "OR NEW.place_id IS NOT OLD.place_id " if with_place else ""
        schema_editor.execute(
            f"CREATE TRIGGER {TRIGGER} BEFORE UPDATE ON {TABLE} WHEN NEW.revision_id <> OLD.revision_id "
            f"{moved}OR (OLD.state, NEW.state) NOT IN (VALUES {values}) "
            f"BEGIN SELECT RAISE(ABORT, 'this move is not in the workflow'); END"
        )
        return
    rows = ", ".join(f"ROW('{old}'::varchar, '{new}'::varchar)" for old, new in pairs)
    moved = "OR NEW.place_id IS DISTINCT FROM OLD.place_id " if with_place else ""
    schema_editor.execute(
        f"CREATE TRIGGER {TRIGGER} BEFORE UPDATE ON {TABLE} FOR EACH ROW WHEN "
        f"(NEW.revision_id <> OLD.revision_id {moved}OR ROW(OLD.state, NEW.state) NOT IN ({rows})) "
        f"EXECUTE FUNCTION {TRIGGER}()"
    )


def add_first_guard(apps, schema_editor):
    """On the way back SQLite makes the table anew without the column, and so without any trigger."""
    add_guard(apps, schema_editor, with_place=False)
    if schema_editor.connection.vendor == "sqlite":
        for statement in trigger_statements("sqlite", TABLE, ("DELETE",)):
            schema_editor.execute(statement.replace("CREATE TRIGGER", "CREATE TRIGGER IF NOT EXISTS"))


class Migration(migrations.Migration):

    dependencies = [
        ("cases", "0019_last_changes"),
    ]

    operations = [
        migrations.RunPython(drop_guard, add_first_guard),
        migrations.AddField(
            model_name="revisionstate",
            name="place",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="cases.revision",
            ),
        ),
        migrations.RunPython(give_places, migrations.RunPython.noop),
        migrations.RemoveIndex(model_name="revisionstate", name="cases_state_then_age"),
        migrations.AddIndex(
            model_name="revisionstate",
            index=models.Index(
                models.F("state"), Coalesce("place", "revision"), name="cases_state_then_place"
            ),
        ),
        migrations.RunPython(add_guard, drop_guard),
    ]
