"""The matrix as a page, a plain table, CSV, JSON and a picture."""

import csv
import io
import json
import re
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from accounts.models import User
from cases.domain.content import Phase, Place
from cases.models import CasePhase
from cases.queries.browse import PAGE_SIZE
from tests import world
from tests.kept import kept

PAGES = ("/matrix/", "/matrix/table/", "/matrix.csv", "/matrix.json", "/matrix.svg")
Counting = Callable[[int], AbstractContextManager[object]]
SVG = "{http://www.w3.org/2000/svg}"
QUERIES = ("", "country=ES", "decade=1990", "at=2005", "country=ES&at=2005", "lang=fr", "speaker=independent")


@kept
def two(amina: User, chiara: User) -> None:
    """Guifi.net moved from stage 6 to 7; Linux stays."""
    world.published(world.content(), by=amina, reviewer=chiara)
    linux = world.content(
        "Linux",
        phases=(Phase(start=1991, end=None, stage=6, model=2),),
        places=(Place(name="There", country="FI"),),
        began=1991,
    )
    world.published(linux, by=amina, reviewer=chiara)


def text_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def of_csv(client: Client, query: str) -> dict[str, tuple[int, int]]:
    rows = csv.DictReader(io.StringIO(text_of(client, f"/matrix.csv?{query}"), newline=""))
    return {
        f"{row['stage']}-{row['model']}": (int(row["cases"]), int(row["cases_in_all"]))
        for row in rows
        if row["counted"] == "in_the_cell"
    }


def of_json(client: Client, query: str) -> dict[str, tuple[int, int]]:
    cells = json.loads(text_of(client, f"/matrix.json?{query}"))["cells"]
    return {f"{cell['stage']}-{cell['model']}": (cell["cases"], cell["cases_in_all"]) for cell in cells}


def of_page(client: Client, query: str) -> list[int]:
    """The numbers of the cells of the page, in the order of the rows."""
    table = text_of(client, f"/matrix/?{query}").split('<table class="mx"')[1].split("</table>")[0]
    cells = re.findall(r'class="(?:cell|gap|none)"[^>]*>\s*(?:<b>|<span>)?(\d+)', table)
    return [int(number) for number in cells]


def of_table(client: Client, query: str) -> list[int]:
    return [int(n) for n in re.findall(r"<td>\s*(\d+)", text_of(client, f"/matrix/table/?{query}"))]


def of_picture(client: Client, query: str) -> ET.Element:
    return ET.fromstring(client.get(f"/matrix.svg?{query}").content)  # noqa: S314 (we wrote it)


def words_of(picture: ET.Element) -> list[str]:
    return ["".join(node.itertext()) for node in picture.iter(f"{SVG}text")]


def of_svg(client: Client, query: str) -> list[int]:
    """The numbers of the cells of the picture, which no other words are written as large as."""
    numbers = (n for n in of_picture(client, query).iter(f"{SVG}text") if n.get("font-size") == "26")
    return [int(node.text or "") for node in numbers]


@pytest.mark.parametrize("query", QUERIES)
def test_page_table_csv_json_and_picture_say_the_same_numbers(
    two: None, stranger: Client, query: str
) -> None:
    numbers = of_csv(stranger, query)
    assert len(numbers) == 21
    assert of_json(stranger, query) == numbers
    cells = [n for n, _all in numbers.values()]
    assert of_page(stranger, query) == of_table(stranger, query) == of_svg(stranger, query) == cells


def test_each_number_is_that_of_the_phases(two: None, stranger: Client) -> None:
    ever = {f"{s}-{m}" for s, m in CasePhase.objects.values_list("stage_id", "model_id")}
    assert {key for key, (cases, _all) in of_csv(stranger, "").items() if cases} == ever
    assert {key: n for key, (n, _all) in of_csv(stranger, "at=2005").items() if n} == {"6-2": 1, "6-3": 1}


def test_json_says_date_licence_filters_and_address(two: None, stranger: Client) -> None:
    answer = json.loads(text_of(stranger, "/matrix.json?at=2005&country=ES"))
    assert answer["licence"] == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", answer["data_of"])
    assert (answer["filters"], answer["as_of"]) == ({"country": "ES"}, 2005)
    assert answer["address"].endswith("/matrix/?country=ES&at=2005")
    assert (answer["cases_in_all"], answer["cases_found"], answer["cases_on_the_map"]) == (2, 1, 1)


def test_the_picture_says_filters_count_day_licence_and_address(two: None, stranger: Client) -> None:
    words = words_of(of_picture(stranger, "at=2005&country=ES"))
    assert words[0] == "Cases by stage and value model"
    assert words[1] == "Country: \u2068Spain\u2069 · As of 2005"
    assert words[2] == "In 2005, of the cases that fit the filters (1), on the map: 1, in 1 of 21 cells."
    assert re.fullmatch(r"Patchwork, data of \d+ \w+ \d{4}\. Licence: CC0 1\.0, .*", words[-2])
    assert words[-1].endswith("/matrix/?country=ES&at=2005")


