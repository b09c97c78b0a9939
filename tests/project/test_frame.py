"""The frame of every page: what it says of itself, and what it never gives a stranger."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.template import Context, Engine, engines
from django.test import Client, RequestFactory
from django.utils import translation

from accounts.models import User
from tests.project.test_components import Elements


def framed(blocks: str = "", **context: object) -> Elements:
    """A page that only fills some blocks of the frame, for a stranger."""
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    page = engines["django"].from_string('{% extends "base.html" %}' + blocks)
    return Elements(page.render({"user": request.user, **context}))


def test_a_stranger_gets_no_token_and_no_form_that_changes_anything() -> None:
    found = framed()
    assert [form.get("method", "get") for form in found.all("form")] == ["get"]
    assert "csrfmiddlewaretoken" not in [box.get("name") for box in found.all("input")]


def test_the_first_link_leads_past_the_frame() -> None:
    found = framed()
    assert found.all("a")[0]["href"] == "#main"
    assert found.by_id("main")["tabindex"] == "-1"


def test_the_live_region_is_there_from_the_start() -> None:
    assert framed().by_id("live")["role"] == "status"


def test_the_title_begins_with_the_error_and_ends_with_the_site() -> None:
    page = "{% block title_prefix %}Error: {% endblock %}{% block title %}Fill a gap{% endblock %}"
    assert "Error: Fill a gap — Patchwork" in framed(page).text


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_the_page_says_its_language_and_direction(language: str, direction: str) -> None:
    with translation.override(language):
        assert framed().all("html") == [{"lang": language, "dir": direction}]


def test_a_notice_is_text() -> None:
    found = framed(site_notice="<b>Read only</b> until noon.")
    assert "<b>Read only</b> until noon." in found.text


def test_without_a_notice_there_is_no_strip() -> None:
    assert "selvedge" not in [part.get("class") for part in framed().all("div")]


def test_the_buttons_of_the_theme_wait_for_their_script() -> None:
    (box,) = [part for part in framed().all("div") if "data-theme-switch" in part]
    assert "hidden" in box


def test_scripts_are_files_of_this_site() -> None:
    assert all(script["src"].startswith("/static/") for script in framed().all("script"))


def test_the_last_error_page_needs_nothing() -> None:
    found = Elements(Engine.get_default().get_template("500.html").render(Context()))
    assert found.all("a") == [{"class": "btn", "href": "/"}]


@pytest.mark.django_db
def test_somebody_signed_in_can_sign_out_on_a_small_screen(amina: User, signed_in: object) -> None:
    browser: Client = signed_in(amina)  # type: ignore[operator]
    found = Elements(browser.get("/about/licence/").content.decode())
    assert "/account/logout/" in [form.get("action") for form in found.all("form")]


@pytest.mark.django_db
def test_every_component_can_be_looked_at(stranger: Client) -> None:
    found = Elements(stranger.get("/gallery/").content.decode())
    assert {"patch supports", "patch partly", "patch contradicts", "patch not_found"} <= {
        link["class"] for link in found.all("a") if "class" in link
    }


@pytest.mark.django_db
def test_an_id_is_given_once(stranger: Client) -> None:
    found = Elements(stranger.get("/gallery/").content.decode())
    ids = [attrs["id"] for _tag, attrs in found.found if "id" in attrs]
    assert sorted(ids) == sorted(set(ids))
