"""Writing one new row in a statement that is put together once, which costs Django more than running it."""

from functools import cache
from typing import Any, TypeVar

from django.db import connection, models

Row = TypeVar("Row", bound=models.Model)


def add(row: Row) -> Row:
    """Write a new row, as `row.save(force_insert=True)` does where nobody listens to signals of it."""
    fields = _fields_of(type(row), has_key=row.pk is not None)
    with connection.cursor() as cursor:
        cursor.execute(
            f"{_insert(type(row), fields)} RETURNING {_key_of(type(row))}", _values_of(row, fields)
        )
        row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, connection.alias
    return row


def add_unless_there(row: models.Model) -> None:
    """Write a new row; where one has its unique key already, nothing changes. Which it was is not told."""
    fields = _fields_of(type(row), has_key=row.pk is not None)
    with connection.cursor() as cursor:
        cursor.execute(f"{_insert(type(row), fields)} ON CONFLICT DO NOTHING", _values_of(row, fields))


@cache
def _fields_of(table: type[models.Model], *, has_key: bool) -> "tuple[models.Field[object, object], ...]":
    """What is written: a key that the database gives is left to it."""
    return tuple(field for field in table._meta.local_concrete_fields if has_key or not field.primary_key)


@cache
def _insert(table: type[models.Model], fields: "tuple[models.Field[object, object], ...]") -> str:
    names = ", ".join(f'"{field.column}"' for field in fields)
    return f'INSERT INTO "{table._meta.db_table}" ({names}) VALUES ({", ".join(["%s"] * len(fields))})'  # noqa: S608


@cache
def _key_of(table: type[models.Model]) -> str:
    return f'"{table._meta.pk.column}"'


def _values_of(row: models.Model, fields: "tuple[models.Field[object, object], ...]") -> list[Any]:
    return [field.get_db_prep_save(field.pre_save(row, add=True), connection) for field in fields]
