"""The filters of the comparison pages: one value for each, counted after the other filters."""

from collections.abc import Mapping
from dataclasses import dataclass

from cases.domain.facts import Kind
from cases.queries.facet_options import Option, options_of
from cases.queries.facets import COMPARISON_FACETS, facet_values
from cases.queries.facts import Cases, Chosen, Facts
from cases.queries.names import names_of


@dataclass(frozen=True, slots=True)
class FilterShown:
    """A filter with its options, counted after the *other* filters."""

    name: str
    options: tuple[Option, ...]

    @property
    def chosen(self) -> Option | None:
        """The option that is on."""
        return next((option for option in self.options if option.is_chosen), None)


@dataclass(frozen=True, slots=True)
class Filters:
    """All filters, and how many of all published cases have a place in each country."""

    shown: tuple[FilterShown, ...]
    by_country: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Removal:
    """What taking one filter away would bring."""

    name: str
    cases: int


def load_filters(facts: Facts, chosen: Chosen, within: Cases | None = None) -> Filters:
    """The options of every filter, counted among the cases `within`, or among all.

    One query, for the names of tags, when the site has changed; another for a chosen tag that is not common.
    """
    among = facts.everything if within is None else within
    values = {
        kind.value: facet_values(
            facts,
            kind,
            facts.found(chosen, without=kind) & among,
            [chosen[kind]] if kind in chosen else [],
        )
        for kind in COMPARISON_FACETS
    }
    options = options_of(values, {name: [value] for name, value in chosen.items()}, names_of(facts))
    return Filters(
        shown=tuple(FilterShown(name, found) for name, found in options.items()),
        by_country={value.value: value.total for value in values[Kind.COUNTRY]},
    )


def best_removal(without: Mapping[str, int]) -> Removal | None:
    """The filter whose removal brings most, given how many cases are found without each; None for none."""
    name = max(without, key=lambda key: without[key], default="")
    return Removal(name, without[name]) if name and without[name] else None


def removal_of(facts: Facts, chosen: Chosen) -> Removal | None:
    """The filter whose removal brings most."""
    return best_removal({name: len(facts.found(chosen, without=name)) for name in chosen})
