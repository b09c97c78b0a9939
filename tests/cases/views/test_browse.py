"""The list of cases."""

import re

import pytest
from django.test import Client

from accounts.models import User
from cases.domain.content import Place
from tests import world
from tests.kept import kept


@kept
def two(amina: User, chiara: User) -> None:
    """A case in Spain and one in Canada."""
    world.published(world.content("Guifi.net"), by=amina, reviewer=chiara)
    canada = (Place(name="Victoria", country="CA"),)
    world.published(world.content("Stocksy", places=canada), by=amina, reviewer=chiara)


def read(client: Client, query: str = "", **headers: str) -> str:
    """Return the list for this query string, without the spaces between elements and words."""
    response = client.get(f"/cases/{query}", headers=headers)
    assert response.status_code == 200
    return re.sub(r"\s+<", "<", re.sub(r">\s+", ">", re.sub(r"\s+", " ", response.content.decode())))


def test_the_list_says_how_many_cases_there_are(stranger: Client, two: None) -> None:
    response = stranger.get("/cases/")
    assert not response.cookies
    assert "<b>2 cases" in read(stranger)
    assert "<b>1 of 2 cases" in read(stranger, "?country=CA")


def test_an_empty_site_invites_a_case(stranger: Client) -> None:
    text = read(stranger)
    assert "<b>0 cases" in text
    assert 'href="/contribute/"' in text


def test_waiting_cases_are_not_in_the_list(stranger: Client, two: None, amina: User) -> None:
    world.submitted(world.content("Waiting"), by=amina)
    text = read(stranger, "?q=waiting")
    assert "<b>0 of 2 cases" in text


def test_active_filters_are_chips_that_take_one_value_away(stranger: Client, two: None) -> None:
    text = read(stranger, "?q=network&country=CA&country=ES&sort=new")
    assert 'class="chip" href="?q=network&amp;country=ES&amp;sort=new"' in text
    assert 'class="chip" href="?country=CA&amp;country=ES&amp;sort=new"' in text
    assert 'value="CA" checked' in text


def test_an_empty_result_offers_the_removal_and_a_new_case(stranger: Client, two: None) -> None:
    text = read(stranger, "?q=stocksy&country=ES")
    assert "No case fits all of these filters." in text
    assert 'href="/contribute/?title=stocksy"' in text
    assert "Remove “Spain” (1 case)" in text or "Remove the words (1 case without them)" in text


def test_htmx_gets_the_results_the_sentence_and_the_counts_only(stranger: Client, two: None) -> None:
    text = read(stranger, "?country=CA", hx_request="true")
    assert "<html" not in text
    assert 'name="country"' not in text
    assert '<p id="live" role="status" class="vh" hx-swap-oob="innerHTML">1 of 2 cases' in text
    assert '<span id="count-country-ES" hx-swap-oob="true">1</span>' in text
    assert "Stocksy" in text


def test_going_back_with_htmx_gets_the_whole_page(stranger: Client, two: None) -> None:
    assert "<html" in read(stranger, hx_request="true", hx_history_restore_request="true")


def test_every_count_that_htmx_sends_has_its_place_on_the_page(stranger: Client, two: None) -> None:
    page = read(stranger, "?country=CA")
    part = read(stranger, "", hx_request="true")
    marks = [piece.split('"')[0] for piece in part.split('<span id="')[1:]]
    assert marks
    assert all(f'id="{mark}"' in page for mark in marks)


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("?model=4", "model"),
        ("?model=3&model=x", "model"),
        ("?stage=8", "stage"),
        ("?stance=likes", "stance"),
        ("?country=es", "country"),
        ("?country=Spain", "country"),
        ("?decade=2004", "decade"),
        ("?decade=99990", "decade"),
        ("?sector=magic", "sector"),
        ("?tag=%3Cscript%3E", "tag"),
        ("?sort=best", "sort"),
        ("?sort=new&sort=new", "sort"),
        ("?q=a&q=b", "q"),
        ("?after=x", "after"),
        ("?after=1.a&before=1.b", "before"),
        ("?sort=new&after=1.yesterday", "after"),
        ("?sort=new&after=1.0001-01-01T00:00:00%2B14:00", "after"),
        ("?q=" + "a" * 201, "search"),
        ("?" + "&".join(f"tag=t{n}" for n in range(21)), "tag"),
    ],
)
def test_what_cannot_be_read_is_a_400_that_names_the_field(stranger: Client, query: str, named: str) -> None:
    response = stranger.get(f"/cases/{query}")
    assert response.status_code == 400
    assert named in response.content.decode()


@pytest.mark.parametrize(
    "query", ["?model=", "?tag=nothing", "?country=ZZ", "?utm_source=x", "?q=%25_%27%22"]
)
def test_odd_but_readable_addresses_are_answered(stranger: Client, two: None, query: str) -> None:
    read(stranger, query)


def test_typed_words_come_back_as_text(stranger: Client) -> None:
    text = read(stranger, "?q=%3Cscript%3Ealert(1)%3C/script%3E")
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in text


def test_pages_keep_the_filters(stranger: Client, amina: User, chiara: User) -> None:
    for number in range(21):
        world.published(world.content(f"Case {number:02}"), by=amina, reviewer=chiara)
    text = read(stranger, "?q=case&model=3")
    assert 'rel="next" href="?q=case&amp;model=3&amp;after=' in text
    assert "<b>Case</b>20" in text  # of those that fit as well the newest comes first
    assert "<b>Case</b>00" not in text
