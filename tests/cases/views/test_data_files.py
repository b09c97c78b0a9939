"""The data to take away."""

import csv
import io
import json
import zipfile

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from cases.actions import off_page
from cases.domain.content import Place
from cases.domain.vocabulary import Stance
from cases.exchange.bibtex_reading import read_bibtex
from cases.exchange.documents import Document
from cases.exchange.json_lines import read_record
from cases.exchange.markdown import from_markdown
from cases.exchange.site_tables import TABLES
from cases.models import Case
from tests import world
from tests.kept import kept

FILES = (
    "cases.jsonl", "cases.zip", "cases.jsonld", "cases.geojson", "sources.bib", "sources.ris",
    "sources.csl.json", "qca.zip", "taxonomy.jsonld", "codebook.csv", "datapackage.json",
    *(f"{table.name}.csv" for table in TABLES),
)  # fmt: skip
WHOLE = ("cases.jsonl", "cases.zip", "cases.csv", "sources.bib", "qca.zip", "placements.csv")


@kept
def two(amina: User, chiara: User) -> list[Case]:
    """Guifi in Spain, and Linux in Finland with coordinates."""
    place = Place(name="Helsinki", country="FI", latitude=60.2, longitude=24.9)
    rows = (world.illustration("1d", Stance.CONTRADICTS),)
    linux = world.content("Linux", places=(place,), illustrations=rows, sector="software")
    return [world.published(what, by=amina, reviewer=chiara) for what in (world.content(), linux)]


def body(client: Client, file: str) -> bytes:
    answer = client.get(f"/data/{file}")
    assert answer.status_code == 200
    return bytes(answer.getvalue())


def entries(client: Client, file: str) -> dict[str, str]:
    archive = zipfile.ZipFile(io.BytesIO(body(client, file)))
    return {name: archive.read(name).decode() for name in archive.namelist()}


def table(client: Client, file: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(body(client, file).decode(), newline="")))


def test_json_lines_hold_each_case_whole(two: list[Case], stranger: Client) -> None:
    lines = body(stranger, "cases.jsonl").decode().splitlines(keepends=True)
    assert [read_record(line).content.title for line in lines] == ["Guifi.net", "Linux"]
    assert read_record(lines[0]).content == world.content()


def test_the_markdown_bundle_is_read_back(two: list[Case], stranger: Client) -> None:
    found = entries(stranger, "cases.zip")
    assert sorted(found) == ["README.txt", "cases/guifi-net.md", "cases/linux.md"]
    assert from_markdown(found["cases/guifi-net.md"]) == Document("guifi-net", world.content())
    assert "Cases:     2" in found["README.txt"]


def test_tables_have_the_columns_that_the_package_names(two: list[Case], stranger: Client) -> None:
    package = json.loads(body(stranger, "datapackage.json"))
    assert [resource["name"] for resource in package["resources"]] == [each.name for each in TABLES]
    for resource in package["resources"]:
        assert resource["path"].endswith(f"/data/{resource['name']}.csv")
        head = body(stranger, f"{resource['name']}.csv").decode().splitlines()[0].split(",")
        assert head == [field["name"] for field in resource["schema"]["fields"]]


def test_every_reference_of_a_table_leads_to_a_row(two: list[Case], stranger: Client) -> None:
    rows = {each.name: table(stranger, f"{each.name}.csv") for each in TABLES}
    for each in TABLES:
        for reference in each.references:
            there = {tuple(row[name] for name in reference.to) for row in rows[reference.table]}
            here = {tuple(row[name] for name in reference.columns) for row in rows[each.name]}
            assert {key for key in here if all(key)} <= there, (each.name, reference)


def test_the_tally_counts_the_cases_found(two: list[Case], stranger: Client) -> None:
    def of(claim: str, query: str = "") -> tuple[str, str]:
        (row,) = [row for row in table(stranger, f"tally.csv{query}") if row["claim"] == claim]
        return row["supports"], row["state"]

    assert of("3c") == ("1", "thin")
    assert of("3c", "?country=FI") == ("0", "filtered")


def test_files_follow_the_filters_of_the_list(two: list[Case], stranger: Client) -> None:
    def words(file: str, query: str) -> str:
        if file.endswith(".zip"):
            return " ".join(entries(stranger, f"{file}{query}").values())
        return body(stranger, f"{file}{query}").decode()

    for file in WHOLE:
        assert "guifi-net" in words(file, "")
        assert "guifi-net" not in words(file, "?country=FI&sector=software")
        assert "linux" in words(file, "?country=FI&sector=software")


