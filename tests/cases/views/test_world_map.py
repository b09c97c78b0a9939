"""The map as a page, CSV, JSON and a picture."""

import csv
import io
import json
import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from accounts.models import User
from cases.domain.content import Place
from tests import world
from tests.kept import kept
from tests.project.hostile import read_text

Counting = Callable[[int], AbstractContextManager[object]]
PAGES = ("/map/", "/map.csv", "/map.json", "/map.svg")
QUERIES = ("", "country=ES", "decade=1990", "lang=fr", "speaker=independent", "country=worldwide")
SVG = "{http://www.w3.org/2000/svg}"


@kept
def four(amina: User, chiara: User) -> None:
    """Two in Spain, one of them with coordinates and also in Finland; one worldwide, one nowhere."""
    gurb = Place(name="Gurb", country="ES", latitude=41.95, longitude=2.23)
    rows: list[dict[str, object]] = [
        {},
        {"places": (gurb, Place(name="There", country="FI")), "began": 1991},
        {"places": (Place(name="World", country="worldwide"),)},
        {"places": ()},
    ]
    for number, changes in enumerate(rows):
        world.published(world.content(f"Case {number}", **changes), by=amina, reviewer=chiara)


def text_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def words_of(client: Client, address: str) -> str:
    return " ".join(read_text(client.get(address)).split())


def of_csv(client: Client, query: str) -> dict[str, int]:
    rows = csv.DictReader(io.StringIO(text_of(client, f"/map.csv?{query}"), newline=""))
    return {row["country"]: int(row["cases"]) for row in rows}


def of_json(client: Client, query: str) -> dict[str, int]:
    data = json.loads(text_of(client, f"/map.json?{query}"))
    countries = [country for continent in data["continents"] for country in continent["countries"]]
    return {country["country"]: country["cases"] for country in countries} | {
        "worldwide": data["cases_worldwide"],
        "": data["cases_without_a_country"],
    }


def of_page(client: Client, query: str) -> list[tuple[str, int]]:
    """The names and numbers of the table."""
    table = text_of(client, f"/map/?{query}").split('<table class="tbl countries"')[1].split("</table>")[0]
    rows = re.findall(r'<th scope="row">(?:\s|<a [^>]+>)*([^<]+)(?:</a>)?\s*</th>\s*<td>(\d+)', table)
    return [(name.strip(), int(number)) for name, number in rows]


def of_marks(client: Client, query: str) -> list[tuple[str, int]]:
    """The names and numbers of the marks."""
    marks = re.findall(r"<title>([^<]+): (\d+)</title>", text_of(client, f"/map/?{query}"))
    return [(name, int(number)) for name, number in marks]


def of_picture(client: Client, query: str) -> ET.Element:
    return ET.fromstring(client.get(f"/map.svg?{query}").content)  # noqa: S314 (we wrote it)


def texts(picture: ET.Element) -> list[str]:
    return ["".join(node.itertext()) for node in picture.iter(f"{SVG}text")]


@pytest.mark.parametrize("query", QUERIES)
def test_page_marks_csv_json_and_picture_say_the_same_numbers(
    four: None, stranger: Client, query: str
) -> None:
    numbers = of_csv(stranger, query)
    assert of_json(stranger, query) == numbers
    shown = of_page(stranger, query)
    assert [number for _name, number in shown] == list(numbers.values())
    countries = sorted(shown[:-2])
    assert sorted(of_marks(stranger, query)) == countries
    marked = (
        node for node in of_picture(stranger, query).iter(f"{SVG}text") if node.get("font-size") == "13"
    )
    drawn = [node.text or "" for node in marked if node.get("text-anchor") == "middle"]
    assert sorted(drawn) == sorted(str(number) for _name, number in countries)


def test_the_numbers_of_the_whole_map(four: None, stranger: Client) -> None:
    assert of_csv(stranger, "") == {"ES": 2, "FI": 1, "worldwide": 1, "": 1}
    text = words_of(stranger, "/map/")
    assert "2 of 4 cases have a place in a country. Countries: 2; continents: 1." in text
    assert re.search(r"Africa no case yet .* Europe 2 Spain 2", text)
    assert "Small dots are places with coordinates, which 1 case gives" in text


def test_with_filters_an_empty_continent_is_not_called_empty(four: None, stranger: Client) -> None:
    text = words_of(stranger, "/map/?country=FI")
    assert "1 of 4 cases fits the filters. With a place in a country: 1. Countries: 2; continents: 1." in text
    assert "Africa none of these" in text
    assert "no case yet" not in text


