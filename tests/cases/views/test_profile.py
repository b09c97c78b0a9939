"""The public page of a person."""

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from tests import world

NOINDEX = '<meta name="robots" content="noindex">'


def test_a_profile_shows_accepted_work_and_decisions(stranger: Client, amina: User, chiara: User) -> None:
    world.published(world.content(), by=amina, reviewer=chiara)
    response = stranger.get("/people/Amina/")
    assert not response.cookies
    assert 'href="/cases/guifi-net/"' in response.content.decode()
    assert 'href="/cases/guifi-net/history/1/"' in stranger.get("/people/Chiara/").content.decode()


def test_search_engines_stay_away_until_work_is_accepted(stranger: Client, amina: User, chiara: User) -> None:
    assert NOINDEX in stranger.get("/people/Amina/").content.decode()
    world.published(world.content(), by=amina, reviewer=chiara)
    assert NOINDEX not in stranger.get("/people/Amina/").content.decode()


def test_waiting_work_is_not_on_the_profile(stranger: Client, amina: User) -> None:
    world.submitted(world.content("Waiting"), by=amina)
    assert "Waiting" not in stranger.get("/people/Amina/").content.decode()


def test_a_profile_holds_no_address(stranger: Client, amina: User) -> None:
    assert amina.email not in stranger.get("/people/Amina/").content.decode()


def test_who_never_was_and_who_has_left_are_not_there(stranger: Client, amina: User) -> None:
    assert stranger.get("/people/Nobody/").status_code == 404
    User.objects.filter(pk=amina.pk).update(left_at=timezone.now())
    assert stranger.get("/people/Amina/").status_code == 404


@pytest.mark.parametrize("query", ["before=x", "before=-1", "before=1&before=2", "before=" + "9" * 30])
def test_a_place_that_no_list_has_is_a_400(stranger: Client, amina: User, query: str) -> None:
    assert stranger.get(f"/people/Amina/?{query}").status_code == 400