def test_the_picture_draws_a_square_for_each_case_and_no_filtered_cell_as_a_gap(
    two: None, stranger: Client
) -> None:
    picture = of_picture(stranger, "country=FI")
    squares = [node for node in picture.iter(f"{SVG}rect") if node.get("width") == node.get("height") == "12"]
    assert len(squares) == 1 + 1  # and the one of the legend
    words = words_of(picture)
    assert (words.count("no case yet"), words.count("of 1")) == (18, 3)
    assert "No case here among those shown" in words


def test_the_picture_of_a_hostile_tag_is_well_formed(amina: User, chiara: User, stranger: Client) -> None:
    tag = "</text><script>zq9x()</script>\u202e&"
    world.published(world.content(tags=(tag,)), by=amina, reviewer=chiara)
    picture = of_picture(stranger, "tag=textscriptzq9xscript")
    assert f"Tag: \u2068{tag.replace(chr(0x202E), '')}\u2069" in words_of(picture)
    assert not list(picture.iter(f"{SVG}script"))


@kept
def many(count: int, amina: User, chiara: User) -> None:
    """As many cases as the test asks for."""
    for number in range(count):
        world.published(world.content(f"Case {number}"), by=amina, reviewer=chiara)


@pytest.mark.parametrize(("page", "queries"), [("/matrix.csv", 3), ("/matrix.json", 3), ("/matrix.svg", 3)])
@pytest.mark.parametrize("count", [3, 30], scope="module")
def test_files_ask_as_often_for_three_cases_as_for_thirty(
    many: None,
    page: str,
    queries: int,
    stranger: Client,
    django_assert_num_queries: Counting,
) -> None:
    stranger.get(page)
    with django_assert_num_queries(queries):
        stranger.get(page)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "query",
    [
        "country=XX", "country=ES&country=FI", "decade=1995", "decade=abc", "sector=none", "tag=%00",
        "lang=xx",
        "stance=maybe", "speaker=press", "at=1999&at=2000", "at=99", "at=abcd", "at=9999",
        "at=0999", "at=-199",
    ],
)  # fmt: skip
def test_a_value_that_no_filter_has_is_a_400(stranger: Client, page: str, query: str) -> None:
    assert stranger.get(f"{page}?{query}").status_code == 400


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("cell=8-1", 400), ("cell=6-2&cell=6-3", 400), ("cell=x", 400), ("cell=6-2&after=x", 400),
        ("trace=guifi-net&trace=a&trace=b&trace=c", 400), ("trace=never-was", 404), ("trace=", 200),
        ("trace=guifi-net&trace=guifi-net&trace=linux", 200), ("utm=1&utm=2", 200),
        ("at=", 200), ("country=", 200),
    ],
)  # fmt: skip
def test_what_the_page_alone_can_be_asked(two: None, stranger: Client, query: str, status: int) -> None:
    assert stranger.get(f"/matrix/?{query}").status_code == status


def test_more_than_three_traces_are_refused_in_words(two: None, stranger: Client) -> None:
    answer = stranger.get("/matrix/?trace=a&trace=b&trace=c&trace=d")
    assert "Three traced cases are the most that can be told apart." in answer.content.decode()


def test_a_waiting_case_is_on_no_page_and_cannot_be_traced(two: None, amina: User, stranger: Client) -> None:
    world.submitted(world.content("Hidden so far"), by=amina)
    assert stranger.get("/matrix/?trace=hidden-so-far").status_code == 404
    assert not [page for page in PAGES if "Hidden so far" in text_of(stranger, page)]


def test_an_empty_cell_is_a_gap_and_a_filtered_one_is_not(two: None, stranger: Client) -> None:
    text = text_of(stranger, "/matrix/?country=FI")
    assert 'href="/contribute/?cell=3-2"' in text
    assert 'href="/contribute/?cell=7-3"' not in text
    assert "0 of 1" in text


def test_the_list_of_a_cell_pages_by_key(amina: User, chiara: User, stranger: Client) -> None:
    for number in range(PAGE_SIZE + 1):
        world.published(world.content(f"Case {number:02}"), by=amina, reviewer=chiara)
    first = text_of(stranger, "/matrix/?cell=7-3&at=2010")
    assert "Case 19" in first.split('id="list"')[1]
    after = re.search(r'href="([^"#]+after=[^"#]+)', first)
    assert after is not None
    second = text_of(stranger, after.group(1).replace("&amp;", "&")).split('id="list"')[1]
    assert "Case 20" in second
    assert "Case 19" not in second


