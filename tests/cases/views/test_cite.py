"""Citing a version of a case."""

import json

import pytest
from django.test import Client

from accounts.actions import delete_account
from accounts.models import User
from cases.actions import off_page
from cases.models import Case
from tests.kept import kept
from tests.world import content, published


@kept
def guifi(amina: User, bruno: User, chiara: User) -> Case:
    """A case by Amina, which Bruno changed."""
    case = published(content(), by=amina, reviewer=chiara)
    return published(content(summary="Newer."), by=bruno, reviewer=chiara, on=case)


def names(client: Client, number: int) -> list[str]:
    (item,) = json.loads(client.get(f"/cases/guifi-net/history/{number}/cite.csl.json").content)
    return [name["literal"] for name in item["author"]]


def test_the_authors_are_all_who_wrote_up_to_the_version(guifi: Case, stranger: Client) -> None:
    assert names(stranger, 1) == ["Amina"]
    assert names(stranger, 2) == ["Amina", "Bruno"]


def test_the_page_has_every_form_and_no_address_of_mail(guifi: Case, stranger: Client) -> None:
    text = stranger.get("/cases/guifi-net/history/2/cite/").content.decode()
    for words in ("Amina, &amp; Bruno. (", "@online{guifi-net-2,", "TY  - ELEC", "&quot;webpage&quot;"):
        assert words in text
    assert "example.org" not in text
    assert "/cases/guifi-net/history/2/" in text


@pytest.mark.parametrize("page", ["/cases/guifi-net/", "/cases/guifi-net/history/1/"])
def test_case_and_version_lead_to_it(guifi: Case, stranger: Client, page: str) -> None:
    number = 2 if page.endswith("net/") else 1
    assert f'href="/cases/guifi-net/history/{number}/cite/"' in stranger.get(page).content.decode()


@pytest.mark.parametrize("ending", ["bib", "ris", "csl.json"])
def test_each_form_is_a_file(guifi: Case, stranger: Client, ending: str) -> None:
    answer = stranger.get(f"/cases/guifi-net/history/2/cite.{ending}")
    assert answer.headers["Content-Disposition"] == f'attachment; filename="guifi-net-2.{ending}"'
    assert b"version 2" in answer.content


def test_who_left_is_a_former_contributor(guifi: Case, amina: User, stranger: Client) -> None:
    delete_account(user=amina, by=amina)
    assert names(stranger, 2) == ["a former contributor", "Bruno"]


def test_a_hidden_version_and_who_wrote_it_are_gone(guifi: Case, chiara: User, stranger: Client) -> None:
    first = guifi.record.revisions.order_by("pk")[0]
    off_page.hide_revision(revision=first, by=chiara, reason="privacy")
    assert stranger.get("/cases/guifi-net/history/1/cite/").status_code == 404
    assert names(stranger, 2) == ["Bruno"]
