"""Personal tokens: made once, shown once, kept as a digest, and void as soon as something changes."""

from datetime import timedelta

import pytest
from django.core import serializers
from django.test import Client
from django.utils import timezone

from accounts import token_actions
from accounts.actions import IsSuspended, delete_account, set_password, suspend
from accounts.models import PersonalToken, Scope, User
from accounts.token_actions import TooManyTokens, make_token, note_use, revoke_token, valid_token
from accounts.tokens import SHAPE
from cases.models import AuditEvent
from tests.world import PASSWORD, person

pytestmark = pytest.mark.django_db
TOKENS = "/me/tokens/"
GOOD = {"name": "notebook", "scopes": ["read", "write"], "days": "30"}


@pytest.fixture
def amina() -> User:
    return person("Amina")


@pytest.fixture
def browser(amina: User) -> Client:
    """A browser in which Amina has just said who she is once more."""
    client = Client()
    client.post("/account/login/", {"login": "Amina", "password": PASSWORD})
    client.post("/account/reauthenticate/", {"password": PASSWORD})
    return client


def text_of(user: User) -> str:
    return make_token(by=user, name="notebook", scopes=[Scope.READ], days=30).text


def test_a_token_is_shown_once_and_only_its_digest_is_kept(browser: Client) -> None:
    answer = browser.post(TOKENS, GOOD)
    page = answer.content.decode()
    found = SHAPE.search(page)
    assert found
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert found[0] not in browser.get(TOKENS).content.decode()
    assert found[0] not in serializers.serialize("json", PersonalToken.objects.all())
    row = valid_token(found[0])
    assert row is not None
    assert (row.name, row.scopes) == ("notebook", ["read", "write"])
    assert AuditEvent.objects.get(verb="token_made").data == {"scopes": ["read", "write"]}


def test_the_password_is_asked_for_first(amina: User) -> None:
    client = Client()
    client.force_login(amina, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.post(TOKENS, GOOD)
    assert answer.headers["Location"].startswith("/account/reauthenticate/")
    assert Client().get(TOKENS).headers["Location"].startswith("/account/login/")
    assert not PersonalToken.objects.exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"name": ""}, "The name is missing. Say what the token is for."),
        ({"name": "x" * 61}, "The name has 61 characters. Shorten it to 60."),
        ({"scopes": []}, "Nothing is ticked."),
        ({"scopes": ["king"]}, "There is no such permission."),
        ({"days": "9999"}, "There is no such time."),
    ],
)
def test_a_fault_is_named_and_nothing_is_made(browser: Client, change: dict[str, object], said: str) -> None:
    answer = browser.post(TOKENS, GOOD | change)
    assert (answer.status_code, said in answer.content.decode()) == (422, True)
    assert not PersonalToken.objects.exists()


def test_a_revoked_token_opens_nothing_and_nobody_revokes_anothers(browser: Client, amina: User) -> None:
    own, other = text_of(amina), text_of(person("Bruno"))
    for row in PersonalToken.objects.all():
        browser.post(f"{TOKENS}{row.pk}/revocation/")
    assert valid_token(own) is None
    assert valid_token(other) is not None
    assert AuditEvent.objects.filter(verb="token_revoked").count() == 1


def test_the_page_of_a_revocation_only_leads_back(browser: Client, amina: User) -> None:
    text = text_of(amina)
    answer = browser.get(f"{TOKENS}{PersonalToken.objects.get().pk}/revocation/")
    assert (answer.headers["Location"], bool(valid_token(text))) == (TOKENS, True)


@pytest.mark.parametrize("text", ["", "pw_", "pw_" + "0" * 40, "pw_" + "g" * 40, "x" * 5000, "pw_\x00"])
def test_what_is_no_token_opens_nothing(text: str) -> None:
    assert valid_token(text) is None


def test_another_password_ends_every_token(amina: User) -> None:
    text = text_of(amina)
    set_password(user=amina, password="another long password")
    assert valid_token(text) is None


def test_a_token_ends_with_its_time(amina: User, monkeypatch: pytest.MonkeyPatch) -> None:
    text, later = text_of(amina), timezone.now() + timedelta(days=31)
    monkeypatch.setattr("accounts.models.timezone.now", lambda: later)
    assert valid_token(text) is None


def test_a_token_goes_with_its_person(amina: User) -> None:
    text = text_of(amina)
    delete_account(user=amina, by=amina)
    assert valid_token(text) is None
    assert not PersonalToken.objects.exists()


@pytest.mark.usefixtures("piece_of_an_action")
def test_somebody_suspended_makes_none(amina: User) -> None:
    suspend(user=amina, until=None)
    with pytest.raises(IsSuspended):
        text_of(amina)


def test_there_are_so_many_for_one_person(amina: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(token_actions, "TOKENS_AT_MOST", 1)
    text_of(amina)
    with pytest.raises(TooManyTokens):
        text_of(amina)
    revoke_token(token=PersonalToken.objects.get().pk, by=amina)
    text_of(amina)


def test_the_day_of_its_use_is_noted_once(amina: User, django_assert_num_queries: object) -> None:
    row = valid_token(text_of(amina))
    assert row is not None
    note_use(row)
    used = valid_token(text_of(amina))
    row.refresh_from_db()
    assert (row.used_on, used and used.used_on) == (timezone.localdate(), None)
    with django_assert_num_queries(0):  # type: ignore[operator]
        note_use(row)
