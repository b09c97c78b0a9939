"""Sitemaps and robots.txt: every page that should be found, none that should not, in few queries."""

import re
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from xml.etree import ElementTree as ET

import pytest
from django.test import Client

from accounts.models import User
from cases.actions import addresses, off_page
from cases.models import Case, LastChange
from cases.queries.sitemap import SPAN
from cases.views.robots import LEFT_ALONE
from cases.views.sitemap import PAGES
from tests.kept import kept
from tests.project.routes import EVERYBODY, FOUND, ROUTES
from tests.world import content, published

Counting = Callable[[int], AbstractContextManager[object]]
SITE = "http://127.0.0.1:8000"
NS = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@kept
def case(amina: User, chiara: User) -> Case:
    return published(content(), by=amina, reviewer=chiara)


def listed(client: Client, address: str) -> dict[str, str | None]:
    """What a sitemap lists, with when each last changed."""
    answer = client.get(address)
    assert answer.headers["Content-Type"] == "application/xml; charset=utf-8"
    found = ET.fromstring(answer.content)  # noqa: S314 (we wrote it)
    return {str(row.findtext(f"{NS}loc")).removeprefix(SITE): row.findtext(f"{NS}lastmod") for row in found}


def everything(client: Client) -> dict[str, str | None]:
    """What all sitemaps list."""
    return {
        page: at for sitemap in listed(client, "/sitemap.xml") for page, at in listed(client, sitemap).items()
    }


def test_every_case_claim_and_tag_is_listed_and_is_there(case: Case, stranger: Client) -> None:
    found = everything(stranger)
    assert {"/", "/cases/guifi-net/", "/claims/3f/", "/tags/commons/", "/texts/models/"} <= found.keys()
    for address in found:
        answer = stranger.get(address)
        assert answer.status_code == 200, address
        assert b'content="noindex"' not in answer.content


def test_the_last_change_is_true(case: Case, chiara: User, stranger: Client) -> None:
    published_at = everything(stranger)["/cases/guifi-net/"]
    assert published_at == f"{case.published_at:%Y-%m-%dT%H:%M:%SZ}"
    addresses.rename(record=case.record, slug="guifi", seen="guifi-net", by=chiara)
    moved = LastChange.objects.get(pk=case.pk).at
    assert moved > case.published_at
    assert everything(stranger)["/cases/guifi/"] == f"{moved:%Y-%m-%dT%H:%M:%SZ}"
    assert (
        listed(stranger, "/sitemap.xml")[f"/sitemap/cases-{case.pk // SPAN}.xml"]
        == f"{moved:%Y-%m-%dT%H:%M:%SZ}"
    )


def test_what_is_hidden_is_gone_with_its_tags(case: Case, chiara: User, stranger: Client) -> None:
    off_page.hide_case(record=case.record, by=chiara, reason="privacy")
    assert list(listed(stranger, "/sitemap.xml")) == ["/sitemap/pages.xml"]
    assert stranger.get(f"/sitemap/cases-{case.pk // SPAN}.xml").status_code == 404


def test_a_sitemap_costs_one_query_at_any_size(
    case: Case, stranger: Client, django_assert_num_queries: Counting
) -> None:
    sitemaps = listed(stranger, "/sitemap.xml")
    with django_assert_num_queries(2):
        stranger.get("/sitemap.xml")
    for sitemap in sitemaps:
        with django_assert_num_queries(1):
            stranger.get(sitemap)


def test_spans_follow_the_numbers(
    case: Case, amina: User, chiara: User, stranger: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = published(content("Linux"), by=amina, reviewer=chiara)
    monkeypatch.setattr("cases.queries.sitemap.SPAN", 1)
    assert list(listed(stranger, f"/sitemap/cases-{other.pk}.xml")) == ["/cases/linux/"]


@pytest.mark.parametrize("number", ["999999999999", "9" * 30, "-1", "x"])
def test_a_span_without_cases_is_none(case: Case, stranger: Client, number: str) -> None:
    assert stranger.get(f"/sitemap/cases-{number}.xml").status_code == 404


def is_left_alone(address: str) -> bool:
    """Whether a rule of robots.txt holds for an address: a star is anything, the end is open (RFC 9309)."""
    rules = [re.escape(rule).replace(r"\*", ".*") for rule in LEFT_ALONE]
    return any(re.match(rule, address) for rule in rules)


def test_programs_are_asked_to_leave_alone_what_is_not_for_them(case: Case, stranger: Client) -> None:
    text = stranger.get("/robots.txt").content.decode()
    assert text.startswith("User-agent: *\n")
    assert f"\nSitemap: {SITE}/sitemap.xml\n" in text
    for name, (address, who) in ROUTES.items():
        if who[0] != FOUND or who is not EVERYBODY:
            assert is_left_alone(re.sub(r"\{[a-z_]+\}", "1", address)), name
    assert [address for address in everything(stranger) if is_left_alone(address)] == []


def test_the_pages_listed_are_public_ones() -> None:
    assert set(PAGES) <= {name for name, (_address, who) in ROUTES.items() if who is EVERYBODY}


def test_moments_are_written_in_utc(case: Case, stranger: Client) -> None:
    at = everything(stranger)["/cases/guifi-net/"]
    assert at is not None
    assert datetime.fromisoformat(at).utcoffset() is not None
