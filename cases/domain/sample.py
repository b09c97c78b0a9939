"""What the sample of cases leaves out: one country that weighs too much, continents without a case."""

from collections.abc import Mapping
from dataclasses import dataclass

from cases.domain.countries import CONTINENT_OF, Continent

TOO_MUCH = 40
"""Above this percentage of all cases, one country is named."""


@dataclass(frozen=True, slots=True)
class SampleCaveat:
    """`country` is the one that holds more than its share, "" when none does; `continents` have no case."""

    country: str
    cases: int
    total: int
    continents: tuple[Continent, ...]

    def __bool__(self) -> bool:
        """Whether there is anything to warn of."""
        return bool(self.country or self.continents)


def caveat_of(by_country: Mapping[str, int], total: int) -> SampleCaveat:
    """Return what to warn of, given how many of `total` cases have a place in each country.

    Without any case there is no sample and nothing to warn of. Codes that are no country, such as
    `worldwide`, are on no continent.
    """
    if not total:
        return SampleCaveat("", 0, 0, ())
    known = {code: cases for code, cases in by_country.items() if code in CONTINENT_OF}
    first = min(known, key=lambda code: (-known[code], code), default="")
    cases = known.get(first, 0)
    reached = {CONTINENT_OF[code] for code, number in known.items() if number}
    missing = tuple(continent for continent in Continent if continent not in reached)
    is_too_much = cases * 100 > total * TOO_MUCH
    return SampleCaveat(first if is_too_much else "", cases if is_too_much else 0, total, missing)
