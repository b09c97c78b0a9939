"""The tested guess to take away: the files say the numbers of the page."""

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
from cases.domain.vocabulary import Absence, Speaker, Stance
from models_taxonomy.actions import publish_wording
from models_taxonomy.models import Claim
from tests import world
from tests.kept import kept

Counting = Callable[[int], AbstractContextManager[object]]
FILES = ("/patchwork/guess.csv", "/patchwork/guess.json", "/patchwork/guess.svg")
SVG = "{http://www.w3.org/2000/svg}"


@kept
def three(amina: User, chiara: User) -> None:
    """Three cases on claims of all models, one of them on its own words only."""
    own = world.source("own", url="https://example.org/own", speaker=Speaker.ORGANISATION)
    put = world.illustration
    rows = [
        world.content(illustrations=(put("3c"), put("1a"), put("2b"))),
        world.content("Linux", illustrations=(put("3c"), put("3c", Stance.CONTRADICTS), put("2b"))),
        world.content(
            "Own",
            sources=(own,),
            places=(Place(name="There", country="FI"),),
            began=1995,
            illustrations=(put("3f", sources=("own",)), put("2b", Stance.PARTLY, sources=("own",))),
        ),
    ]
    for row in rows:
        world.published(row, by=amina, reviewer=chiara)


