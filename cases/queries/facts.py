"""The facts of all published cases, held by each process and brought up to date by turns.

Any question of the comparison pages is answered by cutting sets of cases: exact, and at the same cost
for every combination of filters. Decision 0016 says why they are held in the process.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from heapq import nsmallest
from threading import Lock
from typing import Any
from uuid import UUID

from django.db.models import BinaryField, QuerySet, Value
from pyroaring import BitMap, FrozenBitMap

from cases.domain.facts import CHECKPOINTS, Fact, Kind, change_read, kind_and_value
from cases.domain.vocabulary import LATEST_YEAR
from cases.models import BLOCK_BITS, FactBlock, FactChange, PastVersion, SiteVersion
from cases.queries.drawings import implied
from cases.queries.reading_place import PRIMARY, reading_place

Cases = FrozenBitMap
"""A set of the numbers of published cases: `&`, `|`, `-`, `len`, and iteration by number."""

Chosen = Mapping[str, str]
"""The name of a filter and its value; filters that are off are absent."""

Sets = Mapping[str, Mapping[str, Cases]]
"""The cases by the kind and the value of a fact; no set is empty."""

Row = tuple[int, str, int, bytes | memoryview | None]
"""A turn; a fact, a block and the cases that have the one in the other, as they are stored; or, without such
cases, what a case got and lost and its number."""

COMMON_TAGS = 30
AT_ONCE = 10_000  # rows, so that they are never all in memory beside the sets that they become

NEVER = -1

NO_CASES = FrozenBitMap()


@dataclass(frozen=True)
class Facts:
    """What is known of all cases as of one version of the site. Never changed after it was made."""

    number: int
    stamp: UUID | None
    changed_at: datetime | None
    sets: Sets

    @property
    def everything(self) -> Cases:
        """All published cases."""
        return self.having(Kind.PUBLISHED)

    def having(self, kind: Kind, value: str | int = "") -> Cases:
        """The cases that have a fact."""
        return self.sets.get(kind, {}).get(str(value), NO_CASES)

    def count(self, kind: Kind, value: str | int = "", *, within: Cases) -> int:
        """How many of these cases have a fact."""
        return within.intersection_cardinality(self.having(kind, value))

    def values(self, kind: Kind) -> tuple[str, ...]:
        """The values of a kind that some case has, sorted as text."""
        return tuple(sorted(self.sets.get(kind, {})))

    @cached_property
    def common_tags(self) -> tuple[str, ...]:
        """The tags that most cases have, the most common first."""
        return self.most_common_tags(COMMON_TAGS)

    def most_common_tags(self, number: int) -> tuple[str, ...]:
        """So many of the tags that most cases have, the most common first."""
        tags = self.values(Kind.TAG)
        return tuple(nsmallest(number, tags, key=lambda tag: (-len(self.having(Kind.TAG, tag)), tag)))

    def any_of(self, kind: Kind, values: Iterable[str | int]) -> Cases:
        """The cases that have one of these facts at least."""
        return FrozenBitMap(BitMap.union(BitMap(), *(self.having(kind, value) for value in values)))

    def found(self, chosen: Chosen, *, without: str = "") -> Cases:
        """The cases that fit all filters, or all but the one called `without`."""
        found = self.everything
        for name, value in chosen.items():
            if name != without:
                found &= self.having(Kind(name), value)
        return found

    @cached_property
    def first_year(self) -> int:
        """The year in which the first phase of any case began; the last possible year without any case."""
        return min((int(turn.split("@")[1]) for turn in self.values(Kind.TURN)), default=LATEST_YEAR)

    def standing(self, cell: str, year: int) -> Cases:
        """The cases that stand in a cell as of a year; the rule is `cases.domain.grid.stands_in`."""
        reached = max((point for point in CHECKPOINTS if point <= year), default=self.first_year - 1)
        here = BitMap(self.having(Kind.STANDING, f"{cell}@{reached}"))
        for turned in range(reached + 1, year + 1):
            here ^= self.having(Kind.TURN, f"{cell}@{turned}")
        return FrozenBitMap(here)


_lock = Lock()
_held: Facts | None = None


def facts_now() -> Facts:
    """The facts as of now: one query when nothing was published since they were last asked for, else three.

    What a process holds is used again only if it is part of the past of this database: a rollback, a
    restored backup or another database makes it read everything anew.
    """
    global _held  # noqa: PLW0603 (one copy serves all requests of the process)
    number, stamp, changed_at = _version()
    held = _held
    if held is not None and (held.number, held.stamp) == (number, stamp):
        return held
    if held is not None and held.number > number and reading_place() != PRIMARY:
        # Published since this request chose a replica, and read from the primary by another.
        return held
    with _lock, implied():
        held = _held
        if held is not None and _is_past(held):
            sets = _merged(held.sets, _rows_since(held.number))
        else:
            sets = _merged({}, _rows_since(NEVER).iterator(AT_ONCE))
        _held = Facts(number, stamp, changed_at, sets)
        return _held


def _is_past(held: Facts) -> bool:
    return (
        held.stamp is not None and PastVersion.objects.filter(number=held.number, stamp=held.stamp).exists()
    )


def _version() -> tuple[int, UUID | None, datetime | None]:
    row = SiteVersion.objects.values_list("number", "stamp", "changed_at").first()
    return row or (0, None, None)


def _rows_since(turn: int) -> "QuerySet[Any, Row]":
    """Blocks that were written, and changes that wait, after a turn.

    In one statement, so that no change is missed that goes from the one table into the other meanwhile.
    """
    blocks = FactBlock.objects.filter(turn__gt=turn).order_by()
    changes = FactChange.objects.filter(turn__gt=turn).order_by()
    return blocks.values_list("turn", "fact", "block", "members").union(
        changes.values_list("turn", "facts", "case", Value(None, BinaryField())), all=True
    )


def _merged(sets: Sets, rows: Iterable[Row]) -> Sets:
    """The sets with these blocks in the place of theirs, and then these changes, the oldest first.

    A set that became empty is left out.
    """
    blocks: defaultdict[Fact, dict[int, BitMap]] = defaultdict(dict)
    changes: list[tuple[int, int, str]] = []
    for turn, said, number, stored in rows:
        if stored is None:
            changes.append((turn, number, said))
        else:
            blocks[said][number] = BitMap.deserialize(bytes(stored))
    changed = {fact: _with_blocks(_having(sets, fact), of_fact) for fact, of_fact in blocks.items()}
    for _turn, case, written in sorted(changes):
        for fact, has in change_read(written):
            if fact not in changed:
                changed[fact] = BitMap(_having(sets, fact))
            if has:
                changed[fact].add(case)
            else:
                changed[fact].discard(case)
    merged = {kind: dict(of_kind) for kind, of_kind in sets.items()}
    for fact, members in changed.items():
        kind, value = kind_and_value(fact)
        if members:
            merged.setdefault(kind, {})[value] = FrozenBitMap(members)
        else:
            merged.get(kind, {}).pop(value, None)
    return merged


def _having(sets: Sets, fact: Fact) -> Cases:
    kind, value = kind_and_value(fact)
    return sets.get(kind, {}).get(value, NO_CASES)


def _with_blocks(cases: Cases, blocks: Mapping[int, BitMap]) -> BitMap:
    """A set of cases with these blocks in the place of its own."""
    kept = BitMap(cases)
    if cases:
        for block in blocks:
            first = block << BLOCK_BITS
            kept.remove_range(first, first + (1 << BLOCK_BITS))
    return BitMap.union(kept, *blocks.values())
