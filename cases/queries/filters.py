"""The filters of the comparison pages: one value for each, counted after the other filters."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from cases.models import Case
from cases.queries.facet_options import Option, options_of
from cases.queries.facets import COMPARISON_FACETS

Chosen = Mapping[str, str]
"""The name of a filter and its value; filters that are off are absent."""


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


def conditions_of(chosen: Chosen) -> dict[str, Q]:
    """The condition of each filter that is on."""
    return {
        facet.name: facet.condition([chosen[facet.name]])
        for facet in COMPARISON_FACETS
        if facet.name in chosen
    }


def narrowed(chosen: Chosen) -> QuerySet[Case]:
    """The published cases that fit all filters."""
    return Case.objects.published().filter(*conditions_of(chosen).values())


def load_filters(chosen: Chosen) -> Filters:
    """Read the options of every filter; eight queries."""
    values = {
        facet.name: facet.values(
            narrowed({name: value for name, value in chosen.items() if name != facet.name})
        )
        for facet in COMPARISON_FACETS
    }
    options = options_of(values, {name: [value] for name, value in chosen.items()})
    return Filters(
        shown=tuple(FilterShown(name, found) for name, found in options.items()),
        by_country={value.value: value.total for value in values["country"]},
    )
