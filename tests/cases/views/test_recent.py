"""What changed lately, as a page and as feeds, and a case by chance."""

from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from accounts.models import User
from cases.domain.vocabulary import Stance
from cases.models import Case
from cases.queries.recent import recent_page
from tests.kept import kept
from tests.world import content, illustration, published, submitted

ATOM = "{http://www.w3.org/2005/Atom}"


@kept
def case(amina: User, chiara: User) -> Case:
    """Guifi.net in two versions, between which Linux came."""
    case = published(content(), by=amina, reviewer=chiara)
    published(content("Linux"), by=amina, reviewer=chiara)
    return published(content(summary="Second."), by=amina, reviewer=chiara, on=case)


def titles(feed: bytes) -> list[str | None]:
    return [node.text for node in ET.fromstring(feed).findall(f"{ATOM}entry/{ATOM}title")]  # noqa: S314


def test_the_newest_change_stands_first(case: Case, stranger: Client) -> None:
    page = stranger.get("/changes/").content.decode()
    assert page.index("version 2") < page.index("Linux</a>") < page.rindex("version 1")
    assert 'href="/cases/guifi-net/diff/1..2/"' in page


def test_what_waits_is_not_there(case: Case, amina: User, stranger: Client) -> None:
    submitted(content("Waiting"), by=amina)
    for address in ("/changes/", "/feeds/changes/"):
        assert b"Waiting" not in stranger.get(address).content


def test_older_changes_are_on_the_next_page(case: Case, stranger: Client) -> None:
    versions = recent_page(size=2)
    assert versions.before is not None
    page = stranger.get(f"/changes/?before={versions.before}").content.decode()
    assert page.count("version 1") == 1
    assert "Older changes" not in page


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/feeds/changes/", ["Guifi.net, version 2", "Linux, version 1", "Guifi.net, version 1"]),
        ("/cases/guifi-net/feed/", ["Guifi.net, version 2", "Guifi.net, version 1"]),
    ],
)
def test_feeds_tell_of_each_change(case: Case, stranger: Client, address: str, expected: list[str]) -> None:
    answer = stranger.get(address)
    assert answer.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    assert titles(answer.content) == expected


@pytest.mark.parametrize("query", ["before=x", "before=1&before=2", "before=" + "9" * 19])
def test_a_key_that_is_none_is_refused(case: Case, stranger: Client, query: str) -> None:
    assert stranger.get(f"/changes/?{query}").status_code == 400


def test_chance_leads_to_a_case_and_without_any_to_the_list(stranger: Client) -> None:
    assert stranger.get("/cases/random/").headers["Location"] == "/cases/"


def test_chance_leads_to_each_case(case: Case, stranger: Client) -> None:
    met = {stranger.get("/cases/random/").headers["Location"] for _try in range(40)}
    assert met == {"/cases/guifi-net/", "/cases/linux/"}


@pytest.mark.parametrize("address", ["/claims/3c/feed/", "/tags/commons/feed/"])
def test_a_feed_of_a_claim_or_a_tag_leaves_out_cases_that_are_not_on_it(
    case: Case, amina: User, chiara: User, stranger: Client, address: str
) -> None:
    silent = illustration("3c", Stance.NOT_FOUND, note="Two reports are silent.")
    for what in (
        content("Silent", illustrations=(silent,), tags=()),
        content("Other", illustrations=(), tags=()),
    ):
        published(what, by=amina, reviewer=chiara)
    told = titles(stranger.get(address).content)
    assert {str(title).partition(",")[0] for title in told} == {"Guifi.net", "Linux"}
