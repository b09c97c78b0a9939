"""What was drawn is good as long as the database answers as it did when it was drawn (decision 0074).

A public page is made of what is asked for, of the release, the day, and the answers of the database. So
beside a drawing lie the queries of which it was made, with a digest of each answer. Whoever wants it again
asks the same queries, which costs little without all that Django does around them; with the first answer that
is another one it is drawn anew. No action has to say what it changes, and nothing is shown that the database
does not answer now.
"""

from collections.abc import Callable, Collection, Hashable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date
from hashlib import blake2b
from itertools import groupby, islice
from operator import attrgetter
from sys import intern
from typing import Any, Generic, TypeVar

from django.conf import settings
from django.db import connections
from django.utils import timezone
from django.utils.translation import get_language

from cases.queries.asking import UNFIT, Rows, answer_to
from cases.queries.reading_place import reading_place
from cases.queries.seals import can_be_sealed, makes_seals, seal_of, sealed
from cases.queries.shelves import Shelf, Weighed

T = TypeVar("T", bound=Weighed)

OVERHEAD, OF_QUERY = 1_000, 400
"""What a drawing and each of its queries take besides the text, which all drawings share."""


Whole = tuple[Hashable, str | None, date, str]
"""The key of a drawing with what else it depends on: the language, the day and the place of reading."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A query with a digest of its answer."""

    place: str
    sql: str
    params: tuple[Any, ...] | None
    answer: bytes


@dataclass(frozen=True, slots=True)
class Drawing(Generic[T]):
    """What was drawn, from which queries; `size` in bytes, nearly.

    `seals` are those of the answers of which it was made, by place, once they were looked at there.
    """

    drawn: T
    asked: tuple[Asked, ...]
    size: int
    seals: dict[str, bytes] = field(default_factory=dict)

    def is_good(self) -> bool:
        """Whether all of it would be drawn the same now."""
        by_place = groupby(self.asked, attrgetter("place"))
        return all(self._is_good_at(place, tuple(asked)) for place, asked in by_place)

    def _is_good_at(self, place: str, asked: Sequence[Asked]) -> bool:
        together = [(each.sql, each.params) for each in asked if can_be_sealed(each.sql)]
        if len(together) < 2 or not makes_seals(place):
            return _answered_as_before(asked)
        if place in self.seals and seal_of(together, at=place) == self.seals[place]:
            return _answered_as_before([each for each in asked if not can_be_sealed(each.sql)])
        try:
            with sealed(together, at=place) as seal:
                is_good = _answered_as_before(asked)
        except UNFIT:
            return _answered_as_before(asked)
        if is_good:
            self.seals[place] = seal
        return is_good


def _answered_as_before(asked: Sequence[Asked]) -> bool:
    return all(_digest(answer_to(each.sql, each.params, at=each.place)) == each.answer for each in asked)


SHELF: Shelf[Hashable, Drawing[Any]] = Shelf(settings.DRAWINGS_BYTES)


def drawn(key: Hashable, draw: Callable[[], T]) -> T:
    """What `draw` returns, which depends on nothing but the key, the language, the day and what it reads.

    It is kept unless its size is 0.
    """
    if _noting():
        # A part of something that is kept as a whole.
        return draw()
    whole = _whole(key)
    kept = SHELF.find(whole)
    together = _together.get()
    if kept is not None and ((together and together.has(whole, kept)) or kept.is_good()):
        found: T = kept.drawn
        return found
    with _noted() as noted:
        made = draw()
    if made.size and noted.is_all:
        size = made.size + OVERHEAD + OF_QUERY * len(noted.asked)
        SHELF.put(whole, Drawing(made, tuple(noted.asked), size))
    return made


def drawn_before(key: Hashable) -> Any:  # noqa: ANN401 (as it was drawn)
    """What was drawn under the key the last time, be it still good or not; None when nothing is kept."""
    kept = SHELF.find(_whole(key))
    return kept and kept.drawn


@contextmanager
def implied() -> Iterator[None]:
    """Read something that can only have changed if what was read before has: nobody needs to ask it again."""
    noting = _noting()
    before = [each.is_paused for each in noting]
    for each in noting:
        each.is_paused = True
    try:
        yield
    finally:
        for each, was in zip(noting, before, strict=True):
            each.is_paused = was


