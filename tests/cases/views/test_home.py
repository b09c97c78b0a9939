"""The first page."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from cases.domain.vocabulary import Stance
from tests import world

SignedIn = Callable[[User], Client]


def test_a_stranger_reads_it_and_gets_no_cookie(stranger: Client) -> None:
    response = stranger.get("/")
    assert response.status_code == 200
    assert not response.cookies


def test_an_empty_site_has_a_cloth_of_gaps_and_no_empty_feeds(stranger: Client) -> None:
    text = stranger.get("/").content.decode()
    assert text.count('<a class="gap" href="/patchwork/#c') == 30
    assert "All 30 gaps" in text
    assert "Newly sewn on" not in text
    assert "Where cases disagree" not in text


def test_a_published_case_is_in_the_cloth_and_in_the_feeds(
    stranger: Client, amina: User, chiara: User
) -> None:
    placement = world.illustration("2f", Stance.CONTRADICTS)
    world.published(world.content("Guifi.net", illustrations=(placement,)), by=amina, reviewer=chiara)
    text = stranger.get("/").content.decode()
    assert "Claim 2f: 0 for, 0 partly, 1 against" in text
    assert "Newly sewn on" in text
    assert "/cases/guifi-net/#claim-2f" in text
    assert "<b>1</b> case " in " ".join(text.split())


@pytest.mark.parametrize("method", ["post", "put", "delete"])
def test_it_is_only_read(stranger: Client, method: str) -> None:
    assert getattr(stranger, method)("/").status_code == 405


def test_a_waiting_case_is_not_on_it(stranger: Client, amina: User) -> None:
    world.submitted(world.content("Hidden so far"), by=amina)
    assert "Hidden so far" not in stranger.get("/").content.decode()


def test_somebody_who_is_signed_in_reads_it_too(amina: User, signed_in: SignedIn) -> None:
    assert "Amina" in signed_in(amina).get("/").content.decode()
