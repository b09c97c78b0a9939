"""The facets by which cases are narrowed. Each is a kind of fact, with its values and their counts.

Inside a facet the chosen values are joined with *or*, between facets with *and*.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cases.domain.facts import Kind
from cases.queries.facts import Cases, Facts

ChosenValues = Mapping[str, Sequence[str]]
"""The name of a facet and its chosen values; facets without any are absent or empty."""

FACETS = (Kind.MODEL, Kind.STAGE, Kind.STANCE, Kind.COUNTRY, Kind.DECADE, Kind.SECTOR, Kind.TAG)
"""The facets of the list of cases, in its order."""

COMPARISON_FACETS = (
    Kind.COUNTRY,
    Kind.DECADE,
    Kind.SECTOR,
    Kind.TAG,
    Kind.LANGUAGE,
    Kind.STANCE,
    Kind.SPEAKER,
)
"""The facets of the comparison pages, in their order."""


@dataclass(frozen=True, slots=True)
class Value:
    """One value of a facet: how many of the narrowed cases have it, and how many of all cases."""

    value: str
    count: int
    total: int


def narrowed_by_facets(facts: Facts, chosen: ChosenValues, *, without: str = "") -> Cases:
    """The published cases that fit all facets, or all but the one called `without`."""
    found = facts.everything
    for name, values in chosen.items():
        if values and name != without:
            found &= facts.any_of(Kind(name), values)
    return found


def facet_values(facts: Facts, kind: Kind, within: Cases, chosen: Sequence[str]) -> list[Value]:
    """The values that some case has, counted within the cases that the *other* facets leave.

    Of the tags those that most cases have, and those that are chosen.
    """
    values = facts.values(kind)
    if kind is Kind.TAG:
        values = tuple(dict.fromkeys([*facts.common_tags, *(tag for tag in chosen if tag in values)]))
    return [
        Value(value, facts.count(kind, value, within=within), len(facts.having(kind, value)))
        for value in values
    ]
