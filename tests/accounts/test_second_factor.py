"""Moderators and stewards need a second factor in production."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.models import User
from tests.world import PASSWORD, person

SignedIn = Callable[[User], Client]
CLOSED = ["cases:home", "cases:me", "cases:review_queue", "account_delete", "account_change_password"]
OPEN = ["mfa_index", "mfa_activate_totp", "account_logout", "account_email", "account_reauthenticate"]


@pytest.fixture(autouse=True)
def _required(settings: Settings, db: None) -> None:
    settings.SECOND_FACTOR_REQUIRED = True


@pytest.mark.parametrize("role", ["moderator", "steward"])
@pytest.mark.parametrize("page", CLOSED)
def test_without_one_every_page_leads_to_the_set_up(signed_in: SignedIn, role: str, page: str) -> None:
    answer = signed_in(person("Chiara", role)).get(reverse(page), follow=True)
    assert answer.redirect_chain[0][0] == reverse("mfa_index")
    assert "Your role needs a second factor." in answer.content.decode()


def test_an_unknown_address_leads_there_too(signed_in: SignedIn) -> None:
    answer = signed_in(person("Chiara", "moderator")).get("/nowhere-at-all/")
    assert answer.headers["Location"] == reverse("mfa_index")


@pytest.mark.parametrize("page", OPEN)
def test_the_pages_of_the_set_up_stay_open(signed_in: SignedIn, page: str) -> None:
    answer = signed_in(person("Chiara", "moderator")).get(reverse(page))
    assert answer.headers.get("Location") != reverse("mfa_index")


@pytest.mark.parametrize("kind", [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN])
def test_with_one_the_site_is_open(signed_in: SignedIn, kind: Authenticator.Type) -> None:
    chiara = person("Chiara", "moderator")
    Authenticator.objects.create(user=chiara, type=kind, data={"secret": "x"})
    assert signed_in(chiara).get(reverse("account_delete")).status_code == 200


def test_recovery_codes_alone_are_no_factor(signed_in: SignedIn) -> None:
    chiara = person("Chiara", "moderator")
    Authenticator.objects.create(user=chiara, type=Authenticator.Type.RECOVERY_CODES, data={})
    assert signed_in(chiara).get(reverse("account_delete")).headers["Location"] == reverse("mfa_index")


def test_contributors_need_none(signed_in: SignedIn) -> None:
    assert signed_in(person("Amina")).get(reverse("account_delete")).status_code == 200


def test_a_demo_asks_nobody(signed_in: SignedIn, settings: Settings) -> None:
    settings.SECOND_FACTOR_REQUIRED = False
    assert signed_in(person("Chiara", "moderator")).get(reverse("account_delete")).status_code == 200


def test_who_has_one_is_asked_for_it_at_sign_in() -> None:
    chiara = person("Chiara", "moderator")
    Authenticator.objects.create(user=chiara, type=Authenticator.Type.TOTP, data={"secret": "x"})
    browser = Client()
    answer = browser.post(reverse("account_login"), {"login": "Chiara", "password": PASSWORD})
    assert answer.headers["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in browser.session
