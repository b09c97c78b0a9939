"""Writing many plain rows in one fixed statement, which Django takes longer to put together than to run."""

from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Any, TypeVar, cast

from django.db import DEFAULT_DB_ALIAS, connection, connections, models

from cases.actions.field_values import Columns, columns_of
from cases.actions.sending import send

VALUES_AT_ONCE = 900
"""So many values stay within what any SQLite takes in one statement."""

Value = str | int | bytes
T = TypeVar("T")


def add_rows(table: type[models.Model], rows: Sequence[Mapping[str, object]], **same: object) -> list[int]:
    """Write new rows, which all name the same fields, and return their keys in the same order.

    `same` is what stands in each of them. Every field must be named that the database does not fill itself.
    """
    keys: list[int] = []
    with connection.cursor() as cursor:
        for sql, values in _inserts(table, rows, same):
            cursor.execute(f'{sql} RETURNING "{table._meta.pk.column}"', values)
            # They come in the order of the values, on which Django's own `bulk_create` counts, too.
            keys += [key for (key,) in cursor.fetchall()]
    return keys


def write_rows(table: type[models.Model], rows: Sequence[Mapping[str, object]], **same: object) -> None:
    """The same for rows whose keys nobody asks for."""
    for sql, values in _inserts(table, rows, same):
        send(sql, values)


def put_rows(
    table: type[models.Model],
    columns: Sequence[str],
    rows: Sequence[tuple[Value, ...]],
    *,
    unique: Sequence[str],
) -> None:
    """Write these rows; of one whose `unique` columns are there already, its other columns."""
    names = ", ".join(f'"{name}"' for name in columns)
    changed = ", ".join(f'"{name}" = EXCLUDED."{name}"' for name in columns if name not in unique)
    keys = ", ".join(f'"{name}"' for name in unique)
    for batch in _batches(rows, len(columns)):
        send(
            f'INSERT INTO "{table._meta.db_table}" ({names}) '  # noqa: S608 (our own names)
            f"VALUES {_places(batch, len(columns))} ON CONFLICT ({keys}) DO UPDATE SET {changed}",
            [value for row in batch for value in row],
        )


def _inserts(
    table: type[models.Model], rows: Sequence[Mapping[str, object]], same: Mapping[str, object]
) -> Iterator[tuple[str, list[Any]]]:
    """The statements that write these rows, with their values."""
    if not rows:
        return
    own = tuple(rows[0])
    written = _columns_named(table, (*same, *own))
    names = ", ".join(written.names)
    shared = [*same.values()]
    database = connections[DEFAULT_DB_ALIAS]  # itself: each look at `connection` finds it anew
    for batch in _batches(rows, len(written.fields)):
        values = [
            value
            for row in batch
            for value in written.taken([*shared, *[row[name] for name in own]], database)
        ]
        yield (
            f'INSERT INTO "{table._meta.db_table}" ({names}) VALUES {_places(batch, len(written.fields))}',  # noqa: S608
            values,
        )


@cache
def _columns_named(table: type[models.Model], names: tuple[str, ...]) -> Columns:
    return columns_of([cast("models.Field[Any, Any]", table._meta.get_field(name)) for name in names])


def _batches(rows: Sequence[T], columns: int) -> Iterator[Sequence[T]]:
    at_once = max(1, VALUES_AT_ONCE // columns)
    return (rows[start : start + at_once] for start in range(0, len(rows), at_once))


def _places(rows: Sequence[object], columns: int) -> str:
    return ", ".join([f"({', '.join(['%s'] * columns)})"] * len(rows))
