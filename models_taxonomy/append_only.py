"""Tables that refuse UPDATE and DELETE in the database itself, on both engines.

The triggers hold against the application, the shell and plain SQL alike. A migration adds them with
`append_only(table)`.

On SQLite a migration that alters such a table makes the table anew, and the triggers are gone: that
migration must end with `append_only(table)` again. tests/project/test_append_only.py holds this. SQLite's
REPLACE deletes without triggers unless `PRAGMA recursive_triggers` is on, so config/env.py switches it on.
"""

from collections.abc import Callable

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.operations import RunPython
from django.db.migrations.state import StateApps

Code = Callable[[StateApps, BaseDatabaseSchemaEditor], None]


def append_only(table: str) -> RunPython:
    """Return the migration operation that makes a table append-only; reversible."""
    return RunPython(_adder(table, ("UPDATE", "DELETE")), _remover(table, ("UPDATE", "DELETE")))


def refuse_delete(table: str) -> RunPython:
    """Return the migration operation that makes a table refuse DELETE only."""
    return RunPython(_adder(table, ("DELETE",)), _remover(table, ("DELETE",)))


def _adder(table: str, events: tuple[str, ...]) -> Code:
    def add(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        for statement in trigger_statements(editor.connection.vendor, table, events):
            editor.execute(statement)

    return add


def _remover(table: str, events: tuple[str, ...]) -> Code:
    def remove(_apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
        on = f" ON {table}" if editor.connection.vendor == "postgresql" else ""
        for event in events:
            editor.execute(f"DROP TRIGGER IF EXISTS {trigger_name(table, event)}{on}")
        if editor.connection.vendor == "postgresql":
            editor.execute(f"DROP FUNCTION IF EXISTS {table}_refuses()")

    return remove


def trigger_name(table: str, event: str) -> str:
    """The name of the trigger that refuses this event on this table."""
    return f"{table}_refuses_{event.lower()}"


def trigger_statements(vendor: str, table: str, events: tuple[str, ...]) -> list[str]:
    """The SQL that creates the triggers. Table and event are constants of migrations, never input."""
    message = f"{table} is append-only"
    if vendor == "sqlite":
        return [
            f"CREATE TRIGGER {trigger_name(table, event)} BEFORE {event} ON {table} "
            f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
            for event in events
        ]
    function = f"{table}_refuses"
    return [
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN RAISE EXCEPTION '{message}' USING ERRCODE = 'integrity_constraint_violation'; END $$",
        *(
            f"CREATE TRIGGER {trigger_name(table, event)} BEFORE {event} ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION {function}()"
            for event in events
        ),
    ]
