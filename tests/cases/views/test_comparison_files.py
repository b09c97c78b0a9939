"""A comparison as CSV, JSON and a picture: the same as the page, and the same as the tables."""

import csv
import io
import json
import re
from collections import Counter
from xml.etree import ElementTree as ET

import pytest
from django.db import connection
from django.test import Client

from accounts.models import User
from cases.domain.content import Part, Phase
from cases.domain.vocabulary import Absence, Speaker, Stance
from tests import world
from tests.kept import kept

TWO = "case=guifi-net&case=linux"
SAID = ("value", "note", "start", "end", "sources", "wording", "newest_wording")
QUERIES = (TWO, f"{TWO}&differ=1", "case=linux&case=guifi-net", f"{TWO}&case=sewa")


@kept
def three(amina: User, chiara: User) -> None:
    """Guifi.net supports 3c and contradicts it; Linux contradicts it; SEWA looked for 3f."""
    own = world.source("own", speaker=Speaker.CONTRIBUTOR)
    both = (world.illustration("3c"), world.illustration("3c", Stance.CONTRADICTS, note="=1+1"))
    linux = world.content(
        "Linux",
        phases=(Phase(start=1991, end=None, stage=None, model=2, no_stage_reason="Peers."),),
        parts=(Part(key="skills", absence=Absence.NOT_FOUND, note="Read all."),),
        illustrations=(world.illustration("3c", Stance.CONTRADICTS, sources=("baig2015", "own")),),
        sources=(world.source(), own),
    )
    looked = (world.illustration("3f", Stance.NOT_FOUND, sources=()),)
    for what in (world.content(illustrations=both), linux, world.content("SEWA", illustrations=looked)):
        world.published(what, by=amina, reviewer=chiara)


def of_csv(client: Client, query: str) -> list[dict[str, str]]:
    text = client.get(f"/compare.csv?{query}").content.decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def of_json(client: Client, query: str) -> dict[str, object]:
    answer: dict[str, object] = json.loads(client.get(f"/compare.json?{query}").content)
    return answer


def lines_of_json(client: Client, query: str) -> list[tuple[str, ...]]:
    """The rows of the JSON as the lines of the CSV."""
    lines = []
    for row in of_json(client, query)["rows"]:  # type: ignore[attr-defined]
        for slug, said in row["cases"].items():
            for one in said or [{"value": ""}]:
                values = [one.get(name) for name in SAID]
                differs = "yes" if row["differs"] else "no"
                cells = [row["group"], row["row"], row["name"], differs, slug, *values]
                lines.append(tuple("" if cell is None else str(cell) for cell in cells))
    return lines


@pytest.mark.parametrize("query", QUERIES)
def test_csv_and_json_say_the_same(three: None, stranger: Client, query: str) -> None:
    lines = [tuple(row.values())[:-1] for row in of_csv(stranger, query)]
    assert [tuple("=1+1" if cell == "'=1+1" else cell for cell in line) for line in lines] == lines_of_json(
        stranger, query
    )


@pytest.mark.parametrize("query", QUERIES)
def test_the_files_have_the_rows_of_the_page(three: None, stranger: Client, query: str) -> None:
    page = stranger.get(f"/compare/?{query}").content.decode()
    on_page = re.findall(r'<tr id="row-([\w-]+)"', page)
    in_file = list(dict.fromkeys(row["row"] for row in of_csv(stranger, query)))
    assert in_file == on_page
    alike = set(re.findall(r'<tr id="row-([\w-]+)"\s+class="same"', page))
    assert {row["row"] for row in of_csv(stranger, query) if row["differs"] == "no"} == alike


def test_placements_and_their_sources_are_those_of_the_tables(three: None, stranger: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.slug, p.claim_id, p.stance, COUNT(s.id) FROM cases_placement p"
            " JOIN cases_case c ON c.record_id = p.case_id"
            " LEFT JOIN cases_placement_sources s ON s.placement_id = p.id"
            " GROUP BY c.slug, p.claim_id, p.stance"
        )
        counted = {tuple(map(str, row)) for row in cursor.fetchall()}
    lines = of_csv(stranger, f"{TWO}&case=sewa")
    placed = [row for row in lines if row["group"] == "claims" and row["value"]]
    assert {(row["case"], row["row"], row["value"], row["sources"]) for row in placed} == counted
    assert len(placed) == len(counted) == 4


def test_a_placement_on_an_older_wording_says_so(three: None, edda: User, stranger: Client) -> None:
    world.reworded("3c", by=edda)
    placed = [
        row for row in of_csv(stranger, f"{TWO}&case=sewa") if row["row"] in {"3c", "3f"} and row["value"]
    ]
    assert {(row["row"], row["wording"], row["newest_wording"]) for row in placed} == {
        ("3c", "1", "2"),
        ("3f", "1", "1"),
    }


