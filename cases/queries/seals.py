"""What PostgreSQL makes of the answers of several questions: one digest for all, in one turn.

It asks each question as a part of one, and gives the digest of their rows as text. Two seals of the same
questions are the same as long as every answer is (decision 0083).
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

from django.db import connections, transaction

from cases.queries.asking import FIRST_FEW, answer_as_ever, answer_to, prepares

Question = tuple[str, tuple[Any, ...] | None]
"""SQL and its parameters."""


def can_be_sealed(sql: str) -> bool:
    """Whether a question may stand in a seal, which is prepared and so has one plan for all values."""
    return not FIRST_FEW.search(sql)


def makes_seals(place: str) -> bool:
    """Whether the database at a place does: where it prepares what it is asked."""
    return connections[place].vendor == "postgresql" and prepares(connections[place])


def seal_of(questions: Sequence[Question], *, at: str) -> bytes:
    """The seal of what these questions are answered now."""
    sql, params = _asked_as_one(questions)
    ((seal,),) = answer_to(sql, params, at=at)
    return bytes(seal)  # type: ignore[call-overload,no-any-return]


@contextmanager
def sealed(questions: Sequence[Question], *, at: str) -> Iterator[bytes]:
    """Their seal, and everything that is asked in the block is answered as of the same moment.

    Raises one of `UNFIT` for questions that cannot be parts of one.
    """
    sql, params = _asked_as_one(questions)
    with _one_moment(at):
        ((seal,),) = answer_as_ever(sql, params, at=at)
        yield bytes(seal)  # type: ignore[call-overload]


@contextmanager
def _one_moment(place: str) -> Iterator[None]:
    with transaction.atomic(using=place):
        with connections[place].cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        yield


def _asked_as_one(questions: Sequence[Question]) -> tuple[str, tuple[Any, ...]]:
    params = [param for _sql, params in questions for param in params or ()]
    return _as_one(tuple(sql for sql, _params in questions)), tuple(params)


@lru_cache(maxsize=256)
def _as_one(questions: tuple[str, ...]) -> str:
    rows = ", ".join(
        f"(SELECT string_agg(answer::text, E'\\n') FROM ({sql}) answer)"  # noqa: S608 (what Django worded)
        for sql in questions
    )
    return f"SELECT sha256(convert_to(ROW({rows})::text, 'UTF8'))"
