"""Reading the filters of the comparison pages from the address: one known value for each."""

import re
from collections.abc import Collection

from django.core.exceptions import BadRequest
from django.http import HttpRequest
from django.utils.translation import gettext as _

from cases.domain.countries import CONTINENT_LABELS, COUNTRY_CODES
from cases.domain.facts import INDEPENDENT_SPEAKER, Kind
from cases.domain.sample import SampleCaveat
from cases.domain.vocabulary import EARLIEST_YEAR, LANGUAGE_LABELS, SECTOR_LABELS, WORLDWIDE, Stance
from cases.queries.countries import country_name
from cases.queries.facets import COMPARISON_FACETS, FACETS
from cases.queries.facts import Chosen
from cases.queries.filters import Filters, Removal
from cases.queries.tag_synonyms import addresses_now
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

FILTERS = tuple(facet.value for facet in COMPARISON_FACETS)
"""The parameters that `read_filters` reads."""


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


def narrowing(route: str, filters: Filters, chosen: Chosen, removal: Removal | None) -> dict[str, object]:
    """What the components of the filters show on a page that is asked for nothing else."""
    pairs = list(chosen.items())
    return {
        "path": address(route),
        "filters": filters.shown,
        "chips": filter_chips(filters, route, pairs),
        "removal_name": chosen_name(filters, removal.name) if removal else "",
        "removal_url": address(route, without(pairs, removal.name)) if removal else "",
    }


def sample_words(caveat: SampleCaveat) -> dict[str, object]:
    """What the sample leaves out, in words."""
    return {
        "caveat": caveat,
        "caveat_country": country_name(caveat.country) if caveat.country else "",
        "caveat_continents": [_(CONTINENT_LABELS[continent]) for continent in caveat.continents],
    }


def list_address(chosen: Chosen, name: str, value: str) -> str:
    """The list of the cases behind one number of a page, "" where the list cannot be narrowed like the page.

    The list joins two countries with *or*, and knows neither languages nor who speaks.
    """
    if set(chosen) - set(FACETS) or chosen.get(name, value) != value:
        return ""
    return address("browse", {**chosen, name: value}.items())


def chosen_name(filters: Filters, name: str) -> str:
    """The option that is on in the filter of this name, in words; "" when none is."""
    return next((shown.chosen.name for shown in filters.shown if shown.name == name and shown.chosen), "")


def _value(request: HttpRequest, name: str) -> str:
    if name in CONTROLLED:
        return one_of(request, name, CONTROLLED[name])
    value = scalar(request, name)
    if value and not _is_known(name, value):
        raise BadRequest(f"The address gives “{name}” a value that it cannot have. Choose one of the list.")
    return addresses_now([value])[0] if name == Kind.TAG and value else value


def _is_known(name: str, value: str) -> bool:
    if name == "country":
        return value in COUNTRIES
    shape = DECADE if name == "decade" else TAG
    return shape.fullmatch(value) is not None
