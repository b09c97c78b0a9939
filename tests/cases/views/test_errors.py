"""Answers to what cannot be answered."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings as project
from django.test import Client, RequestFactory
from pytest_django import Settings

from accounts.limits import StoreDown
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


def test_a_form_that_leads_nowhere_is_not_read(stranger: Client) -> None:
    response = stranger.post("/nothing/", {"text": "x" * (project.DATA_UPLOAD_MAX_MEMORY_SIZE + 1)})
    assert response.status_code == 404


def test_500_needs_neither_request_nor_database(rf: RequestFactory) -> None:
    response = errors.server_error(rf.get("/"))
    assert response.status_code == 500
    assert b"<h1>" in response.content


CANARY = "canary-7f3a"
SHOWN_SETTINGS = {"MFA_TOTP_ISSUER", "STATIC_URL"}
"""The name of the site, and where its styles are."""


def setting_values(value: object) -> Iterator[str]:
    """Every text in a setting that is long enough to be told from other words."""
    if isinstance(value, dict):
        value = [*value, *value.values()]
    if isinstance(value, list | tuple | set | frozenset):
        for each in value:
            yield from setting_values(each)
    elif isinstance(value, str | Path) and len(str(value)) >= 8 and str(value).isascii():
        yield str(value)


def broken(*_args: object, **_named: object) -> None:
    raise RuntimeError(f"{CANARY} {project.SECRET_KEY} {project.DATABASES}")


def overloaded(*_args: object, **_named: object) -> None:
    raise StoreDown(f"{CANARY} {project.SECRET_KEY}")


@pytest.mark.parametrize(
    ("status", "address", "fault"),
    [
        (500, "/about/method/", broken),
        (503, "/about/method/", overloaded),
        (404, "/cases/{}/", None),
        (404, "/people/{}/", None),
        (400, "/cases/?sort=new&decade={}", None),
        (400, "/matrix/?cell={}", None),
    ],
)
def test_a_page_of_an_error_tells_no_setting_and_nothing_of_the_fault(
    taxonomy: None, monkeypatch: pytest.MonkeyPatch, status: int, address: str, fault: Callable[..., None]
) -> None:
    if fault is not None:
        monkeypatch.setattr("cases.views.about.render", fault)
    browser = Client(raise_request_exception=False, headers={"referer": f"http://testserver/{CANARY}"})
    answer = browser.get(address.format("nothing-here"))
    page = answer.content.decode()
    assert answer.status_code == status
    assert answer.headers["Referrer-Policy"] == "same-origin"
    assert CANARY not in page + str(answer.headers)
    assert "Traceback" not in page
    every = {name: getattr(project, name) for name in dir(project) if name.isupper()}
    told = {name for name, value in every.items() for text in setting_values(value) if text in page}
    assert told <= SHOWN_SETTINGS


def test_an_old_token_gives_every_field_back_but_no_password(amina: User) -> None:
    client = Client(enforce_csrf_checks=True)
    typed = {"title": "A <b>name</b>", "password": "secret words here"}
    response = client.post("/contribute/", typed)
    text = response.content.decode()
    assert response.status_code == 403
    assert "A &lt;b&gt;name&lt;/b&gt;" in text
    assert "secret words here" not in text


def test_who_signed_in_in_another_tab_is_asked_to_send_once_more(amina: User) -> None:
    client = Client(enforce_csrf_checks=True)
    typed = {"title": "A name"}
    assert "Sign in in another tab" in client.post("/contribute/", typed).content.decode()
    client.force_login(amina)
    page = client.post("/contribute/", typed).content.decode()
    assert "You are signed in again; send your text once more" in page
    assert "Sign in in another tab" not in page
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert token is not None
    assert client.post("/contribute/", typed | {"csrfmiddlewaretoken": token[1]}).status_code != 403


def test_the_gallery_is_for_the_demo_only(stranger: Client, settings: Settings) -> None:
    settings.DEMO = False
    assert stranger.get("/gallery/").status_code == 404
    settings.DEMO = True
    assert stranger.get("/gallery/").status_code == 200