@pytest.mark.parametrize(
    ("query", "link"),
    [
        ("", "/cases/?country=FI"),
        ("country=FI", "/cases/?country=FI"),
        ("sector=telecommunications", "/cases/?sector=telecommunications&amp;country=FI"),
    ],
)
def test_a_number_leads_to_its_list(four: None, stranger: Client, query: str, link: str) -> None:
    text = text_of(stranger, f"/map/?{query}")
    assert text.count(f'href="{link}"') == 2  # the mark and the table
    assert "1 of 4 cases" in words_of(stranger, link.replace("&amp;", "&"))


@pytest.mark.parametrize("query", ["country=ES", "lang=en", "speaker=independent"])
def test_a_number_whose_list_cannot_be_had_is_no_link(four: None, stranger: Client, query: str) -> None:
    assert 'country=FI"' not in text_of(stranger, f"/map/?{query}")


def test_the_caveat_names_the_heavy_country_and_the_empty_continents(four: None, stranger: Client) -> None:
    text = words_of(stranger, "/map/?lang=fr")
    assert "2 of 4 cases have a place in one country: Spain." in text
    assert "No case has a place in: Africa, Asia, Latin America and the Caribbean, Northern America" in text


def test_json_says_date_licence_filters_and_address(four: None, stranger: Client) -> None:
    answer = json.loads(text_of(stranger, "/map.json?country=ES"))
    assert answer["licence"] == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", answer["data_of"])
    assert answer["filters"] == {"country": "ES"}
    assert answer["address"].endswith("/map/?country=ES")
    assert (answer["cases_in_all"], answer["cases_found"], answer["cases_with_coordinates"]) == (4, 2, 1)


def test_the_picture_says_filters_count_day_licence_and_address(four: None, stranger: Client) -> None:
    words = texts(of_picture(stranger, "country=ES"))
    assert words[:2] == ["Where cases began", "Country: \u2068Spain\u2069"]
    assert words[2].startswith("2 of 4 cases fit the filters.")
    assert any("Outlines: countryinfo (MIT)" in word for word in words)
    assert re.fullmatch(r"Patchwork, data of \d+ \w+ \d{4}\. Licence: CC0 1\.0, .*", words[-2])
    assert words[-1].endswith("/map/?country=ES")


def test_the_picture_tells_of_cases_that_are_on_no_place_of_it(four: None, stranger: Client) -> None:
    words = texts(of_picture(stranger, ""))
    assert "Worldwide, on no one place of the map: 1 case." in words
    assert "No country stated: 1 case." in words


def test_the_outlines_are_one_small_document(stranger: Client) -> None:
    answer = stranger.get("/map/outlines.svg")
    assert answer.headers["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert b'id="land"' in answer.content
    assert b'id="ES"' in answer.content


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "query", ["country=XX", "country=ES&country=FI", "decade=1995", "tag=%00", "lang=xx"]
)
def test_a_value_that_no_filter_has_is_a_400(stranger: Client, page: str, query: str) -> None:
    assert stranger.get(f"{page}?{query}").status_code == 400


def test_with_htmx_only_the_results_and_the_live_sentence_come(four: None, stranger: Client) -> None:
    text = stranger.get("/map/?country=ES", headers={"HX-Request": "true"}).content.decode()
    assert "<h1" not in text
    assert 'id="live" role="status" class="vh" hx-swap-oob="innerHTML"' in text


def test_nothing_found_says_which_filter_to_remove(four: None, stranger: Client) -> None:
    text = words_of(stranger, "/map/?decade=1990&country=worldwide")
    assert "No case fits all of these filters. Remove “" in text


def test_an_empty_site_says_so(stranger: Client) -> None:
    text = words_of(stranger, "/map/")
    assert "No case has been published yet, so the map is empty." in text
    assert "gaps in our looking" not in text


def test_a_waiting_case_is_on_no_map(four: None, amina: User, stranger: Client) -> None:
    world.submitted(world.content("Hidden", places=(Place(name="Hidden so far", country="JP"),)), by=amina)
    assert "JP" not in of_csv(stranger, "")
    assert not [page for page in PAGES if "Hidden" in text_of(stranger, page)]


@pytest.mark.parametrize("page", ["/", "/matrix/", "/timeline/"])
def test_the_map_is_linked_from(four: None, stranger: Client, page: str) -> None:
    assert 'href="/map/"' in text_of(stranger, page).split("<footer")[0]


@kept
def many(count: int, amina: User, chiara: User) -> None:
    """As many cases as the test asks for."""
    place = Place(name="Gurb", country="ES", latitude=41.95, longitude=2.23)
    for number in range(count):
        world.published(world.content(f"Case {number}", places=(place,)), by=amina, reviewer=chiara)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("count", [3, 30], scope="module")
def test_pages_ask_as_often_for_three_cases_as_for_thirty(
    many: None,
    page: str,
    stranger: Client,
    django_assert_num_queries: Counting,
) -> None:
    stranger.get(page)
    with django_assert_num_queries(2):
        stranger.get(page)
