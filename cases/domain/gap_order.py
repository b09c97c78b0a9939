"""The kinds in which the list of gaps is shown, and its orders."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import TypeVar


class GapList(StrEnum):
    """The kinds of the list. A claim is in one of the first two, a continent or country is a place."""

    CLAIM = "claim"
    THIN = "thin"
    CELL = "cell"
    DECADE = "decade"
    PLACE = "place"
    PART = "part"


class GapSort(StrEnum):
    """The orders of the list; one that begins with a dash runs the other way."""

    WANTED = "wanted"
    GAP = "gap"
    GAP_LAST = "-gap"
    LOOKING = "looking"
    LOOKING_MOST = "-looking"
    OPEN = "open"
    OPEN_SHORT = "-open"


@dataclass(frozen=True, slots=True)
class Weight:
    """What decides about the place of a gap in the list. `natural` is its place in the text, map or atlas.

    `supports` is how many cases support a claim, 0 elsewhere.
    """

    kind: GapList
    natural: int
    supports: int
    has_call: bool
    is_wanted: bool
    is_searched: bool
    looking: int
    open_since: datetime


Key = tuple[object, ...]
Row = TypeVar("Row")


def _wanted(weight: Weight) -> Key:
    """Open calls first, then *Wanted* lines, then the emptiest and latest of each kind; the searched last."""
    return (
        weight.is_searched,
        not weight.has_call,
        not weight.is_wanted,
        tuple(GapList).index(weight.kind),
        weight.supports,
        -weight.natural if weight.kind in {GapList.CLAIM, GapList.THIN} else weight.natural,
    )


def _natural(weight: Weight) -> Key:
    return (tuple(GapList).index(weight.kind), weight.natural)


KEYS: dict[GapSort, Callable[[Weight], Key]] = {
    GapSort.WANTED: _wanted,
    GapSort.GAP: _natural,
    GapSort.LOOKING: lambda weight: (weight.looking, *_wanted(weight)),
    GapSort.OPEN: lambda weight: (weight.open_since, *_wanted(weight)),
}


def in_gap_order(rows: Sequence[Row], weight_of: Callable[[Row], Weight], sort: GapSort) -> list[Row]:
    """The rows in this order."""
    key = KEYS[GapSort(sort.removeprefix("-"))]
    return sorted(rows, key=lambda row: key(weight_of(row)), reverse=sort.startswith("-"))
