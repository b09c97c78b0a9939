"""What the installed package knows of countries, as the map uses it."""

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from cases.domain.countries import COUNTRY_CODES
from cases.domain.globe import HEIGHT, WIDTH
from cases.exchange.outlines import atlas, pictures_of_the_map

SPRITE = (Path(__file__).parents[3] / "static/img/sprite.svg").read_text("utf-8")
SVG = "{http://www.w3.org/2000/svg}"


def test_every_country_has_a_place_but_three() -> None:
    assert COUNTRY_CODES - set(atlas().homes) == {"AQ", "BV", "UM"}


def test_every_place_is_in_the_picture() -> None:
    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in atlas().homes.values())


@pytest.mark.parametrize(("code", "x", "y"), [("ES", 490, 98), ("BR", 348, 279), ("AU", 850, 340)])
def test_countries_lie_where_they_are(code: str, x: int, y: int) -> None:
    assert atlas().homes[code] == (x, y)


@pytest.mark.parametrize("code", ["ME", "HU", "CW", "PF"])
def test_a_country_without_outline_is_a_lozenge_at_its_place(code: str) -> None:
    x, y = atlas().homes[code]
    assert atlas().courses[code] == f"M{x - 2} {y}l2 -2 2 2 -2 2z"


def test_the_document_holds_each_country_once_and_is_small() -> None:
    document = pictures_of_the_map(SPRITE)
    countries = list(ET.fromstring(document).iterfind(f".//{SVG}g/{SVG}path"))  # noqa: S314 (we wrote it)
    assert len({country.get("id") for country in countries}) == len(countries) == len(atlas().courses)
    assert len(document) < 45_000


def test_it_holds_the_icons_too() -> None:
    document = ET.fromstring(pictures_of_the_map(SPRITE))  # noqa: S314 (we wrote it)
    assert document.find(f"{SVG}symbol[@id='i-plus']") is not None
    assert document.get("viewBox") == "0 0 30 30"


def test_it_is_made_once() -> None:
    assert pictures_of_the_map(SPRITE) is pictures_of_the_map(SPRITE)
