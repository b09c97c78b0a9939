"""The outlines and middles of countries, from the installed package `countryinfo`, laid on the map.

They are projected and simplified once in the life of a process. Decision 0018 says what the package lacks.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any
from xml.etree.ElementTree import tostring

from countryinfo import CountryInfo, all_countries

from cases.domain.countries import COUNTRY_CODES
from cases.domain.globe import Point, Ring, course_of, is_on_map, on_map
from cases.exchange.figure_marks import element

ANTARCTICA = "AQ"
SMALL = 2
"""Half the width of a country without an outline."""


@dataclass(frozen=True, slots=True)
class Atlas:
    """The course of each country on the map, and its middle, by its code.

    Where the package has no outline, a small lozenge stands at the middle. A country of which it does not
    know the place has neither.
    """

    courses: Mapping[str, str]
    homes: Mapping[str, Point]


@cache
def pictures_of_the_map(sprite: str) -> str:
    """The sprite of the icons, and in it the outlines: all land as `land`, each country as its code.

    In one document, because the first view of a page takes four requests at most (decision 0076). By itself
    it shows what the sprite does, which is the icon of the site.
    """
    countries = [element("path", d=course, id=code) for code, course in sorted(atlas().courses.items())]
    land = element("g", "", countries, id="land", fill_rule="evenodd")
    icons, end, _nothing = sprite.rpartition("</svg>")
    return f"{icons}<defs>{tostring(land, encoding='unicode')}</defs>{end}"


@cache
def atlas() -> Atlas:
    """Read the package: about 0.1 s the first time, then nothing."""
    courses: dict[str, str] = {}
    homes: dict[str, Point] = {}
    for country in all_countries():
        code = country.iso(2)
        if code not in COUNTRY_CODES or code == ANTARCTICA:
            continue
        course, home = course_of(_rings(country)), _home(country)
        if course:
            courses.setdefault(code, course)
        if home:
            homes.setdefault(code, home)
    lozenges = {code: _lozenge(home) for code, home in homes.items()}
    return Atlas({**lozenges, **courses}, homes)


def _lozenge(home: Point) -> str:
    x, y = home
    return f"M{x - SMALL} {y}l{SMALL} {-SMALL} {SMALL} {SMALL} {-SMALL} {SMALL}z"


def _rings(country: CountryInfo) -> Iterator[Ring]:
    for feature in country.geo_json().get("features", ()):
        yield from _rings_of(feature["geometry"])


def _rings_of(geometry: Mapping[str, Any]) -> Iterator[Ring]:
    if geometry["type"] == "Polygon":
        yield from geometry["coordinates"]
    elif geometry["type"] == "MultiPolygon":
        for polygon in geometry["coordinates"]:
            yield from polygon


def _home(country: CountryInfo) -> Point | None:
    """The middle of the country, or else its capital; None when the package knows neither."""
    known = country.latlng() or country.capital_latlng() or []
    if not known:
        return None
    latitude, longitude = known[0] if isinstance(known[0], list) else known
    return on_map(latitude, longitude) if is_on_map(latitude) else None
