"""Writing one row in a statement that is put together once, which costs Django more than running it.

Only for tables of which nobody listens to what is written, and to whose rows, if they are deleted, no other
row leads.
"""

from functools import cache
from typing import Any, TypeVar, cast

from django.db import DEFAULT_DB_ALIAS, connection, connections, models

from cases.actions.field_values import taken_for
from cases.actions.sending import send

Row = TypeVar("Row", bound=models.Model)


def add(row: Row) -> Row:
    """Write a new row and read the key that the database gives it."""
    fields = _fields_of(type(row), has_key=row.pk is not None)
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_insert(type(row), fields)} RETURNING {_key_of(type(row))}", _values_of(row, fields)
        )
        row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, connection.alias
    return row


def write(row: models.Model) -> None:
    """Write a new row whose key is known, or which nobody asks for."""
    fields = _fields_of(type(row), has_key=row.pk is not None)
    send(_insert(type(row), fields), _values_of(row, fields))
    row._state.adding, row._state.db = False, connection.alias


def add_unless_there(row: models.Model) -> None:
    """Write a new row; where one has its unique key already, nothing changes. Which it was is not told."""
    fields = _fields_of(type(row), has_key=row.pk is not None)
    send(f"{_insert(type(row), fields)} ON CONFLICT DO NOTHING", _values_of(row, fields))


def write_again(row: models.Model, *names: str) -> None:
    """Write these fields of a row that is there, as `row.save(update_fields=names)` does."""
    fields = _named(type(row), names)
    values = _values_of(row, (*fields, row._meta.pk), is_new=False)
    send(_update(type(row), fields), values)


def write_whole(row: models.Model) -> None:
    """Write all fields of a row that is there, as `row.save(force_update=True)` does."""
    write_again(row, *_names_of(type(row)))


def take(table: type[models.Model], **named: int) -> None:
    """Delete the rows whose field, one that leads to another row, has this value."""
    ((name, value),) = named.items()
    (field,) = _named(table, (name,))
    send(f'DELETE FROM "{table._meta.db_table}" WHERE "{field.column}" = %s', [value])  # noqa: S608


@cache
def _fields_of(table: type[models.Model], *, has_key: bool) -> "tuple[models.Field[object, object], ...]":
    """What is written: a key that the database gives is left to it."""
    return tuple(field for field in table._meta.local_concrete_fields if has_key or not field.primary_key)


@cache
def _names_of(table: type[models.Model]) -> tuple[str, ...]:
    return tuple(field.name for field in table._meta.local_concrete_fields if not field.primary_key)


@cache
def _named(table: type[models.Model], names: tuple[str, ...]) -> "tuple[models.Field[object, object], ...]":
    return tuple(cast("models.Field[object, object]", table._meta.get_field(name)) for name in names)


@cache
def _insert(table: type[models.Model], fields: "tuple[models.Field[object, object], ...]") -> str:
    names = ", ".join(f'"{field.column}"' for field in fields)
    return f'INSERT INTO "{table._meta.db_table}" ({names}) VALUES ({", ".join(["%s"] * len(fields))})'  # noqa: S608


@cache
def _update(table: type[models.Model], fields: "tuple[models.Field[object, object], ...]") -> str:
    changes = ", ".join(f'"{field.column}" = %s' for field in fields)
    return f'UPDATE "{table._meta.db_table}" SET {changes} WHERE {_key_of(table)} = %s'  # noqa: S608


@cache
def _key_of(table: type[models.Model]) -> str:
    return f'"{table._meta.pk.column}"'


def _values_of(
    row: models.Model, fields: "tuple[models.Field[object, object], ...]", *, is_new: bool = True
) -> list[Any]:
    database = connections[DEFAULT_DB_ALIAS]  # itself: each look at `connection` finds it anew
    return [taken_for(field, field.pre_save(row, add=is_new), database) for field in fields]