def test_the_package_of_some_cases_leads_to_their_tables(two: list[Case], stranger: Client) -> None:
    package = json.loads(body(stranger, "datapackage.json?country=FI"))
    assert package["resources"][0]["path"].endswith("/data/cases.csv?country=FI")


def test_places_are_features_and_sources_have_keys_of_their_own(two: list[Case], stranger: Client) -> None:
    (feature,) = json.loads(body(stranger, "cases.geojson"))["features"]
    assert feature["geometry"] == {"type": "Point", "coordinates": [24.9, 60.2]}
    sources = read_bibtex(body(stranger, "sources.bib").decode()).sources
    assert [source.key for source in sources] == ["guifi-net:baig2015", "linux:baig2015"]
    items = json.loads(body(stranger, "sources.csl.json"))
    assert [item["id"] for item in items] == ["guifi-net:baig2015", "linux:baig2015"]


def test_cases_and_claims_are_linked_data(two: list[Case], stranger: Client) -> None:
    graph = json.loads(body(stranger, "cases.jsonld"))["@graph"]
    assert [node["@type"] for node in graph] == ["Dataset", "Article", "Article"]
    concepts = json.loads(body(stranger, "taxonomy.jsonld"))["@graph"]
    kinds = [node["@type"] for node in concepts]
    assert (kinds.count("ConceptScheme"), kinds.count("Concept")) == (4, 7 + 3 + 10 + 30)
    alone = json.loads(stranger.get("/cases/linux/case.jsonld").getvalue())
    assert {name: alone[name] for name in alone if name != "@context"} == graph[2]


def test_the_analysis_is_of_what_was_asked(two: list[Case], stranger: Client) -> None:
    found = entries(stranger, "qca.zip?outcome=1d&conditions=model-3,stage-2")
    assert found["settings.csv"].splitlines()[1:4] == [
        "outcome,claim_1d", "condition,model_3", "condition,stage_2"
    ]  # fmt: skip
    rows = list(csv.DictReader(io.StringIO(found["truth_table.csv"])))
    assert [row["cases"] for row in rows] == ["", "", "", "linux"]


def test_what_cannot_be_asked_is_a_400(stranger: Client) -> None:
    for query in ("outcome=9z", "conditions=1d", "conditions=stage-8", "outcome=1d&outcome=2c", "stage=9"):
        assert stranger.get(f"/data/qca.zip?{query}").status_code == 400


def test_a_file_says_what_it_is_and_who_has_it_is_told_so(two: list[Case], stranger: Client) -> None:
    answer = stranger.get("/data/cases.jsonl")
    assert 'rel="license"' in answer.headers["Link"]
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="cases-20')
    again = stranger.get("/data/cases.jsonl", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.headers["Cache-Control"]) == (304, answer.headers["Cache-Control"])
    others = {stranger.get(f"/data/{file}").headers["ETag"] for file in ("cases.jsonl?q=x", "cases.csv")}
    assert answer.headers["ETag"] not in others


def test_the_head_of_a_file_is_told_without_the_file(two: list[Case], stranger: Client) -> None:
    head, whole = stranger.head("/data/cases.jsonl"), stranger.get("/data/cases.jsonl")
    assert (head.status_code, head.getvalue(), head.headers["ETag"]) == (200, b"", whole.headers["ETag"])


def test_a_file_is_another_after_a_publication(two: list[Case], stranger: Client, chiara: User) -> None:
    before = stranger.get("/data/cases.jsonl").headers["ETag"]
    off_page.hide_case(record=two[1].record, by=chiara, reason="privacy")
    answer = stranger.get("/data/cases.jsonl", headers={"If-None-Match": before})
    assert answer.status_code == 200
    assert b"linux" not in answer.getvalue().lower()


@pytest.mark.parametrize(
    "address", ["/data/nothing.csv", "/cases/nobody/case.jsonld", "/data/..%2Fcases.csv"]
)
def test_what_is_not_there_is_a_404(stranger: Client, address: str) -> None:
    assert stranger.get(address).status_code == 404


def test_files_cost_the_same_queries_at_any_size(amina: User, chiara: User, stranger: Client) -> None:
    costs: list[list[int]] = []
    for number in (1, 12):
        for each in range(number):
            world.published(world.content(f"Case {number} {each}"), by=amina, reviewer=chiara)
        stranger.get("/data/cases.jsonl").getvalue()
        costs.append([_queries(stranger, file) for file in FILES])
    assert costs[0] == costs[1]
    assert max(costs[0]) <= 9


def _queries(client: Client, file: str) -> int:
    with CaptureQueriesContext(connection) as queries:
        body(client, file)
    return len(queries)
