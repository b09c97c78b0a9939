"""The timeline as a page, CSV, JSON and a picture."""

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
from cases.domain.content import Phase, Place
from cases.domain.vocabulary import ABSENCE_LABELS, Absence
from tests import world
from tests.kept import kept
from tests.project.hostile import read_text

Counting = Callable[[int], AbstractContextManager[object]]
PAGES = ("/timeline/", "/timeline.csv", "/timeline.json", "/timeline.svg")
QUERIES = ("", "country=ES", "decade=1990", "lang=fr", "speaker=independent")
SVG = "{http://www.w3.org/2000/svg}"
Numbers = dict[int, tuple[int, ...]]


@kept
def five(amina: User, chiara: User) -> None:
    """Two of the nineties in two models, one of 1910, one of 2004, one without a year."""
    second = (Phase(start=1991, end=None, stage=6, model=2),)
    rows: list[dict[str, object]] = [
        {"began": 1991, "phases": second, "places": (Place(name="There", country="FI"),)},
        {"began": 1998},
        {"began": 1910},
        {},
        {"began": Absence.NOT_KNOWN},
    ]
    for number, changes in enumerate(rows):
        world.published(world.content(f"Case {number}", **changes), by=amina, reviewer=chiara)


def text_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def words_of(client: Client, address: str) -> str:
    return " ".join(read_text(client.get(address)).split())


def rows_of(client: Client, query: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text_of(client, f"/timeline.csv?{query}"), newline="")))


def of_csv(client: Client, query: str) -> Numbers:
    """The cases of each year, and by model."""
    columns = ("cases", *(f"first_phase_in_model_{model}" for model in (1, 2, 3)))
    return {
        int(row["year"]): tuple(int(row[column]) for column in columns)
        for row in rows_of(client, query)
        if row["year"]
    }


def of_json(client: Client, query: str) -> Numbers:
    decades = json.loads(text_of(client, f"/timeline.json?{query}"))["decades"]
    return {
        year["year"]: (year["cases"], *year["by_model_of_the_first_phase"].values())
        for decade in decades
        for year in decade["years"]
    }


def by_decade(numbers: Numbers) -> Numbers:
    found: Numbers = {}
    for year, counts in numbers.items():
        decade = year // 10 * 10
        found[decade] = tuple(map(sum, zip(found.get(decade, (0,) * 4), counts, strict=True)))
    return found


def of_page(client: Client, query: str) -> tuple[Numbers, dict[int, int]]:
    """The decades of the table, and its years."""
    table = text_of(client, f"/timeline/?{query}").partition('<table class="tbl decades-table"')[2]
    rows = re.findall(
        r'<th scope="row">(\d+)s</th>\s*<td>(?:\s|<a [^>]+>)*(\d+).*?</td>' + r"\s*<td>(\d+)</td>" * 3,
        table,
        re.DOTALL,
    )
    years = re.findall(r"<li>\s*(\d{4}):\s*<b>(\d+)</b>", table)
    return (
        {int(decade): tuple(map(int, numbers)) for decade, *numbers in rows},
        {int(year): int(number) for year, number in years},
    )


def of_picture(client: Client, query: str) -> ET.Element:
    return ET.fromstring(client.get(f"/timeline.svg?{query}").content)  # noqa: S314 (we wrote it)


def texts(picture: ET.Element) -> list[str]:
    return ["".join(node.itertext()) for node in picture.iter(f"{SVG}text")]


@pytest.mark.parametrize("query", QUERIES)
def test_page_csv_json_and_picture_say_the_same_numbers(five: None, stranger: Client, query: str) -> None:
    numbers = of_csv(stranger, query)
    assert of_json(stranger, query) == numbers
    years = {year: counts[0] for year, counts in numbers.items()}
    assert of_page(stranger, query) == (by_decade(numbers), years)
    words = texts(of_picture(stranger, query))
    for decade, counts in by_decade(numbers).items():
        assert words[words.index(f"{decade}s") + 1] == str(counts[0])
    columns = [word for node in of_picture(stranger, query).iter(f"{SVG}text")
               if node.get("font-size") == "10" and (word := node.text)]  # fmt: skip
    assert columns == [str(number) for number in years.values()]


def test_the_numbers_of_the_whole_timeline(five: None, stranger: Client) -> None:
    assert of_csv(stranger, "") == {
        1910: (1, 0, 0, 1), 1991: (1, 0, 1, 0), 1998: (1, 0, 0, 1), 2004: (1, 0, 0, 1),
    }  # fmt: skip
    text = words_of(stranger, "/timeline/")
    assert "4 of 5 cases say in which year they began. Most began in: 1990s (2)." in text
    assert "Earliest 1910 Case 2 Latest 2004 Case 3" in text
    assert "1 case does not say in which year it began." in text
    assert "1920s to 1980s: no case" in text


