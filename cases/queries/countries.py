"""Names of countries and places as readers see them."""

from collections.abc import Iterable
from functools import cache

from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django_countries import countries

from cases.domain.vocabulary import WORLDWIDE
from cases.models import CasePlace


def country_name(code: str) -> str:
    """The name of an ISO 3166 code or of `worldwide`; the code itself when it has no name."""
    return _country_name(code, get_language())


def countries_by_name(codes: Iterable[str]) -> list[tuple[str, str]]:
    """These countries, each once, with their names and in the order of those."""
    language = get_language()
    named = ((code, _country_name(code, language)) for code in dict.fromkeys(codes))
    return sorted(named, key=lambda country: country[1].casefold())


@cache
def _country_name(code: str, language: str | None) -> str:
    """The name in the active language, which is named so that each has its own."""
    del language
    if code == WORLDWIDE:
        return _("Worldwide")
    return str(countries.name(code)) or code


def place_name(place: CasePlace) -> str:
    """A place with its country, said once: *Osona, Spain*; *Spain*; *Worldwide*."""
    if not place.country:
        return place.name
    country = country_name(place.country)
    return country if place.name in {"", country} else f"{place.name}, {country}"