def test_numbers_of_sources_are_those_of_the_page_and_the_tables(three: None, stranger: Client) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.slug, COUNT(*),"
            " SUM(CASE WHEN s.speaker IN ('organisation', 'contributor') THEN 0 ELSE 1 END)"
            " FROM cases_casesource s JOIN cases_case c ON c.record_id = s.case_id GROUP BY c.slug"
        )
        counted = {slug: (str(named), str(independent)) for slug, named, independent in cursor.fetchall()}
    lines = [row for row in of_csv(stranger, TWO) if row["group"] == "sources"]
    in_file = {(row["case"], row["row"]): row["value"] for row in lines}
    page = stranger.get(f"/compare/?{TWO}").content.decode()
    for name, place in (("sources", 0), ("independent_sources", 1)):
        numbers = [in_file[slug, name] for slug in ("guifi-net", "linux")]
        assert numbers == [counted[slug][place] for slug in ("guifi-net", "linux")]
        assert (
            re.findall(r"<a[^>]*>\s*(\d+)<", page.split(f'id="row-{name}"')[1].split("</tr>")[0]) == numbers
        )


def test_phases_are_cells_with_years_and_reasons(three: None, stranger: Client) -> None:
    phases = [row for row in of_csv(stranger, TWO) if row["group"] == "moves"]
    assert [(row["case"], row["value"], row["start"], row["end"], row["note"]) for row in phases] == [
        ("guifi-net", "6-3", "2004", "2008", "Volunteers link farms by radio."),
        ("guifi-net", "7-3", "2008", "", "A foundation holds the commons."),
        ("linux", "0-2", "1991", "", "Peers."),
    ]


def test_absences_have_their_names(three: None, stranger: Client) -> None:
    parts = [row for row in of_csv(stranger, TWO) if row["group"] == "parts" and row["case"] == "linux"]
    assert Counter(row["value"] for row in parts) == {"missing": 11, "not_found": 1}
    assert [row["note"] for row in parts if row["value"] == "not_found"] == ["Read all."]


def test_a_note_that_a_spreadsheet_would_run_is_marked(three: None, stranger: Client) -> None:
    assert "'=1+1" in [row["note"] for row in of_csv(stranger, TWO)]


def test_json_says_cases_disagreements_counts_and_address(three: None, stranger: Client) -> None:
    answer = of_json(stranger, f"{TWO}&differ=1")
    assert answer["title"] == "Compared: Guifi.net, Linux"
    assert str(answer["address"]).endswith(f"/compare/?{TWO}&differ=1")
    assert answer["filters"] == {"differ": "1"}
    assert answer["disagreements"] == [
        {"claim": "3c", "supports": ["guifi-net"], "contradicts": ["guifi-net", "linux"]}
    ]
    assert answer["rows_differing"] == len(answer["rows"]) < answer["rows_in_all"]  # type: ignore[arg-type,operator]
    cases: list[dict[str, object]] = answer["cases"]  # type: ignore[assignment]
    assert [(case["slug"], case["last_stage"], case["from"]) for case in cases] == [
        ("guifi-net", 7, 2004),
        ("linux", None, 1991),
    ]


def words_of_picture(client: Client, query: str) -> list[str]:
    root = ET.fromstring(client.get(f"/compare.svg?{query}").content)  # noqa: S314 (we wrote it)
    return ["".join(node.itertext()) for node in root.iter("{http://www.w3.org/2000/svg}text")]


def test_the_picture_says_cases_count_finding_day_licence_and_address(three: None, stranger: Client) -> None:
    words = words_of_picture(stranger, TWO)
    assert words[:3] == [
        "Compared: \u2068Guifi.net\u2069, \u2068Linux\u2069",
        "\u2068Guifi.net\u2069 · \u2068Linux\u2069",
        "Cases side by side: 2.",
    ]
    assert "They disagree on the 1 claim that at least two of them touch." in words
    assert re.fullmatch(r"Patchwork, data of \d+ \w+ \d{4}\. Licence: CC0 1\.0, .*", words[-2])
    assert words[-1].endswith(f"/compare/?{TWO}")


@pytest.mark.parametrize("query", QUERIES)
def test_the_picture_draws_the_phases_of_the_csv(three: None, stranger: Client, query: str) -> None:
    phases = [row["value"] for row in of_csv(stranger, query) if row["group"] == "moves"]
    numbers = [cell.split("-")[0].replace("0", "–") for cell in phases]
    drawn = [word for word in words_of_picture(stranger, query) if re.fullmatch("[1-7–]", word)]
    assert drawn == numbers


def test_the_page_links_its_picture(three: None, stranger: Client) -> None:
    page = stranger.get(f"/compare/?{TWO}&stack=1").content.decode()
    assert f'href="/compare.svg?{TWO.replace("&", "&amp;")}"' in page


def test_a_hostile_name_stays_text_in_the_picture(
    three: None, amina: User, chiara: User, stranger: Client
) -> None:
    case = world.published(world.content("</text><script>zq9x()"), by=amina, reviewer=chiara)
    picture = stranger.get(f"/compare.svg?case=linux&case={case.slug}").content.decode()
    assert "&lt;script&gt;zq9x()" in picture
    assert "<script" not in picture


@pytest.mark.parametrize("file", ["/compare.csv", "/compare.json", "/compare.svg"])
@pytest.mark.parametrize(
    ("query", "status"),
    [("", 400), ("case=linux", 400), ("case=linux&case=linux", 400), (f"{TWO}&case=never-was", 404),
     ("case=a&case=b&case=c&case=d&case=e", 400)],
)  # fmt: skip
def test_files_are_of_two_to_four_published_cases(
    three: None, stranger: Client, file: str, query: str, status: int
) -> None:
    assert stranger.get(f"{file}?{query}").status_code == status
