"""Feeds: names that stay, links to everything, and the bytes a reader program has already."""

import re
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from accounts.models import User
from cases.actions import addresses
from cases.domain.gaps import Gap
from cases.domain.proposals import ProposalKind
from cases.models import Case
from tests import world
from tests.kept import kept

ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = "\ufffe\uffff\x0c\x1b\x85 ]]> <b>&amp; \U0001fffe done"
FEEDS = (
    "/feeds/changes/",
    "/feeds/moderation-log/",
    "/gaps/feed/",
    "/gaps/part-skills-guifi-net/feed/",
    "/cases/guifi-net/feed/",
    "/claims/3c/feed/",
    "/tags/commons/feed/",
)


@kept
def case(amina: User, chiara: User) -> Case:
    """Guifi.net in two versions; somebody looked for one of its parts."""
    first = world.published(world.content(), by=amina, reviewer=chiara)
    gap = "part-skills-guifi-net"
    world.accepted(gap, by=amina, reviewer=chiara, kind=ProposalKind.SEARCH)
    return world.published(world.content(summary="Second."), by=amina, reviewer=chiara, on=first)


def read(client: Client, address: str) -> ET.Element:
    answer = client.get(address)
    assert answer.status_code == 200
    return ET.fromstring(answer.content)  # noqa: S314 (we wrote it)


def names_in(client: Client, address: str) -> list[str]:
    return [str(node.text) for node in read(client, address).iter(f"{ATOM}id")]


def links_of(feed: ET.Element) -> dict[str, str]:
    return {str(node.get("rel")): str(node.get("href")) for node in feed.findall(f"{ATOM}link")}


def test_a_feed_is_what_the_standard_asks_for(case: Case, stranger: Client) -> None:
    for address in FEEDS:
        feed = read(stranger, address)
        assert {"self", "alternate", "license"} <= links_of(feed).keys()
        assert links_of(feed)["self"] == f"http://127.0.0.1:8000{address}"
        for element in (feed, *feed.findall(f"{ATOM}entry")):
            for name in ("id", "title", "updated"):
                assert len(element.findall(f"{ATOM}{name}")) == 1, (address, name)
        assert feed.findtext(f"{ATOM}author/{ATOM}name") == "Patchwork"
        names = [node.text for node in feed.iter(f"{ATOM}id")]
        assert sorted(set(map(str, names))) == sorted(map(str, names))


def test_a_case_that_moves_makes_no_entry_twice(case: Case, chiara: User, stranger: Client) -> None:
    before = {address: names_in(stranger, address) for address in FEEDS if "log" not in address}
    addresses.rename(record=case.record, slug="guifi", seen="guifi-net", by=chiara)
    after = {address: names_in(stranger, address.replace("guifi-net", "guifi")) for address in before}
    assert after == before
    assert any(f":case/{case.pk}/version/2" in name for name in after["/feeds/changes/"])


def test_each_page_of_a_feed_leads_to_the_next(
    case: Case, stranger: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cases.queries.recent.PAGE", 1)
    for address in ("/claims/3c/feed/", "/tags/commons/feed/"):
        first = read(stranger, address)
        links = links_of(first)
        second = read(stranger, links["next"].removeprefix("http://127.0.0.1:8000"))
        assert links_of(second) | {"next": ""} == links | {"self": links["next"], "next": ""}
        assert "next" not in links_of(second)
        assert first.findtext(f"{ATOM}id") == second.findtext(f"{ATOM}id")
        assert first.findtext(f"{ATOM}entry/{ATOM}id") != second.findtext(f"{ATOM}entry/{ATOM}id")


def test_who_has_the_bytes_is_told_so(case: Case, stranger: Client) -> None:
    for address in FEEDS:
        first = stranger.get(address)
        again = stranger.get(address, headers={"If-None-Match": first.headers["ETag"]})
        assert (again.status_code, again.content) == (304, b"")
        for header in ("Cache-Control", "Vary"):
            assert again.headers[header] == first.headers[header]


def test_what_changed_is_sent_again(case: Case, amina: User, chiara: User, stranger: Client) -> None:
    tag = stranger.get("/feeds/changes/").headers["ETag"]
    world.published(world.content(summary="Third."), by=amina, reviewer=chiara, on=case)
    assert stranger.get("/feeds/changes/", headers={"If-None-Match": tag}).status_code == 200


def test_no_character_breaks_a_feed(amina: User, chiara: User, stranger: Client) -> None:
    world.accepted("claim-3c", by=amina, reviewer=chiara, text=HOSTILE)
    summary = read(stranger, f"/gaps/{Gap.read('claim-3c').address}/feed/").findtext(f".//{ATOM}summary")
    assert summary == " ]]&gt; &lt;b&gt;&amp;amp; \U0001fffe done"


def test_an_entry_leads_to_the_page_of_its_author(case: Case, stranger: Client) -> None:
    (uri,) = {node.text for node in read(stranger, "/cases/guifi-net/feed/").iter(f"{ATOM}uri")}
    assert uri == "http://127.0.0.1:8000/people/Amina/"


def test_the_page_of_a_feed_names_it(case: Case, stranger: Client) -> None:
    pages = {"/feeds/changes/": "/changes/", "/feeds/moderation-log/": "/moderation-log/"}
    shown = {feed: pages.get(feed, feed.removesuffix("feed/")) for feed in FEEDS}
    for feed, page in [*shown.items(), ("/feeds/changes/", "/")]:
        links = re.findall(r"<link [^>]*application/atom\+xml[^>]*>", stranger.get(page).content.decode())
        assert [f'href="{feed}"' in link for link in links] == [True], page