def _whole(key: Hashable) -> Whole:
    return key, get_language(), timezone.now().date(), reading_place()


# --- together -------------------------------------------------------------------------------------


@contextmanager
def looked_at_together(keys: Collection[Hashable]) -> Iterator[None]:
    """In the block, when the first of what is kept under these keys is wanted, all of it is looked at.

    That takes one turn, where the database gives one seal of all their answers. What was good then is good
    for the rest of the block: whoever begins it knows that nothing is written there which would change it.
    """
    token = _together.set(Together(keys))
    try:
        yield
    finally:
        _together.reset(token)


class Together:
    """What is looked at as one; `good` is None until the first of it is wanted."""

    def __init__(self, keys: Collection[Hashable]) -> None:
        self.keys = keys
        self.good: Mapping[Hashable, Drawing[Any]] | None = None

    def has(self, whole: Whole, kept: Drawing[Any]) -> bool:
        """Whether a drawing is one of them, and they were good."""
        key, *where = whole
        if key not in self.keys:
            return False
        if self.good is None:
            self.good = self._look(where) if makes_seals(reading_place()) else {}
        return self.good.get(whole) is kept

    def _look(self, where: Sequence[Hashable]) -> Mapping[Hashable, Drawing[Any]]:
        found = {(key, *where): SHELF.find((key, *where)) for key in self.keys}
        kept: dict[Hashable, Drawing[Any]] = {
            whole: each for whole, each in found.items() if each is not None
        }
        asked = tuple(each for drawing in kept.values() for each in drawing.asked)
        name = ("together", *kept)
        all_of_them = SHELF.find(name)
        if all_of_them is None or all_of_them.asked != asked:
            all_of_them = Drawing(None, asked, OVERHEAD + OF_QUERY * len(asked))
            SHELF.put(name, all_of_them)
        return kept if all_of_them.is_good() else {}


_together: ContextVar[Together | None] = ContextVar("together", default=None)

# --- noting ---------------------------------------------------------------------------------------


class Noted:
    """Notes what is asked, as a wrapper of Django's; `is_all` until it sees more than plain questions."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.is_all = True
        self.is_paused = False

    def __call__(
        self,
        execute: Callable[..., Any],
        sql: str,
        params: Any,  # noqa: ANN401
        many: bool,  # noqa: FBT001
        context: dict[str, Any],
    ) -> Any:  # noqa: ANN401 (the signature is Django's)
        """Ask, and note it with its answer."""
        result = execute(sql, params, many, context)
        if self.is_paused:
            return result
        if many or not sql.startswith("SELECT ") or isinstance(params, Mapping):
            self.is_all = False
            return result
        cursor = context["cursor"]
        if isinstance(cursor.cursor, Answered):
            # It is asked a second time.
            cursor.cursor = cursor.cursor.cursor
        rows = cursor.fetchall()
        cursor.cursor = Answered(cursor.cursor, rows)
        place = context["connection"].alias
        self.asked.append(Asked(place, intern(sql), None if params is None else tuple(params), _digest(rows)))
        return result


class Answered:
    """A cursor of which all rows have been read; it gives them out as it would have itself."""

    def __init__(self, cursor: Any, rows: Rows) -> None:  # noqa: ANN401
        self.cursor = cursor
        self._rows = iter(rows)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401
        return getattr(self.cursor, name)

    def __iter__(self) -> Iterator[Sequence[object]]:
        return self._rows

    def fetchone(self) -> Sequence[object] | None:
        """The next row."""
        return next(self._rows, None)

    def fetchmany(self, size: int = 1) -> list[Sequence[object]]:
        """So many rows more."""
        return list(islice(self._rows, size))

    def fetchall(self) -> list[Sequence[object]]:
        """The rows that are left."""
        return list(self._rows)


@contextmanager
def _noted() -> Iterator[Noted]:
    noted = Noted()
    with ExitStack() as stack:
        for connection in connections.all():
            stack.enter_context(connection.execute_wrapper(noted))
        yield noted


def _noting() -> list[Noted]:
    wrappers = connections[reading_place()].execute_wrappers
    return [each for each in wrappers if isinstance(each, Noted)]


def _digest(rows: Rows) -> bytes:
    return blake2b(repr(rows).encode("utf-8", "surrogatepass"), digest_size=16).digest()
