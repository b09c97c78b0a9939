"""Reading the filters of the comparison pages from the address: one known value for each."""

import re
from collections.abc import Collection

from django.core.exceptions import BadRequest
from django.http import HttpRequest

from cases.domain.countries import COUNTRY_CODES
from cases.domain.facts import INDEPENDENT_SPEAKER
from cases.domain.vocabulary import EARLIEST_YEAR, LANGUAGE_LABELS, SECTOR_LABELS, WORLDWIDE, Stance
from cases.queries.facets import COMPARISON_FACETS
from cases.queries.filters import Filters
from cases.views.addresses import Pairs, address, without
from cases.views.parameters import one_of, scalar

CONTROLLED: dict[str, Collection[str]] = {
    "sector": SECTOR_LABELS,
    "lang": LANGUAGE_LABELS,
    "stance": [stance.value for stance in Stance],
    "speaker": [INDEPENDENT_SPEAKER],
}
COUNTRIES = COUNTRY_CODES | {WORLDWIDE}
DECADE = re.compile(r"[12][0-9]{2}0")
TAG = re.compile(r"[\w-]{1,100}")
YEAR = re.compile(r"[0-9]{4}")


def read_filters(request: HttpRequest) -> dict[str, str]:
    """The filters that are on. Raises BadRequest that names the field and the fix."""
    values = {facet.value: _value(request, facet.value) for facet in COMPARISON_FACETS}
    return {name: value for name, value in values.items() if value}


def read_year(request: HttpRequest, name: str, latest: int) -> int | None:
    """A year up to `latest`, None when the field is empty. Raises BadRequest for anything else."""
    value = scalar(request, name).strip()
    if not value:
        return None
    if not YEAR.fullmatch(value) or not EARLIEST_YEAR <= int(value) <= latest:
        raise BadRequest(
            f"The address gives “{name}” a value that it cannot have. "
            f"Give a year from {EARLIEST_YEAR} to {latest}."
        )
    return int(value)


def filter_chips(filters: Filters, route: str, pairs: Pairs) -> Pairs:
    """Each filter that is on, in words, with the address of the page without it."""
    chosen = [(shown.name, shown.chosen) for shown in filters.shown]
    return [(option.name, address(route, without(pairs, of))) for of, option in chosen if option]


def chosen_name(filters: Filters, name: str) -> str:
    """The option that is on in the filter of this name, in words; "" when none is."""
    return next((shown.chosen.name for shown in filters.shown if shown.name == name and shown.chosen), "")


def _value(request: HttpRequest, name: str) -> str:
    if name in CONTROLLED:
        return one_of(request, name, CONTROLLED[name])
    value = scalar(request, name)
    if value and not _is_known(name, value):
        raise BadRequest(f"The address gives “{name}” a value that it cannot have. Choose one of the list.")
    return value


def _is_known(name: str, value: str) -> bool:
    if name == "country":
        return value in COUNTRIES
    shape = DECADE if name == "decade" else TAG
    return shape.fullmatch(value) is not None