def text_of(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def of_csv(client: Client) -> list[dict[str, str]]:
    """The lines of the claims."""
    rows = csv.DictReader(io.StringIO(text_of(client, "/patchwork/guess.csv"), newline=""))
    return [row for row in rows if row["counted"] == "claim"]


def of_json(client: Client) -> dict[str, list[dict[str, object]]]:
    data: dict[str, list[dict[str, object]]] = json.loads(text_of(client, "/patchwork/guess.json"))
    return data


def cells_of(row: str) -> list[str]:
    """The words of the cells of a row of a table, without what is only spoken."""
    spoken = re.sub(r'<span class="vh">.*?</span>', "", row, flags=re.DOTALL)
    cells = re.findall(r"<td[^>]*>(.*?)</td>", spoken, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", cell).split()) for cell in cells]


def of_page(client: Client, table: str, row: str) -> list[list[str]]:
    """The rows of one table of the page that hold `row` in their markup."""
    page = text_of(client, "/patchwork/guess/")
    body = page.split(f'id="{table}-caption"')[-1].split("</table>")[0]
    return [cells_of(found) for found in body.split("<tr>") if row in found]


def numbers(row: dict[str, str]) -> list[str]:
    states = ("state", "state_on_independent_sources_only", "state_without_country", "state_without_decade")
    return [row["cases"], row["independent_sources"], *(row[name] for name in states)]


def test_page_csv_json_and_picture_say_the_same_of_each_claim(three: None, stranger: Client) -> None:
    rows = of_csv(stranger)
    assert len(rows) == 30
    assert of_page(stranger, "claims", '<a href="/claims/') == [numbers(row) for row in rows]
    for row, told in zip(rows, of_json(stranger)["claims"], strict=True):
        states = told["states"]
        assert isinstance(states, dict)
        found = [str(told["cases"]), str(told["independent_sources"]), *states.values()]
        assert (told["claim"], found) == (row["claim"], numbers(row))
    words = words_of_picture(stranger)
    for row in rows:
        place = words.index(row["claim"])
        assert words[place + 1 : place + 3] == [row["cases"], row["independent_sources"]]


def words_of_picture(client: Client) -> list[str]:
    root = ET.fromstring(client.get("/patchwork/guess.svg").content)  # noqa: S314 (we wrote it)
    return ["".join(node.itertext()) for node in root.iter(f"{SVG}text")]


def test_page_and_json_say_the_same_of_each_model(three: None, stranger: Client) -> None:
    data = of_json(stranger)
    weights = [*data["models"], data["all_models"]]
    shown = of_page(stranger, "weights", '<th scope="row">')
    for told, cells in zip(weights, shown, strict=True):
        assert isinstance(told, dict)
        assert cells[:2] == [str(told["cases"]), str(told["independent_sources"])]
        for name, cell in zip(
            ("cases_from_one_country", "cases_begun_in_one_decade", "placements_on_no_independent_source"),
            cells[2:],
            strict=True,
        ):
            assert cell.startswith(f"{told[name]['part']} of {told[name]['of']}")
    states = of_page(stranger, "states", '<th scope="row">')
    counts = data["readings"][0]["models"]
    assert isinstance(counts, list)
    assert states == [
        [f"{row[state]} of {row['claims']}" for state in ("held", "contested", "thin", "gap")]
        for row in counts
    ]


def test_each_row_adds_up(three: None, stranger: Client) -> None:
    rows = {row["claim"]: row for row in of_csv(stranger)}
    both = rows["3c"]
    assert (both["supports"], both["contradicts"], both["cases"], both["placements"]) == ("2", "1", "2", "3")
    assert (rows["3f"]["independent_sources"], rows["3f"]["placements_on_no_independent_source"]) == (
        "0",
        "1",
    )
    assert (rows["3f"]["state"], rows["3f"]["state_on_independent_sources_only"]) == ("thin", "gap")
    assert {(row["country_left_out"], row["decade_left_out"]) for row in rows.values()} == {("ES", "2000")}


def test_json_says_what_it_is(three: None, stranger: Client) -> None:
    data = json.loads(text_of(stranger, "/patchwork/guess.json"))
    assert data["address"].endswith("/patchwork/guess/")
    assert (data["licence"].split("/")[3:5], data["cases"]) == (["publicdomain", "zero"], 3)
    assert [reading["answer"] for reading in data["readings"]] == ["right", "right", "right", "right"]


def test_the_picture_says_answer_count_day_licence_and_address(three: None, stranger: Client) -> None:
    words = words_of_picture(stranger)
    assert "".join(words[0].split()) == "Theguess,tested:doesthethirdmodelshowthemostgaps?"
    assert words[1:3] == [
        "All published cases",
        "3 published cases, 3 of them on the claims; independent sources there: 1.",
    ]
    assert any(word.startswith("The guess is right so far. The third model has more gaps") for word in words)
    assert re.fullmatch(r"Patchwork, data of \d+ \w+ \d{4}\. Licence: CC0 1\.0, .*", words[-2])
    assert words[-1].endswith("/patchwork/guess/")


def test_without_country_and_decade_those_columns_are_empty(
    amina: User, chiara: User, stranger: Client
) -> None:
    nowhere = world.content(places=(Place(name="Somewhere"),), began=Absence.NOT_KNOWN)
    world.published(nowhere, by=amina, reviewer=chiara)
    row = of_csv(stranger)[0]
    assert {row[name] for name in row if "country" in name or "decade" in name} == {""}


@pytest.mark.parametrize("file", FILES)
def test_an_empty_site_has_files(stranger: Client, file: str) -> None:
    assert stranger.get(file).status_code == 200


def test_a_hostile_wording_stays_text(three: None, edda: User, stranger: Client) -> None:
    claim = Claim.objects.get(code="3c")
    words = "=HYPERLINK(1)<script>zq9x()</script>"
    publish_wording(claim=claim, statement=words, kind="reworded", note="Why.", by=edda, seen_version=1)
    assert {row["claim"]: row["statement"] for row in of_csv(stranger)}["3c"] == f"'{words}"
    assert "<script>zq9x" not in text_of(stranger, "/patchwork/guess/")


@kept
def many(count: int, amina: User, chiara: User) -> None:
    """As many cases as the test asks for."""
    for number in range(count):
        world.published(world.content(f"Case {number}"), by=amina, reviewer=chiara)


@pytest.mark.parametrize("page", ["/patchwork/guess/", *FILES])
@pytest.mark.parametrize("count", [3, 30], scope="module")
def test_pages_ask_as_often_for_three_cases_as_for_thirty(
    many: None,
    page: str,
    stranger: Client,
    django_assert_num_queries: Counting,
) -> None:
    stranger.get(page)
    with django_assert_num_queries(6):
        stranger.get(page)
