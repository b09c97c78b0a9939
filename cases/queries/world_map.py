"""Where cases began: the numbers of countries and continents that page, picture, CSV and JSON share.

A case counts in every country and continent in which it has a place, once in each.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from cases.domain.countries import CODES_OF, CONTINENT_OF, Continent
from cases.domain.facts import Kind
from cases.domain.globe import Point, is_on_map, on_map
from cases.domain.map_marks import Counted, Marks, place_marks
from cases.domain.sample import SampleCaveat, caveat_of
from cases.domain.vocabulary import WORLDWIDE
from cases.exchange.outlines import atlas
from cases.models import CasePlace
from cases.queries.countries import country_name
from cases.queries.facts import Cases, Facts, facts_now
from cases.queries.filters import Filters, Removal, load_filters, removal_of

DOTS_AT_MOST = 200
"""More dots than this cannot be told apart; they are those of the cases published first."""


@dataclass(frozen=True, slots=True)
class CountryCounted:
    """A country in which some of the cases found have a place."""

    code: str
    name: str
    cases: int
    in_all: int


@dataclass(frozen=True, slots=True)
class ContinentCounted:
    """A continent with its countries, those with most cases first; None is Antarctica, which is in none.

    Its cases are fewer than those of its countries together when some have places in several.
    """

    continent: Continent | None
    cases: int
    countries: tuple[CountryCounted, ...]


@dataclass(frozen=True, slots=True)
class WorldMap:
    """Everything that the page shows.

    `found` of `in_all` published cases fit the filters; `placed` of them have a place in a country,
    `worldwide` are said to be worldwide, `unstated` neither. `plotted` have a place with coordinates, of
    which the `dots` are drawn.
    """

    chosen: Mapping[str, str]
    in_all: int
    found: int
    placed: int
    worldwide: int
    unstated: int
    continents: tuple[ContinentCounted, ...]
    plotted: int
    dots: tuple[Point, ...]
    filters: Filters
    caveat: SampleCaveat
    removal: Removal | None
    changed_at: datetime | None

    @property
    def countries(self) -> tuple[CountryCounted, ...]:
        """All countries, continent by continent."""
        return tuple(country for continent in self.continents for country in continent.countries)

    @property
    def dotted(self) -> int:
        """Of how many cases the places are drawn."""
        return min(self.plotted, DOTS_AT_MOST)

    @property
    def marks(self) -> Marks:
        """The marks of the countries whose place is known."""
        homes = atlas().homes
        return place_marks(
            tuple(
                Counted(country.code, country.cases, homes[country.code])
                for country in self.countries
                if country.code in homes
            )
        )

    @property
    def reached(self) -> tuple[ContinentCounted, ...]:
        """The continents in which a case found has a place."""
        return tuple(counted for counted in self.continents if counted.continent and counted.cases)


def load_world_map(chosen: Mapping[str, str]) -> WorldMap:
    """Read the page; one query, for coordinates, and those of `load_filters`."""
    facts = facts_now()
    found = facts.found(chosen)
    filters = load_filters(facts, chosen)
    in_countries = facts.any_of(Kind.COUNTRY, _countries(facts)) & found
    worldwide = facts.having(Kind.COUNTRY, WORLDWIDE) & found
    plotted = facts.having(Kind.PLOTTED) & found
    return WorldMap(
        chosen=chosen,
        in_all=len(facts.everything),
        found=len(found),
        placed=len(in_countries),
        worldwide=len(worldwide),
        unstated=len(found - in_countries - worldwide),
        continents=_continents(facts, found),
        plotted=len(plotted),
        dots=_dots(plotted),
        filters=filters,
        caveat=caveat_of(filters.by_country, len(facts.everything)),
        removal=None if found else removal_of(facts, chosen),
        changed_at=facts.changed_at,
    )


def _countries(facts: Facts) -> list[str]:
    """The countries of all cases."""
    return [code for code in facts.values(Kind.COUNTRY) if code != WORLDWIDE]


def _continents(facts: Facts, found: Cases) -> tuple[ContinentCounted, ...]:
    rows = [_continent(facts, found, continent, CODES_OF[continent].split()) for continent in Continent]
    elsewhere = [code for code in _countries(facts) if code not in CONTINENT_OF]
    beyond = _continent(facts, found, None, elsewhere)
    return (*rows, beyond) if beyond.cases else tuple(rows)


def _continent(facts: Facts, found: Cases, continent: Continent | None, codes: list[str]) -> ContinentCounted:
    counted = (
        CountryCounted(
            code,
            country_name(code),
            facts.count(Kind.COUNTRY, code, within=found),
            len(facts.having(Kind.COUNTRY, code)),
        )
        for code in codes
    )
    countries = sorted(
        (country for country in counted if country.cases),
        key=lambda country: (-country.cases, country.name.casefold()),
    )
    here = facts.any_of(Kind.COUNTRY, (country.code for country in countries))
    return ContinentCounted(continent, len(here & found), tuple(countries))


def _dots(plotted: Cases) -> tuple[Point, ...]:
    """Where the places of the first of these cases lie on the map; one query."""
    rows = CasePlace.objects.filter(case__in=list(islice(plotted, DOTS_AT_MOST)))
    places = rows.order_by("case_id", "order").values_list("latitude", "longitude")
    return tuple(
        on_map(latitude, longitude)
        for latitude, longitude in places
        if latitude is not None and longitude is not None and is_on_map(latitude)
    )[:DOTS_AT_MOST]
