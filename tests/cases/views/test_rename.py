"""The page that moves a case, and the way from an old address to the new one."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from cases.actions import addresses
from cases.models import Case
from tests.kept import kept
from tests.world import content, published

Browser = Callable[[User], Client]
LEADS = [
    ("/cases/guifi-net/", "/cases/guifi/"),
    ("/cases/guifi-net/history/1/", "/cases/guifi/history/1/"),
    # A page without parameters sees none, so none is led on.
    ("/cases/guifi-net/?show=text&a=b", "/cases/guifi/"),
    ("/cases/guifi-net/history/?before=5&a=b", "/cases/guifi/history/?before=5"),
    ("/gaps/part-skills-guifi-net/", "/gaps/part-skills-guifi/"),
    ("/compare/?case=guifi-net&case=other", "/compare/?case=guifi&case=other"),
    ("/compare.csv?case=other&case=guifi-net", "/compare.csv?case=other&case=guifi"),
    ("/matrix/?trace=guifi-net", "/matrix/?trace=guifi"),
]


@kept
def case(bruno: User, deniz: User) -> Case:
    published(content("Other"), by=bruno, reviewer=deniz)
    return published(content("Guifi net"), by=bruno, reviewer=deniz)


@kept
def moved(case: Case, chiara: User) -> Case:
    return addresses.rename(record=case.record, slug="guifi", seen="guifi-net", by=chiara)


def test_a_moderator_moves_a_case(case: Case, chiara: User, signed_in: Browser) -> None:
    browser = signed_in(chiara)
    assert "guifi-net" in browser.get("/cases/guifi-net/rename/").content.decode()
    answer = browser.post("/cases/guifi-net/rename/", {"slug": "guifi", "seen": "guifi-net"}, follow=True)
    assert answer.redirect_chain == [("/cases/guifi/", 302)]
    assert "has its new address" in answer.content.decode()


@pytest.mark.parametrize("slug", ["", "Not an address", "other", "guifi-net", "x" * 81])
def test_what_cannot_be_comes_back_as_it_was_typed(
    slug: str, case: Case, chiara: User, signed_in: Browser
) -> None:
    answer = signed_in(chiara).post("/cases/guifi-net/rename/", {"slug": slug, "seen": "guifi-net"})
    assert answer.status_code == 422
    assert f'value="{slug}"' in answer.content.decode() or not slug


def test_who_comes_late_sees_the_address_of_now_and_keeps_what_was_typed(
    moved: Case, deniz: User, signed_in: Browser
) -> None:
    answer = signed_in(deniz).post("/cases/guifi/rename/", {"slug": "gf", "seen": "guifi-net"})
    assert answer.status_code == 409
    assert 'value="gf"' in answer.content.decode()


@pytest.mark.parametrize(("old", "new"), LEADS)
def test_every_old_address_leads_on(old: str, new: str, moved: Case, stranger: Client) -> None:
    answer = stranger.get(old)
    assert (answer.status_code, answer["Location"]) == (308, new)
    assert stranger.get(new).status_code == 200
    assert "no-store" in answer["Cache-Control"]


def test_a_form_that_was_open_is_sent_to_the_new_address(
    moved: Case, amina: User, signed_in: Browser
) -> None:
    answer = signed_in(amina).post("/cases/guifi-net/edit/", {"title": "Kept"})
    assert (answer.status_code, answer["Location"]) == (308, "/cases/guifi/edit/")


def test_an_address_that_nobody_had_leads_nowhere(moved: Case, stranger: Client) -> None:
    assert stranger.get("/cases/never/").status_code == 404
    assert stranger.get("/tags/guifi-net/").status_code == 404


def test_a_change_can_begin_at_the_old_name(moved: Case, amina: User, signed_in: Browser) -> None:
    page = signed_in(amina).get("/contribute/?case=guifi-net").content.decode()
    assert "Guifi net" in page
