"""Signing up by program or too often, and how many mails one mailbox gets."""

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import Settings

from accounts import limits
from accounts.models import User
from config import busy
from tests.world import person

SIGN_UP = "/account/signup/"


def test_a_sign_up_faster_than_a_person_is_asked_for_again_and_keeps_the_name(
    visitor: Client, form: dict[str, str], settings: Settings
) -> None:
    settings.FASTEST_FORM_SECONDS = 3600
    assert 'name="form_opened"' in visitor.get(SIGN_UP).content.decode()
    page = visitor.post(SIGN_UP, form).content.decode()
    assert "This was sent faster than a person types. Send it again." in page
    assert 'value="Farida"' in page
    assert not User.objects.exists()


def test_a_field_that_nobody_sees_is_told_of_too(visitor: Client, form: dict[str, str]) -> None:
    page = visitor.post(SIGN_UP, form | {"homepage": "https://example.org"}).content.decode()
    assert "A field that nobody sees was filled in" in page
    visitor.post(SIGN_UP, form)
    assert User.objects.get().username == "Farida"


def test_one_address_makes_so_many_accounts(
    visitor: Client, form: dict[str, str], settings: Settings
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"signup": "1/m/ip"}
    visitor.post(SIGN_UP, form)
    answer = Client().post(SIGN_UP, form | {"username": "Gustav", "email": "gustav@example.org"})
    assert answer.status_code == 429
    page = answer.content.decode()
    assert "Gustav" in page
    assert form["password1"] not in page
    assert User.objects.count() == 1


def test_a_mailbox_gets_so_many_mails_whoever_asks_for_them(db: None, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"mail": "2/h/key", "reset_password": ""}
    for name in ("Amina", "Bruno"):
        person(name)
    for _time in range(4):
        Client().post(reverse("account_reset_password"), {"email": "amina@example.org"})
    Client().post(reverse("account_reset_password"), {"email": "bruno@example.org"})
    assert [message.to for message in mail.outbox] == [["amina@example.org"]] * 2 + [["bruno@example.org"]]


def test_no_account_is_made_while_nobody_can_count(
    visitor: Client, form: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(*_args: object, **_named: object) -> None:
        raise ConnectionError

    monkeypatch.setattr(cache, "get", away)
    with pytest.raises(limits.StoreDown):
        visitor.post(SIGN_UP, form)
    assert not User.objects.exists()


def test_that_is_answered_as_busy(rf: RequestFactory) -> None:
    try:
        raise limits.StoreDown
    except limits.StoreDown:
        answer = busy.server_error(rf.post(SIGN_UP, {"username": "Farida", "password1": "secret"}))
    assert answer.status_code == 503
    assert b"Farida" in answer.content
    assert b"secret" not in answer.content
