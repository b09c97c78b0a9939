"""Each migration has a way back that works with rows in the tables; `make torture` goes it."""

from collections.abc import Iterator

from django.db.migrations import AlterField, Migration, RemoveField, RunPython, RunSQL
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState
from django.db.models import Field

OURS = ("accounts", "cases", "models_taxonomy")


def steps() -> Iterator[tuple[Migration, int, Operation, ProjectState]]:
    """Every operation of our migrations, with the tables as they are before it."""
    loader = MigrationLoader(None)
    state = ProjectState()
    for node in loader.graph.leaf_nodes():
        for key in loader.graph.forwards_plan(node):
            migration = loader.graph.nodes[key]
            if (migration.app_label, migration.name) in done(state):
                continue
            done(state).add((migration.app_label, migration.name))
            for place, operation in enumerate(migration.operations):
                if migration.app_label in OURS:
                    yield migration, place, operation, state
                operation.state_forwards(migration.app_label, state)


def done(state: ProjectState) -> set[tuple[str, str]]:
    """The migrations that this state has been through."""
    found: set[tuple[str, str]] = state.__dict__.setdefault("been_through", set())
    return found


def before(operation: RemoveField | AlterField, app: str, state: ProjectState) -> "Field[object, object]":
    field: Field[object, object] = state.models[app, operation.model_name_lower].fields[operation.name]
    return field


def test_every_operation_can_be_taken_back() -> None:
    assert [
        str(migration) for migration, _place, operation, _state in steps() if not operation.reversible
    ] == []


def test_a_column_that_was_removed_can_be_filled_on_the_way_back() -> None:
    for migration, _place, operation, state in steps():
        if isinstance(operation, RemoveField):
            field = before(operation, migration.app_label, state)
            assert field.null or field.has_default(), f"{migration}: {operation.name}"


def test_a_column_that_may_be_empty_is_emptied_of_such_rows_on_the_way_back() -> None:
    for migration, place, operation, state in steps():
        if isinstance(operation, AlterField) and operation.field.null:
            later = migration.operations[place + 1 :]
            was_null = before(operation, migration.app_label, state).null
            assert was_null or any(isinstance(each, RunSQL | RunPython) for each in later), (
                f"{migration}: {operation.name}"
            )
