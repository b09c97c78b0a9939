"""What the sample leaves out, and on which continent a country is."""

import pytest

from cases.domain.countries import CODES_OF, CONTINENT_LABELS, CONTINENT_OF, COUNTRY_CODES, Continent
from cases.domain.sample import caveat_of

EVERYWHERE = {"ZA": 1, "IN": 1, "ES": 1, "BR": 1, "US": 1, "AU": 1}


def test_every_country_is_on_one_continent() -> None:
    listed = [code for codes in CODES_OF.values() for code in codes.split()]
    assert len(listed) == len(set(listed))
    assert set(CONTINENT_OF) == COUNTRY_CODES - {"AQ"}
    assert set(CODES_OF) == set(CONTINENT_LABELS) == set(Continent)


@pytest.mark.parametrize(
    ("code", "continent"),
    [("EG", "africa"), ("TR", "asia"), ("CY", "asia"), ("RU", "europe"), ("MX", "latin_america"),
     ("GL", "northern_america"), ("FJ", "oceania"), ("GF", "latin_america")],
)  # fmt: skip
def test_continents_are_those_of_the_standard(code: str, continent: str) -> None:
    assert CONTINENT_OF[code] == continent


@pytest.mark.parametrize(
    ("by_country", "total", "country", "missing"),
    [
        ({}, 0, "", 0),
        (EVERYWHERE, 6, "", 0),
        (EVERYWHERE | {"US": 4}, 10, "", 0),  # forty per cent is not above forty
        (EVERYWHERE | {"US": 5}, 10, "US", 0),
        ({"worldwide": 9, "ES": 1}, 10, "", 5),
        ({"ES": 2, "FR": 2}, 4, "ES", 5),
        ({}, 3, "", 6),
        ({"ES": 3, "ZA": 0}, 3, "ES", 5),
    ],
)
def test_what_the_sample_leaves_out(
    by_country: dict[str, int], total: int, country: str, missing: int
) -> None:
    caveat = caveat_of(by_country, total)
    assert (caveat.country, len(caveat.continents)) == (country, missing)
    assert bool(caveat) == bool(country or missing)
