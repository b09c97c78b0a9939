"""Signing up by program or too often, and how many mails one mailbox gets."""

from collections.abc import Callable
from urllib.parse import urljoin

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse
from pytest_django import Settings

from accounts import limits
from accounts.actions import describe
from accounts.models import User
from cases.models import SiteVersion
from config import busy
from tests.post import posted
from tests.world import PASSWORD, person

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
    assert [message.to for message in posted()] == [["amina@example.org"]] * 2 + [["bruno@example.org"]]


@pytest.mark.parametrize(
    "page", ["about/", "roles/", "delete/", "../me/tokens/", "../me/tokens/7/revocation/"]
)
def test_forms_of_accounts_count_as_writing(
    edda: User, signed_in: Callable[[User], Client], settings: Settings, page: str
) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"write": "1/m/user"}
    browser, address = signed_in(edda), urljoin("/account/", page)
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    browser.post(address)
    answer = browser.post(address, {"about": "Words that took long."})
    assert answer.status_code == 429
    assert "Words that took long." in answer.content.decode()


def test_the_same_words_again_make_no_new_version_of_the_site(amina: User) -> None:
    describe(user=amina, about="A cook.")
    before = SiteVersion.objects.get().number
    describe(user=amina, about="A cook.")
    assert SiteVersion.objects.get().number == before


def test_a_counter_that_somebody_holds_is_no_sign_of_too_much(
    rf: RequestFactory, amina: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    request = rf.post("/")
    request.user = amina
    monkeypatch.setattr("allauth.core.internal.ratelimit.CACHE_LOCK_WAIT_TIMEOUT", 0)
    # As after a process that was killed while it counted, or on a database that takes no write.
    monkeypatch.setattr(cache, "add", lambda *_args, **_named: False)
    with pytest.raises(limits.StoreDown):
        limits.is_within(request, "write")


@pytest.fixture
def store_away(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store of counters that does not answer, in a way of its own."""

    def away(*_args: object, **_named: object) -> None:
        raise ConnectionError

    for name in ("get", "add", "set", "delete"):
        monkeypatch.setattr(cache, name, away)


def test_no_account_is_made_while_nobody_can_count(
    visitor: Client, form: dict[str, str], store_away: None
) -> None:
    with pytest.raises(limits.StoreDown):
        visitor.post(SIGN_UP, form)
    assert not User.objects.exists()


@pytest.mark.parametrize(
    ("address", "fields"),
    [
        ("/account/login/", {"login": "amina@example.org", "password": "seven quiet herons"}),
        (SIGN_UP, {"email": "amina@example.org", "password1": "seven quiet herons"}),
        ("/account/password/reset/", {"email": "amina@example.org"}),
    ],
)
def test_pages_of_accounts_are_busy_then_and_keep_all_but_passwords(
    store_away: None, address: str, fields: dict[str, str]
) -> None:
    browser = Client(raise_request_exception=False)
    answer = browser.post(address, fields)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "10")
    assert b"amina@example.org" in answer.content
    assert b"herons" not in answer.content
    assert browser.get(address).status_code == 200


def test_who_leaves_needs_no_counter(store_away: None) -> None:
    browser = Client(raise_request_exception=False)
    browser.force_login(person("Amina"))
    assert browser.post("/account/logout/").status_code == 302
    assert "_auth_user_id" not in browser.session


def test_that_is_answered_as_busy(rf: RequestFactory) -> None:
    try:
        raise limits.StoreDown
    except limits.StoreDown:
        answer = busy.server_error(rf.post(SIGN_UP, {"username": "Farida", "password1": "secret"}))
    assert answer.status_code == 503
    assert b"Farida" in answer.content
    assert b"secret" not in answer.content
