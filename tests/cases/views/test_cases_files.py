"""The list of cases to take away."""

import csv
import io
import json
from collections.abc import Callable
from contextlib import AbstractContextManager

import pytest
from django.test import Client

from accounts.models import User
from cases.domain.content import Place
from cases.domain.vocabulary import Absence, Stance
from tests import world
from tests.kept import kept

Counting = Callable[[int], AbstractContextManager[object]]


def rows_of(client: Client, query: str = "") -> list[dict[str, str]]:
    text = b"".join(client.get(f"/cases.csv?{query}")).decode()
    return list(csv.DictReader(io.StringIO(text)))


def data_of(client: Client, query: str = "") -> dict[str, object]:
    answer: dict[str, object] = json.loads(b"".join(client.get(f"/cases.json?{query}")))
    return answer


@kept
def three(amina: User, chiara: User) -> None:
    """Guifi, a case in two countries whose beginning is not known, and one whose title is a formula."""
    two = (Place(name="There", country="FI"), Place(name="Here", country="US"))
    placements = (world.illustration("2a", Stance.CONTRADICTS), world.illustration("3c", Stance.PARTLY))
    unknown = world.content("Linux", began=Absence.NOT_KNOWN, places=two, illustrations=placements, tags=())
    for what in (world.content(), unknown, world.content("=1+1", sector="software")):
        world.published(what, by=amina, reviewer=chiara)


def test_a_line_says_what_the_case_says(three: None, stranger: Client) -> None:
    guifi, linux, formula = rows_of(stranger)
    assert (guifi["case"], guifi["began"], guifi["is_going_on"]) == ("guifi-net", "2004", "1")
    assert (guifi["tags"], guifi["claims"]) == ("commons; community network", "3c:supports")
    assert guifi["phases"] == "2004-2008 6-3; 2008-now 7-3"
    assert (linux["began"], linux["began_absence"], linux["countries"]) == ("", "not_known", "FI; US")
    assert linux["claims"] == "2a:contradicts; 3c:partly"
    assert formula["title"] == "'=1+1"


def test_placements_on_an_older_wording_are_named(three: None, edda: User, stranger: Client) -> None:
    world.reworded("2a", by=edda)
    assert [row["older_wordings"] for row in rows_of(stranger)] == ["", "2a:contradicts:1", ""]


@pytest.mark.parametrize(
    "query", ["", "country=FI", "sector=software", "q=linux", "country=FI&country=ES", "q=zq"]
)
def test_both_files_hold_the_cases_of_the_page(three: None, stranger: Client, query: str) -> None:
    data, rows = data_of(stranger, query), rows_of(stranger, query)
    cases = data["cases"]
    assert isinstance(cases, list)
    assert [case["case"] for case in cases] == [row["case"] for row in rows]
    assert data["cases_found"] == len(rows)
    assert data["cases_in_all"] == 3
    page = stranger.get(f"/cases/?{query}").content.decode()
    assert all(f'href="/cases/{row["case"]}/"' in page for row in rows)


def test_a_search_that_cannot_be_is_a_400(stranger: Client) -> None:
    assert stranger.get("/cases.csv?stage=9").status_code == 400
    assert stranger.get("/cases.json?country=Spain").status_code == 400


@pytest.mark.parametrize("number", [3, 30])
def test_the_files_cost_the_same_queries_at_any_size(
    amina: User, chiara: User, stranger: Client, number: int, django_assert_num_queries: Counting
) -> None:
    for each in range(number):
        world.published(world.content(f"Case {each}"), by=amina, reviewer=chiara)
    rows_of(stranger)
    with django_assert_num_queries(6):
        assert len(rows_of(stranger)) == number