def test_with_htmx_only_the_results_and_the_live_sentence_come(two: None, stranger: Client) -> None:
    text = stranger.get("/matrix/?country=ES", headers={"HX-Request": "true"}).content.decode()
    assert "<h1" not in text
    assert 'id="live" role="status" class="vh" hx-swap-oob="innerHTML"' in text
    assert re.search(
        r'<option id="count-country-FI"\s+hx-swap-oob="innerHTML">\s*Finland \(1\)\s*</option>', text
    )
    assert "1 of 2 cases fits the filters; on the map: 1, in 2 of 21 cells." in " ".join(text.split())


def test_the_years_beside_keep_the_filters_and_end_at_the_first_phase(two: None, stranger: Client) -> None:
    text = text_of(stranger, "/matrix/?at=1991&country=ES")
    assert 'rel="prev"' not in text
    assert 'href="/matrix/?country=ES&amp;at=1992"' in text


def test_a_trace_is_told_in_words(two: None, stranger: Client) -> None:
    text = " ".join(text_of(stranger, "/matrix/?trace=guifi-net").split())
    assert "1, 2004–2008, at stage 6, Peer production, in Civic commons; 2, 2008 to now" in text
    assert "Place 1 of Guifi.net, 2004–2008." in text


def test_cases_off_the_map_are_listed_with_their_reason(amina: User, chiara: User, stranger: Client) -> None:
    phase = Phase(start=2000, end=None, stage=None, model=1, no_stage_reason="<b>It is a state.</b>")
    world.published(world.content(phases=(phase,)), by=amina, reviewer=chiara)
    text = text_of(stranger, "/matrix/")
    assert "Not on the map: 1 case" in text
    assert "&lt;b&gt;It is a state." in text


@kept
def three_off(amina: User, chiara: User) -> None:
    """The hierarchy does not apply to three cases, one of them in Finland; one more moved to stage 7."""
    off = Phase(start=2000, end=2003, stage=None, model=1, no_stage_reason="It is a state.")
    world.published(world.content("A"), by=amina, reviewer=chiara)
    for title, country in (("B", "ES"), ("C", "ES"), ("D", "FI")):
        what = world.content(title, phases=(off,), places=(Place(name="There", country=country),))
        world.published(what, by=amina, reviewer=chiara)
    moved = (off, Phase(start=2003, end=None, stage=7, model=1))
    world.published(world.content("Moved", phases=moved), by=amina, reviewer=chiara)


@pytest.mark.parametrize(
    ("query", "titles"),
    [("", "BCD"), ("country=ES", "BC"), ("at=2001", ["B", "C", "D", "Moved"]), ("at=2004", ""),
     ("country=FI&at=2001&trace=a", "D")],
)  # fmt: skip
def test_the_cases_that_are_counted_off_the_map_have_a_list(
    three_off: None, stranger: Client, query: str, titles: Sequence[str]
) -> None:
    text = text_of(stranger, f"/matrix/?{query}&cell=off").split('id="list"')[1].split("</section>")[0]
    assert re.findall(r'href="/cases/[^"]+"[^>]*>([^<]+)<', text) == list(titles)
    assert f"Not on the map: {len(titles)} case" in text


def test_what_does_not_fit_below_the_map_is_linked_with_filters_year_and_traces(
    three_off: None, stranger: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert "in a list" not in text_of(stranger, "/matrix/")
    monkeypatch.setattr("cases.queries.matrix.OFF_MAP_AT_MOST", 2)
    text = text_of(stranger, "/matrix/?country=ES&at=2001&trace=a")
    link = '<a class="alone" href="/matrix/?country=ES&amp;at=2001&amp;trace=a&amp;cell=off#list">'
    assert re.search(re.escape(link) + r"\s*All 3 cases in a list", text)


def test_the_list_of_cases_off_the_map_pages_by_key(
    three_off: None, stranger: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cases.queries.browse.PAGE_SIZE", 2)
    first = text_of(stranger, "/matrix/?lang=en&cell=off")
    after = re.search(r'href="([^"#]+after=[^"#]+)', first)
    assert after is not None
    assert "lang=en" in after.group(1)
    second = text_of(stranger, after.group(1).replace("&amp;", "&")).split('id="list"')[1]
    assert re.findall(r'href="/cases/([^"]+)/"', second.split("</section>")[0]) == ["d"]


def test_the_permanent_link_keeps_the_open_list_and_the_traces(two: None, stranger: Client) -> None:
    text = text_of(stranger, "/matrix/?country=ES&at=2005&cell=6-3&trace=linux")
    address = "/matrix/?country=ES&amp;at=2005&amp;cell=6-3&amp;trace=linux"
    assert f'<a href="{address}">Permanent link</a>' in text


def test_an_empty_site_has_twenty_one_gaps(stranger: Client) -> None:
    text = text_of(stranger, "/matrix/")
    assert text.count('class="gap"') == 21
    assert "all 21 cells are empty" in text
