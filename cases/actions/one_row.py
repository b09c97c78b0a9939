"""Writing one row in a statement that is put together once, which costs Django more than running it.

Only for tables of which nobody listens to what is written, and to whose rows, if they are deleted, no other
row leads.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeVar, cast

from django.db import DEFAULT_DB_ALIAS, connections, models

from cases.actions.field_values import Columns, columns_of, reader_of
from cases.actions.sending import send
from cases.queries.asking import Question, answer_to

Row = TypeVar("Row", bound=models.Model)


def add(row: Row) -> Row:
    """Write a new row and read the key that the database gives it, unless it was written ahead."""
    ((row.pk,),) = answer_to(*asked_by_add(row), at=DEFAULT_DB_ALIAS)
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS
    return row


def asked_by_add(row: models.Model) -> Question:
    """What `add` asks: whoever asks it ahead writes the row, with what else is asked in that turn."""
    insert = _insert(type(row), has_key=row.pk is not None)
    return f"{insert.sql} RETURNING {_key_of(type(row))}", tuple(insert.values_of(row))


def write(row: models.Model) -> None:
    """Write a new row whose key is known, or which nobody asks for."""
    insert = _insert(type(row), has_key=row.pk is not None)
    send(insert.sql, insert.values_of(row))
    row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def add_unless_there(row: models.Model) -> None:
    """Write a new row; where one has its unique key already, nothing changes. Which it was is not told."""
    insert = _insert(type(row), has_key=row.pk is not None)
    send(f"{insert.sql} ON CONFLICT DO NOTHING", insert.values_of(row))


def write_again(row: models.Model, *names: str) -> None:
    """Write these fields of a row that is there, as `row.save(update_fields=names)` does."""
    update = _update(type(row), names)
    send(update.sql, update.values_of(row))


def write_whole(row: models.Model) -> None:
    """Write all fields of a row that is there, as `row.save(force_update=True)` does."""
    write_again(row, *_names_of(type(row)))


def take(table: type[models.Model], **named: int) -> None:
    """Delete the rows whose field, one that leads to another row, has this value."""
    ((name, value),) = named.items()
    send(f"DELETE FROM {_table(table)} WHERE {_column(table, name)} = %s", [value])  # noqa: S608


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement, and how its values are read off a row."""

    sql: str
    columns: Columns
    read: Callable[[models.Model], tuple[object, ...]]

    def values_of(self, row: models.Model) -> list[Any]:
        """The values for this row."""
        # The connection itself, as each look at Django's `connection` finds it anew.
        return self.columns.taken(self.read(row), connections[DEFAULT_DB_ALIAS])


@cache
def _insert(table: type[models.Model], *, has_key: bool) -> Statement:
    """Writes all fields; a key that the database gives is left to it."""
    fields = [field for field in table._meta.local_concrete_fields if has_key or not field.primary_key]
    written = columns_of(fields)
    places = ", ".join(["%s"] * len(fields))
    sql = f"INSERT INTO {_table(table)} ({', '.join(written.names)}) VALUES ({places})"  # noqa: S608
    return Statement(sql, written, reader_of(fields))


@cache
def _update(table: type[models.Model], names: tuple[str, ...]) -> Statement:
    fields = [cast("models.Field[Any, Any]", table._meta.get_field(name)) for name in names]
    changes = ", ".join(f"{name} = %s" for name in columns_of(fields).names)
    sql = f"UPDATE {_table(table)} SET {changes} WHERE {_key_of(table)} = %s"  # noqa: S608
    with_key = [*fields, table._meta.pk]
    return Statement(sql, columns_of(with_key), reader_of(with_key))


@cache
def _names_of(table: type[models.Model]) -> tuple[str, ...]:
    return tuple(field.name for field in table._meta.local_concrete_fields if not field.primary_key)


def _table(table: type[models.Model]) -> str:
    return f'"{table._meta.db_table}"'


@cache
def _key_of(table: type[models.Model]) -> str:
    return f'"{table._meta.pk.column}"'


@cache
def _column(table: type[models.Model], name: str) -> str:
    return f'"{cast("models.Field[Any, Any]", table._meta.get_field(name)).column}"'