def test_the_last_lines_count_cases_without_a_year_by_why(five: None, stranger: Client) -> None:
    counted = {"missing": 0, "not_known": 1, "does_not_apply": 0, "not_found": 0}
    lines = [(row["year"], row["began_absence"], row["cases"]) for row in rows_of(stranger, "")[-4:]]
    assert lines == [("", absence, str(number)) for absence, number in counted.items()]
    data = json.loads(text_of(stranger, "/timeline.json"))
    assert (data["cases_without_a_year"], data["cases_without_a_year_by_absence"]) == (1, counted)


def test_the_four_absences_are_four_lines_of_the_page(amina: User, chiara: User, stranger: Client) -> None:
    for number, absence in enumerate((2004, *Absence)):
        world.published(world.content(f"Case {number}", began=absence), by=amina, reviewer=chiara)
    text = words_of(stranger, "/timeline/")
    for label in ABSENCE_LABELS.values():
        assert f"{label}: 1" in text
        assert f"No year: {label} 1" in text


def test_a_decade_leads_to_its_list(five: None, stranger: Client) -> None:
    assert 'href="/cases/?country=ES&amp;decade=1990"' in text_of(stranger, "/timeline/?country=ES")
    assert "1 of 5 cases" in words_of(stranger, "/cases/?country=ES&decade=1990")
    assert 'decade=1990"' not in text_of(stranger, "/timeline/?lang=en")


def test_the_picture_says_filters_count_day_licence_and_address(five: None, stranger: Client) -> None:
    words = texts(of_picture(stranger, "country=ES"))
    assert words[:2] == ["When cases began", "Country: \u2068Spain\u2069"]
    assert words[2].startswith("4 of 5 cases fit the filters. With a year in which they began: 3.")
    assert "1 case does not say in which year it began." in words
    assert "Not known: 1" in words
    assert re.fullmatch(r"Patchwork, data of \d+ \w+ \d{4}\. Licence: CC0 1\.0, .*", words[-2])
    assert words[-1].endswith("/timeline/?country=ES")


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize(
    "query", ["country=XX", "country=ES&country=FI", "decade=1995", "tag=%00", "lang=xx"]
)
def test_a_value_that_no_filter_has_is_a_400(stranger: Client, page: str, query: str) -> None:
    assert stranger.get(f"{page}?{query}").status_code == 400


def test_with_htmx_only_the_results_and_the_live_sentence_come(five: None, stranger: Client) -> None:
    text = stranger.get("/timeline/?country=ES", headers={"HX-Request": "true"}).content.decode()
    assert "<h1" not in text
    assert 'id="live" role="status" class="vh" hx-swap-oob="innerHTML"' in text


def test_nothing_found_says_which_filter_to_remove(five: None, stranger: Client) -> None:
    text = words_of(stranger, "/timeline/?decade=1910&country=FI")
    assert "No case fits all of these filters. Remove “" in text
    assert "Earliest" not in text


def test_an_empty_site_says_so(stranger: Client) -> None:
    assert "No case has been published yet, so there is nothing to draw." in words_of(stranger, "/timeline/")


def test_a_waiting_case_counts_nowhere(five: None, amina: User, stranger: Client) -> None:
    world.submitted(world.content("Hidden so far", began=1850), by=amina)
    assert 1850 not in of_csv(stranger, "")
    assert not [page for page in PAGES if "Hidden so far" in text_of(stranger, page)]


def test_a_hostile_title_at_an_end_stays_text(amina: User, chiara: User, stranger: Client) -> None:
    world.published(world.content("<script>zq9x()</script>"), by=amina, reviewer=chiara)
    assert "<script>zq9x" not in text_of(stranger, "/timeline/")


@pytest.mark.parametrize("page", ["/matrix/", "/map/"])
def test_the_timeline_is_linked_from(five: None, stranger: Client, page: str) -> None:
    assert 'href="/timeline/"' in text_of(stranger, page).split("<footer")[0]


@kept
def many(count: int, amina: User, chiara: User) -> None:
    """As many cases as the test asks for."""
    for number in range(count):
        world.published(world.content(f"Case {number}", began=1990 + number), by=amina, reviewer=chiara)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("count", [3, 30], scope="module")
def test_pages_ask_as_often_for_three_cases_as_for_thirty(
    many: None,
    page: str,
    stranger: Client,
    django_assert_num_queries: Counting,
) -> None:
    stranger.get(page)
    with django_assert_num_queries(4):
        stranger.get(page)
