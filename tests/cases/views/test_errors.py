"""Answers to what cannot be answered."""

from collections.abc import Callable

import pytest
from django.test import Client, RequestFactory
from pytest_django import Settings

from accounts.models import User
from cases.views import errors

SignedIn = Callable[[User], Client]


def test_400_names_the_field(stranger: Client) -> None:
    response = stranger.get("/cases/?sort=best")
    assert response.status_code == 400
    assert "sort" in response.content.decode()


def test_403_is_told_to_who_is_signed_in(signed_in: SignedIn, amina: User) -> None:
    response = signed_in(amina).get("/review/")
    assert response.status_code == 403
    assert "<h1>" in response.content.decode()


@pytest.mark.parametrize("path", ["/nothing/", "/cases/none/", "/people/none/", "/claims/9z/"])
def test_404_has_a_way_on_and_is_never_public_cache(stranger: Client, path: str) -> None:
    response = stranger.get(path)
    assert response.status_code == 404
    assert 'href="/cases/"' in response.content.decode()
    assert response.headers["Cache-Control"] == "private, no-store"


def test_500_needs_neither_request_nor_database(rf: RequestFactory) -> None:
    response = errors.server_error(rf.get("/"))
    assert response.status_code == 500
    assert b"<h1>" in response.content


def test_an_old_token_gives_every_field_back_but_no_password(amina: User) -> None:
    client = Client(enforce_csrf_checks=True)
    typed = {"title": "A <b>name</b>", "password": "secret words here"}
    response = client.post("/contribute/", typed)
    text = response.content.decode()
    assert response.status_code == 403
    assert "A &lt;b&gt;name&lt;/b&gt;" in text
    assert "secret words here" not in text


def test_the_gallery_is_for_the_demo_only(stranger: Client, settings: Settings) -> None:
    assert stranger.get("/gallery/").status_code == 200
    settings.DEMO = False
    assert stranger.get("/gallery/").status_code == 404
