"""How the rows of a question that is worded once (`cases.queries.fixed`) become what its queryset gives.

Django works that out from the question each time that it asks: which columns Python reads otherwise than the
database gives them, and which make which object. It depends on the question alone, so it is worked out here
with Django's own parts when the question is worded.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import QuerySet
from django.db.models.query import ModelIterable, ValuesListIterable
from django.db.models.query import get_related_populators as _get_related_populators
from django.db.models.sql.compiler import SQLCompiler

Read = Callable[[Iterable[Sequence[Any]]], Sequence[Any]]
"""Makes objects, or tuples of values, of rows as the database gives them."""

Converters = Sequence[tuple[int, Sequence[Callable[[Any, Any, BaseDatabaseWrapper], Any]], Any]]
"""Of columns: their place, what is to be called in turn, and what Django tells it of the column."""

get_related_populators: Any = _get_related_populators
"""What its types say is what the next release of Django takes."""


def reader_of(rows: "QuerySet[Any, Any]", compiler: SQLCompiler, place: str) -> Read:
    """How to read the rows of a queryset whose SQL this compiler has just put together.

    Raises TypeError for one that gives other than objects or tuples, or that reads more in further queries.
    """
    makers: Mapping[object, Callable[[SQLCompiler, str], Read]] = {
        ModelIterable: _objects,
        ValuesListIterable: _tuples,
    }
    told: Any = rows
    maker = makers.get(told._iterable_class)
    if maker is None or told._prefetch_related_lookups or told._known_related_objects:
        raise TypeError("Only objects with what is joined to them, and tuples, can be asked for so.")
    return maker(compiler, place)


def _objects(compiler: SQLCompiler, place: str) -> Read:
    """As `ModelIterable` does."""
    told: Any = compiler.klass_info
    model, columns = told["model"], slice(told["select_fields"][0], told["select_fields"][-1] + 1)
    names = [column.target.attname for column, _sql, _alias in compiler.select[columns]]
    joined = get_related_populators(told, compiler.select, place)
    more = tuple((compiler.annotation_col_map or {}).items())
    converters = _converters(compiler)

    def read(rows: Iterable[Sequence[Any]]) -> Sequence[Any]:
        found = []
        for row in _converted(rows, converters, place):
            made = model.from_db(place, names, row[columns])
            for each in joined:
                each.populate(row, made)
            for name, column in more:
                setattr(made, name, row[column])
            found.append(made)
        return found

    return read


def _tuples(compiler: SQLCompiler, place: str) -> Read:
    converters = _converters(compiler)
    if not converters:
        return list

    def read(rows: Iterable[Sequence[Any]]) -> Sequence[Any]:
        return [tuple(row) for row in _converted(rows, converters, place)]

    return read


def _converters(compiler: SQLCompiler) -> Converters:
    found = compiler.get_converters([column for column, _sql, _alias in compiler.select])
    return tuple((place, tuple(calls), column) for place, (calls, column) in found.items())


def _converted(rows: Iterable[Sequence[Any]], converters: Converters, place: str) -> Iterator[Sequence[Any]]:
    connection = connections[place]
    for row in rows:
        values = list(row)
        for column, calls, told in converters:
            for call in calls:
                values[column] = call(values[column], told, connection)
        yield values
