"""What programs look for under `/.well-known/`."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.test import Client
from pytest_django import Settings

from config import env


def test_whom_to_tell_of_a_weakness(client: Client, settings: Settings, db: None) -> None:
    settings.SECURITY_CONTACT = "mailto:security@example.org"
    answer = client.get("/.well-known/security.txt")
    fields = dict(line.split(": ", 1) for line in answer.content.decode().splitlines())
    assert answer.headers["Content-Type"] == "text/plain; charset=utf-8"
    assert fields["Contact"] == "mailto:security@example.org"
    assert fields["Canonical"] == f"{settings.SITE_URL}/.well-known/security.txt"
    assert client.get(fields["Policy"].removeprefix(settings.SITE_URL)).status_code == 200
    left = datetime.fromisoformat(fields["Expires"]) - datetime.now(UTC)
    assert timedelta(days=30) < left < timedelta(days=366)
    assert re.fullmatch(r"[a-z, ]+", fields["Preferred-Languages"])


def test_a_site_that_names_nobody_has_no_such_file(client: Client, db: None) -> None:
    assert client.get("/.well-known/security.txt").status_code == 404


def test_the_page_names_the_same_address(client: Client, settings: Settings, db: None) -> None:
    settings.SECURITY_CONTACT = "mailto:security@example.org"
    assert 'href="mailto:security@example.org"' in client.get("/about/security/").content.decode()


def test_programs_that_keep_passwords_find_where_one_is_changed(client: Client, db: None) -> None:
    assert client.get("/.well-known/change-password").headers["Location"] == "/account/password/change/"


@pytest.mark.parametrize(
    ("value", "contact"),
    [
        ("", ""),
        ("security@example.org", "mailto:security@example.org"),
        ("mailto:security@example.org", "mailto:security@example.org"),
        ("https://example.org/report", "https://example.org/report"),
    ],
)
def test_an_address_is_read(monkeypatch: pytest.MonkeyPatch, value: str, contact: str) -> None:
    monkeypatch.setenv("X", value)
    assert env.contact("X") == contact


@pytest.mark.parametrize("value", ["javascript:x", "somebody", "http://example.org/", "a b@example.org"])
def test_what_is_no_address_stops_the_start(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("X", value)
    with pytest.raises(ImproperlyConfigured, match="Write mailto:"):
        env.contact("X")
