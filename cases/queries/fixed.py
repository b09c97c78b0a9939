"""Questions whose SQL is put together once in a process: Django takes longer for that than to be answered.

    @fixed
    def _wishes_of(record: int) -> QuerySet[ImportItem, tuple[str]]:
        return ImportItem.objects.filter(record=record).values_list("slug")

    slugs = [slug for (slug,) in _wishes_of(7)]

It gives what the queryset would: objects with what is joined to them (`select_related`), or tuples.

Each value must stand in the question as a parameter, and be an int or a str as the database has it; nothing
else may differ from one time to another, such as the day. The last may be as many as one likes, at least one,
that stand in an IN (`*names: str`): so that a few wordings are enough for any number of them, the last is
asked for again until they are two, four, eight and so on.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import update_wrapper
from inspect import Parameter, signature
from typing import Any, Generic, TypeVar, TypeVarTuple, cast

from django.db import connections
from django.db.models import QuerySet

from cases.queries.asking import Question, answer_to
from cases.queries.fixed_rows import Read, reader_of
from cases.queries.reading_place import reading_place

Values = TypeVarTuple("Values")
Row = TypeVar("Row")

FIRST, SECOND = 20_011, 30_011
"""Where the values of the two wordings begin; the smallest columns hold them."""


@dataclass(frozen=True, slots=True)
class Wording:
    """The SQL of a question; of each parameter which of the values it is, or None and what it always is.

    `read` makes of the rows what the queryset would give. One that `locks` rows can only be asked in a
    transaction.
    """

    sql: str
    params: tuple[tuple[int | None, Any], ...]
    read: Read
    locks: bool

    def asked_with(self, values: Sequence[object]) -> tuple[Any, ...]:
        """The parameters for these values."""
        return tuple(always if place is None else values[place] for place, always in self.params)


class Fixed(Generic[*Values, Row]):
    """A question that is worded once for each database, and gives all that answers it."""

    def __init__(self, question: Callable[[*Values], "QuerySet[Any, Row]"]) -> None:
        self._question = question
        self._wordings: dict[tuple[str, int], Wording] = {}
        parameters = signature(question).parameters.values()
        self._types = [parameter.annotation for parameter in parameters]
        self._is_open = any(parameter.kind is Parameter.VAR_POSITIONAL for parameter in parameters)
        update_wrapper(self, question)

    def __call__(self, *values: *Values) -> Sequence[Row]:
        """Ask it, of these values."""
        place, wording, params = self._asked(values)
        return cast("Sequence[Row]", wording.read(answer_to(wording.sql, params, at=place)))

    def asked_of(self, *values: *Values) -> Question:
        """What it asks the database, so that it can be asked ahead (`cases.queries.asking`)."""
        _place, wording, params = self._asked(values)
        return wording.sql, params

    def _asked(self, values: tuple[Any, ...]) -> tuple[str, Wording, tuple[Any, ...]]:
        place, types = reading_place(), self._types
        asked = _filled_up(values, len(types) - 1) if self._is_open else values
        wording = self._wordings.get((place, len(asked)))
        # Asked outside of a transaction, a question that locks is worded again, which Django refuses.
        if wording is None or (wording.locks and connections[place].get_autocommit()):
            more = types[-1:] * (len(asked) - len(types))
            wording = self._wordings[place, len(asked)] = _worded(self._question, place, [*types, *more])
        return place, wording, wording.asked_with(asked)


def fixed(question: Callable[[*Values], "QuerySet[Any, Row]"]) -> Fixed[*Values, Row]:
    """Let a question be worded once for each database."""
    return Fixed(question)


def _filled_up(values: tuple[Any, ...], before: int) -> tuple[Any, ...]:
    """The values, of which the last is repeated until those after the first few are a power of two."""
    many = len(values) - before
    return values + values[-1:] * ((1 << (many - 1).bit_length()) - many)


def _worded(question: "Callable[..., QuerySet[Any, Any]]", place: str, types: list[object]) -> Wording:
    """Word a question twice, with other values: they are the parameters that differ. Raises TypeError."""
    marks = [
        [str(first + number) if kind is str else first + number for number, kind in enumerate(types)]
        for first in (FIRST, SECOND)
    ]
    rows, again = (question(*values) for values in marks)
    (sql, params, read), (same, others, _read) = (_sql_of(each, place) for each in (rows, again))
    places = [_place(param, other, marks[0]) for param, other in zip(params, others, strict=True)]
    if sql != same or {place for place in places if place is not None} != set(range(len(types))):
        raise TypeError(f"{question.__name__} cannot be fixed: not each value is a parameter of its own")
    return Wording(sql, tuple(zip(places, params, strict=True)), read, rows.query.select_for_update)


def _place(param: object, other: object, marks: Sequence[object]) -> int | None:
    """Of which value a parameter is; None when it is always the same, -1 when it is neither, as a moment."""
    if param == other:
        return None
    return marks.index(param) if param in marks else -1


def _sql_of(rows: "QuerySet[Any, Any]", place: str) -> tuple[str, tuple[Any, ...], Read]:
    compiler = rows.query.get_compiler(place)
    sql, params = compiler.as_sql()
    return sql, tuple(params), reader_of(rows, compiler, place)
