"""The list of gaps as a page, CSV and JSON, and the feeds."""

import csv
import io
import json
import re
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from accounts.models import User
from cases.actions import wanted
from cases.domain.gap_order import GapList
from cases.domain.gaps import Gap
from cases.domain.proposals import ProposalKind
from cases.domain.vocabulary import Stance
from cases.queries.gap_list import PAGE_SIZE
from models_taxonomy.models import Claim
from tests import world
from tests.kept import kept
from tests.project.hostile import MARK

ATOM = "{http://www.w3.org/2005/Atom}"
KINDS = ("", *(kind.value for kind in GapList))


@kept
def one(amina: User, chiara: User) -> None:
    """Guifi.net, thin on one claim."""
    world.published(world.content(), by=amina, reviewer=chiara)


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    body = answer.getvalue()  # of a page, and of a file that is sent piece by piece
    return body.decode()


def squeezed(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def rows_of_csv(client: Client, kind: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text_of(client, f"/gaps.csv?kind={kind}"), newline="")))


@pytest.mark.parametrize("kind", KINDS)
def test_page_csv_and_json_hold_the_same_number_of_gaps(one: None, stranger: Client, kind: str) -> None:
    rows = rows_of_csv(stranger, kind)
    answer = json.loads(text_of(stranger, f"/gaps.json?kind={kind}"))
    shown = text_of(stranger, f"/gaps/?kind={kind}")
    counts = answer["counts"]
    total = counts[kind] if kind else sum(counts.values())
    assert len(rows) == len(answer["gaps"]) == total
    assert {row["gap"] for row in rows} == {row["gap"] for row in answer["gaps"]}
    assert shown.count('<th scope="row"') == min(total, PAGE_SIZE)


@pytest.mark.parametrize("kind", KINDS)
def test_the_page_says_the_count_of_each_kind(one: None, stranger: Client, kind: str) -> None:
    counts = json.loads(text_of(stranger, "/gaps.json"))["counts"]
    said = squeezed(text_of(stranger, f"/gaps/?kind={kind}"))
    for words, number in {
        "claims without a case": counts["claim"],
        "thin claim": counts["thin"],
        "empty cells": counts["cell"],
        "places without a case": counts["place"],
        "missing parts": counts["part"],
        f"All {sum(counts.values())} gaps": "",
    }.items():
        assert f"{number} {words}".strip() in said


def test_json_says_its_licence_and_its_filter(one: None, stranger: Client) -> None:
    answer = json.loads(text_of(stranger, "/gaps.json?kind=cell"))
    assert answer["licence"] == "https://creativecommons.org/publicdomain/zero/1.0/"
    assert (answer["filters"], answer["address"][-16:]) == ({"kind": "cell"}, "/gaps/?kind=cell")


@pytest.mark.parametrize("page", ["/gaps/", "/gaps.csv", "/gaps.json"])
@pytest.mark.parametrize("query", ["kind=none", "kind=cell&kind=part", "kind=claim%00"])
def test_a_kind_that_is_none_is_a_400(stranger: Client, page: str, query: str) -> None:
    assert stranger.get(f"{page}?{query}").status_code == 400


@pytest.mark.parametrize(
    ("query", "status"),
    [
        ("sort=none", 400), ("sort=-wanted", 400), ("page=0", 400), ("page=-1", 400), ("page=²", 400),
        ("page=1&page=2", 400), ("page=9999", 404), ("page=99999999", 400), ("kind=part&sort=open", 400),
        ("kind=part&sort=-gap", 200), ("kind=&sort=&page=", 200), ("utm=1&utm=2", 200),
        ("sort=-open&page=2", 200),
    ],
)  # fmt: skip
def test_what_the_page_can_be_asked(one: None, stranger: Client, query: str, status: int) -> None:
    assert stranger.get(f"/gaps/?{query}").status_code == status


@pytest.mark.parametrize(
    ("query", "column", "direction", "next_sort"),
    [
        ("", "What is missing", "descending", "/gaps/"),
        ("sort=gap", "Gap", "ascending", "/gaps/?sort=-gap"),
        ("sort=-gap", "Gap", "descending", "/gaps/?sort=gap"),
        ("sort=looking", "Looking", "ascending", "/gaps/?sort=-looking"),
        ("kind=place&sort=-open", "Open since", "descending", "/gaps/?kind=place&amp;sort=open"),
    ],
)
def test_the_head_says_how_the_list_is_sorted(
    one: None, stranger: Client, query: str, column: str, direction: str, next_sort: str
) -> None:
    heads = re.findall(r"<th scope=\"col\"(.*?)</th>", text_of(stranger, f"/gaps/?{query}"), re.DOTALL)
    (sorted_by,) = [head for head in heads if "aria-sort" in head]
    assert f'aria-sort="{direction}"' in sorted_by
    assert column in sorted_by
    assert f'href="{next_sort}"' in sorted_by


