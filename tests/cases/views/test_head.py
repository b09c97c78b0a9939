"""The head of a page: canonical addresses, what is shared, and what Zotero reads of it."""

import json
import re
from collections import defaultdict
from html.parser import HTMLParser

import pytest
from django.test import Client

from accounts.models import User
from cases.actions import addresses
from cases.models import Case
from tests.kept import kept
from tests.world import content, image, published, uploaded

SITE = "http://127.0.0.1:8000"


class Head(HTMLParser):
    """The tags of a head: metas by name or property, links by relation, and the block of data."""

    def __init__(self, client: Client, address: str) -> None:
        super().__init__()
        self.metas: defaultdict[str, list[str]] = defaultdict(list)
        self.links: defaultdict[str, list[str]] = defaultdict(list)
        self.data = ""
        self.is_data = False
        page = client.get(address).content.decode()
        self.feed(page.split("</head>")[0])

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "meta":
            self.metas[said.get("name") or said.get("property", "")].append(said.get("content", ""))
        if tag == "link":
            self.links[said["rel"]].append(said["href"])
        self.is_data = said.get("type") == "application/ld+json"

    def handle_data(self, data: str) -> None:
        self.data += data if self.is_data else ""

    def handle_endtag(self, tag: str) -> None:
        self.is_data = False


@kept
def case(amina: User, bruno: User, chiara: User) -> Case:
    """Guifi.net, begun by Bruno and changed by Amina."""
    first = published(content(), by=bruno, reviewer=chiara)
    return published(content(summary="Second."), by=amina, reviewer=chiara, on=first)


def zotero(head: Head) -> dict[str, object]:
    """What Zotero's translator *Embedded Metadata* takes of a head, by its rules.

    Highwire fields fill the item, and authors are split at semicolons. Open Graph or Dublin Core decide on
    the type: an `og:type` of *website*, or a `DC.type` that Zotero knows; without either, `citation_title`
    makes it an article of a journal.
    """
    names = {"citation_title": "title", "citation_publication_date": "date", "citation_public_url": "url"}
    names |= {"citation_publisher": "publisher", "citation_language": "language"}
    item: dict[str, object] = {zotero: ", ".join(head.metas[name]) for name, zotero in names.items()}
    pieces = [piece for value in head.metas["citation_author"] for piece in re.split(r"\s*;\s*", value)]
    item["creators"] = [piece for piece in pieces if re.search(r"[^\s,-.;]", piece)]
    by_graph = {"website": "webpage"}.get(head.metas["og:type"][0])
    by_core = next((kind for kind in head.metas["DC.type"] if kind in {"webpage", "report"}), None)
    item["itemType"] = by_graph or by_core or "journalArticle"
    item["abstractNote"] = head.metas["description"][0]
    item["websiteTitle"] = head.metas["og:site_name"][0]
    return item


def test_zotero_takes_a_case_as_it_should_be_cited(case: Case, stranger: Client) -> None:
    assert zotero(Head(stranger, "/cases/guifi-net/")) == {
        "itemType": "webpage",
        "title": "Guifi.net",
        "creators": ["Bruno", "Amina"],
        "date": f"{case.published_at:%Y/%m/%d}",
        "publisher": "Patchwork",
        "url": f"{SITE}/cases/guifi-net/",
        "language": "en",
        "abstractNote": "Second.",
        "websiteTitle": "Patchwork",
    }


def test_dublin_core_says_the_same(case: Case, stranger: Client) -> None:
    head = Head(stranger, "/cases/guifi-net/")
    assert head.links["schema.DC"] == ["http://purl.org/dc/elements/1.1/"]
    assert head.metas["DC.creator"] == head.metas["citation_author"]
    assert head.metas["DC.identifier"][0] == head.metas["citation_public_url"][0]
    assert head.metas["DC.subject"] == ["commons", "community network", "Telecommunications"]


def test_who_left_is_no_longer_named(case: Case, amina: User, bruno: User, stranger: Client) -> None:
    from django.utils import timezone  # noqa: PLC0415 (used here only)

    User.objects.filter(pk__in=[amina.pk, bruno.pk]).update(left_at=timezone.now())
    assert Head(stranger, "/cases/guifi-net/").metas["citation_author"] == ["Patchwork contributors"]


def test_a_shared_case_shows_its_first_image(bruno: User, chiara: User, stranger: Client) -> None:
    picture = uploaded(by=bruno)
    published(content(images=(image(picture),)), by=bruno, reviewer=chiara)
    head = Head(stranger, "/cases/guifi-net/")
    assert head.metas["og:image"] == [f"{SITE}/images/{picture.name}.webp"]
    assert head.metas["og:image:alt"] == ["A mast on a roof"]
    assert head.metas["og:type"] == ["article"]


@pytest.mark.parametrize("address", ["/", "/claims/3c/", "/cases/guifi-net/"])
def test_what_is_shared_and_what_is_searched_name_one_address(
    case: Case, stranger: Client, address: str
) -> None:
    head = Head(stranger, address)
    assert head.metas["og:url"] == head.links["canonical"] == [f"{SITE}{address}"]
    assert head.metas["og:image"][0].startswith(SITE)
    data = json.loads(head.data)
    first = data["@graph"][0] if "@graph" in data else data
    assert first["url"] == f"{SITE}{address}"


@pytest.mark.parametrize(
    ("address", "canonical"),
    [
        ("/patchwork/?country=ES&state=thin", "/patchwork/"),
        ("/cases/?q=guifi&sort=new", "/cases/"),
        ("/changes/?before=99", "/changes/"),
        ("/cases/guifi-net/history/1/", "/cases/guifi-net/"),
        ("/people/Amina/", "/people/Amina/"),
    ],
)
def test_a_cut_of_a_page_names_the_whole(case: Case, stranger: Client, address: str, canonical: str) -> None:
    assert Head(stranger, address).links["canonical"] == [f"{SITE}{canonical}"]


@pytest.mark.parametrize("address", ["/cases/never-was/", "/cases/?decade=abc", "/account/login/", "/me/"])
def test_what_is_no_public_page_has_none(case: Case, stranger: Client, address: str) -> None:
    assert Head(stranger, address).links["canonical"] == []


def test_an_old_address_leads_to_the_one_that_is_named(case: Case, chiara: User, stranger: Client) -> None:
    addresses.rename(record=case.record, slug="guifi", seen="guifi-net", by=chiara)
    answer = stranger.get("/cases/guifi-net/")
    assert (answer.status_code, answer.headers["Location"]) == (308, "/cases/guifi/")
    assert Head(stranger, "/cases/guifi/").links["canonical"] == [f"{SITE}/cases/guifi/"]
