"""How far people who place the same cases agree: counts, and Krippendorff's alpha.

Alpha is 1 where all agree and 0 where they agree as often as chance alone would have it; below 0 they
disagree more than that. It takes any number of people, each of whom may leave out any case. The formula
and its worked examples: Klaus Krippendorff, *Computing Krippendorff's Alpha-Reliability* (2011),
https://repository.upenn.edu/asc_papers/43.

A unit is a case; what it holds is how many people gave it each value. Who gave it does not matter.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations
from typing import TypeVar

Value = TypeVar("Value", int, str)


class Undefined(StrEnum):
    """Why there is no alpha; neither of the two is an alpha of 0."""

    NOT_COMPARED = "not_compared"  # no case has two values
    NO_VARIATION = "no_variation"  # every value is the same, so that chance would agree as well


@dataclass(frozen=True, slots=True)
class Reliability:
    """The alpha of some units, or why there is none. `units` are those with two values or more."""

    alpha: float | None
    why: Undefined | None
    units: int


@dataclass(frozen=True, slots=True)
class Votes:
    """How many second opinions say the same as the published placement, and how many another thing."""

    agree: int
    disagree: int

    @property
    def total(self) -> int:
        """How many second opinions there are."""
        return self.agree + self.disagree


def votes_on(published: str, given: Mapping[str, int]) -> Votes:
    """Compare the values that people gave with the published one."""
    agree = given.get(published, 0)
    return Votes(agree, sum(given.values()) - agree)


def nominal(one: int | str, other: int | str, counts: Mapping[Value, int]) -> float:
    """The difference of names: they are the same, or not."""
    del counts
    return float(one != other)


def ordinal(one: int, other: int, counts: Mapping[int, int]) -> float:
    """The difference of ranks: the square of how many values lie between the two, each end by half."""
    low, high = sorted((one, other))
    between = sum(count for value, count in counts.items() if low <= value <= high)
    return float(between - (counts[low] + counts[high]) / 2) ** 2


def reliability(
    units: Iterable[Mapping[Value, int]], difference: Callable[[Value, Value, Mapping[Value, int]], float]
) -> Reliability:
    """Krippendorff's alpha of these units; `difference` is the square of the distance of two values.

    A unit with one value has nothing to be compared with and is left out.
    """
    compared = [unit for unit in units if sum(unit.values()) > 1]
    if not compared:
        return Reliability(None, Undefined.NOT_COMPARED, 0)
    counts: Counter[Value] = Counter()
    for unit in compared:
        counts.update(unit)
    counts = +counts
    expected = sum(counts[c] * counts[k] * difference(c, k, counts) for c, k in combinations(counts, 2))
    if not expected:
        return Reliability(None, Undefined.NO_VARIATION, len(compared))
    observed = sum(
        sum(unit[c] * unit[k] * difference(c, k, counts) for c, k in combinations(unit, 2))
        / (sum(unit.values()) - 1)
        for unit in compared
    )
    return Reliability(1 - (counts.total() - 1) * observed / expected, None, len(compared))
