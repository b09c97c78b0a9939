"""What a database takes for the values of a row, worked out once for the columns of a table."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

AS_IT_IS = frozenset[type]({int, str, bool, type(None)})
"""Values of these types, and of no type made of them, are what a column takes."""
NOTHING = frozenset[type]()
"""Of JSON none: there a text stands for itself in quotes."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Some columns of a table in their order; of each the field, and the types that it takes as they are."""

    fields: "tuple[models.Field[Any, Any], ...]"
    takes: tuple[frozenset[type], ...]

    @property
    def names(self) -> tuple[str, ...]:
        """What the database calls them."""
        return tuple(f'"{field.column}"' for field in self.fields)

    def taken(self, values: Iterable[object], database: BaseDatabaseWrapper) -> list[Any]:
        """What Django would hand over for these values, one for each, without a look at plain ones."""
        return [
            value if type(value) in takes else field.get_db_prep_save(value, database)
            for value, takes, field in zip(values, self.takes, self.fields, strict=True)
        ]


def columns_of(fields: "Sequence[models.Field[Any, Any]]") -> Columns:
    """The columns of these fields of a table."""
    takes = [NOTHING if isinstance(field, models.JSONField) else AS_IT_IS for field in fields]
    return Columns(tuple(fields), tuple(takes))


def reader_of(fields: "Sequence[models.Field[Any, Any]]") -> Callable[[models.Model], tuple[object, ...]]:
    """What reads the values of two fields or more off a row, which saving it must leave as they are.

    Raises TypeError for a field that would be given another value then, as a date that notes the moment.
    """
    changed = [field.name for field in fields if not _is_left_alone(field)]
    if changed:
        raise TypeError(f"Django gives {', '.join(changed)} a value of its own when a row is saved.")
    return attrgetter(*[field.attname for field in fields])


def _is_left_alone(field: "models.Field[Any, Any]") -> bool:
    if isinstance(field, models.DateField):
        return not (field.auto_now or field.auto_now_add)
    return type(field).pre_save is models.Field.pre_save