def test_missing_parts_are_sorted_by_their_gap_only(one: None, stranger: Client) -> None:
    head = text_of(stranger, "/gaps/?kind=part").split("<thead>")[1].split("</thead>")[0]
    assert re.findall(r'href="([^"]+)"', head) == ["/gaps/?kind=part&amp;sort=gap"]


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        ("claim", "/contribute/?claim=3n"),
        ("thin", "/contribute/?claim=3c"),
        ("cell", "/contribute/?cell=1-1"),
        ("place", "/contribute/?country=DZ"),
        ("decade", "/contribute/?decade=2010"),
        ("part", "/contribute/?case=guifi-net&amp;part=how-it-began"),
    ],
)
def test_each_kind_leads_into_the_form_already_filled(
    one: None, stranger: Client, kind: str, form: str
) -> None:
    assert f'href="{form}"' in text_of(stranger, f"/gaps/?kind={kind}")


def test_when_every_claim_has_a_case_it_says_so(amina: User, chiara: User, stranger: Client) -> None:
    claims = tuple(
        world.illustration(code, Stance.CONTRADICTS)
        for code in Claim.objects.exclude(code="3c").values_list("code", flat=True)
    )
    rows = (*claims, world.illustration("3c"))
    world.published(world.content(illustrations=rows), by=amina, reviewer=chiara)
    assert "Every claim has a case. 1 is thin." in squeezed(text_of(stranger, "/gaps/?kind=claim"))


@pytest.mark.parametrize(
    ("kind", "words"), [("thin", "No claim is thin. 30 have no case."), ("decade", "A case began in every")]
)
def test_an_empty_kind_says_so(stranger: Client, kind: str, words: str) -> None:
    assert words in squeezed(text_of(stranger, f"/gaps/?kind={kind}"))


def test_a_wanted_line_stands_wherever_the_gap_does(chiara: User, amina: User, signed_in: object) -> None:
    wanted.write(gap=Gap.read("claim-3n"), text="an island with a grant", by=chiara, seen_number=0)
    client: Client = signed_in(amina)  # type: ignore[operator]
    for address in ("/gaps/", "/gaps/claim-3n/", "/patchwork/", "/contribute/", "/contribute/?claim=3n", "/"):
        assert "Wanted: an island with a grant" in squeezed(text_of(client, address)), address


# --- feeds ----------------------------------------------------------------------------------------


def read_feed(client: Client, address: str) -> ET.Element:
    return ET.fromstring(text_of(client, address))  # noqa: S314 (our own feed)


def entries(client: Client, address: str) -> list[str]:
    titles = read_feed(client, address).findall(f"{ATOM}entry/{ATOM}title")
    return [str(title.text) for title in titles]


def test_the_feed_of_a_gap_tells_what_happened_to_it(amina: User, chiara: User, stranger: Client) -> None:
    world.accepted("claim-3c", by=amina, reviewer=chiara)
    world.accepted("claim-3c", by=amina, reviewer=chiara, kind=ProposalKind.SEARCH)
    world.published(world.content(), by=amina, reviewer=chiara)
    assert entries(stranger, "/gaps/claim-3c/feed/") == [
        "Claim 3c: thin, with Guifi.net",
        "Claim 3c: looked for, not found",
        "Claim 3c: an open call",
    ]
    assert "Spain: closed by Guifi.net" in entries(stranger, "/gaps/feed/")


def test_a_feed_without_news_is_a_feed(stranger: Client) -> None:
    assert entries(stranger, "/gaps/feed/") == entries(stranger, "/gaps/cell-1-1/feed/") == []


@pytest.mark.parametrize("gap", ["claim-9z", "nothing", "part-skills-never-was", "cell-9-1"])
def test_what_is_no_gap_has_no_feed(stranger: Client, gap: str) -> None:
    assert stranger.get(f"/gaps/{gap}/feed/").status_code == 404


def test_a_feed_holds_words_of_people_as_text(amina: User, chiara: User, stranger: Client) -> None:
    words = f"<script>{MARK}()</script>\x07 & ]]>"
    world.accepted("claim-3c", by=amina, reviewer=chiara, text=words)
    (summary,) = read_feed(stranger, "/gaps/feed/").iter(f"{ATOM}summary")
    assert summary.text == f"&lt;script&gt;{MARK}()&lt;/script&gt; &amp; ]]&gt;"


def test_entries_have_addresses_that_stay(one: None, stranger: Client) -> None:
    first = re.findall(r"<id>([^<]+)</id>", text_of(stranger, "/gaps/feed/"))
    assert len(first) == len(set(first)) == 7
    assert first == re.findall(r"<id>([^<]+)</id>", text_of(stranger, "/gaps/feed/"))
