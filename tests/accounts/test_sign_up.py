"""Signing up: from the form to a confirmed address."""

from collections.abc import Callable, Sequence

import pytest
from allauth.account.models import EmailAddress
from django.core.mail import EmailMessage
from django.http import HttpRequest
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from accounts.forms import SignupForm
from accounts.models import User
from tests.post import posted
from tests.world import PASSWORD, person

Outbox = Sequence[EmailMessage]
CodeIn = Callable[[EmailMessage], str]


def sign_up(visitor: Client, form: dict[str, str], **changes: str) -> object:
    return visitor.post(reverse("account_signup"), form | changes)


def test_a_person_signs_up_and_confirms_by_code(
    visitor: Client, form: dict[str, str], code_in: CodeIn
) -> None:
    page = visitor.post(reverse("account_signup"), form)
    assert page.headers["Location"] == reverse("account_email_verification_sent")
    assert "_auth_user_id" not in visitor.session

    visitor.post(reverse("account_email_verification_sent"), {"code": code_in(posted()[0])})

    assert visitor.session["_auth_user_id"] == str(User.objects.get(username="Farida").pk)
    assert EmailAddress.objects.get(email="farida@example.org").verified
    assert User.objects.get(username="Farida").role == "contributor"


def test_a_wrong_code_signs_nobody_in_and_says_what_to_do(visitor: Client, form: dict[str, str]) -> None:
    sign_up(visitor, form)
    page = visitor.post(reverse("account_email_verification_sent"), {"code": "AAA-AAA"})
    assert "This code does not match. Check it, and write it again." in page.content.decode()
    assert "_auth_user_id" not in visitor.session


def test_the_name_and_the_address_are_kept_normalised(visitor: Client, form: dict[str, str]) -> None:
    sign_up(visitor, form, username="  Farida   O’Neill ", email="Farida@BÜCHER.example")
    assert User.objects.get(username="Farida O'Neill").email == "farida@xn--bcher-kva.example"


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("Amina", "This name is taken. Choose another."),
        ("АМІΝА", "The name mixes alphabets."),
        ("AMlNA", "This name looks like one that is taken. Choose another."),
        ("Amína", "This name looks like one that is taken. Choose another."),
        ("Casebook", "This name is reserved. Choose another."),
        ("x", "Use 2 to 40."),
        ("", "The name is missing."),
    ],
)
def test_a_name_is_refused_with_its_reason(
    visitor: Client, form: dict[str, str], name: str, answer: str
) -> None:
    person("Amina")
    page = visitor.post(reverse("account_signup"), form | {"username": name})
    assert answer in page.content.decode()
    assert "farida@example.org" in page.content.decode()
    assert not User.objects.filter(email="farida@example.org").exists()


@pytest.mark.parametrize(
    ("name", "answer"),
    [
        ("Farida", "This name is taken. Choose another."),
        ("Faridá", "This name looks like one that is taken. Choose another."),
    ],
)
def test_a_name_taken_in_the_same_moment_is_refused_like_one_taken_before(
    visitor: Client, form: dict[str, str], monkeypatch: pytest.MonkeyPatch, name: str, answer: str
) -> None:
    let_somebody_be_first(monkeypatch, name, "somebody@example.org")
    page = visitor.post(reverse("account_signup"), form)
    assert answer in page.content.decode()
    assert not User.objects.filter(email="farida@example.org").exists()
    assert posted() == []


def test_an_address_taken_in_the_same_moment_is_answered_like_one_taken_before(
    visitor: Client, form: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    let_somebody_be_first(monkeypatch, "Gustav", "farida@example.org")
    page = visitor.post(reverse("account_signup"), form)
    assert page.headers["Location"] == reverse("account_email_verification_sent")
    assert User.objects.get().username == "Gustav"


def let_somebody_be_first(monkeypatch: pytest.MonkeyPatch, name: str, email: str) -> None:
    """Between the check of a form and its saving, somebody else makes an account."""
    save = SignupForm.save

    def save_too_late(form: SignupForm, request: HttpRequest) -> User:
        if not User.objects.exists():
            user = User.objects.create_user(name, email, PASSWORD)
            EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
        return save(form, request)

    monkeypatch.setattr(SignupForm, "save", save_too_late)


@pytest.mark.parametrize(
    "address", ["AMINA@example.org", "amina@EXAMPLE.org", " amina@example.org ", "amina@example.org"]
)
def test_a_known_address_is_answered_like_an_unknown_one(
    visitor: Client, form: dict[str, str], address: str
) -> None:
    person("Amina")
    known = visitor.post(reverse("account_signup"), form | {"email": address})
    known_page = visitor.get(reverse("account_email_verification_sent")).content.decode()
    unknown_browser = Client()
    unknown = unknown_browser.post(
        reverse("account_signup"), form | {"username": "Gustav", "email": "gusta@example.org"}
    )
    unknown_page = unknown_browser.get(reverse("account_email_verification_sent")).content.decode()

    assert (known.status_code, known.headers["Location"]) == (
        unknown.status_code,
        unknown.headers["Location"],
    )
    assert _without_secrets(known_page) == _without_secrets(unknown_page)
    assert len(posted()) == 2
    assert User.objects.filter(email="amina@example.org").count() == 1


@pytest.mark.parametrize(
    "address", ["amina", "amina@", "@example.org", "a b@example.org", "amina@example", "amïna@example.org"]
)
def test_what_is_no_address_is_refused(visitor: Client, form: dict[str, str], address: str) -> None:
    sign_up(visitor, form, email=address)
    assert not User.objects.exists()


@pytest.mark.parametrize("password", ["short", "password1234", "é" * 65, "farida@example.org"])
def test_a_weak_or_endless_password_is_refused(visitor: Client, form: dict[str, str], password: str) -> None:
    sign_up(visitor, form, password1=password, password2=password)
    assert not User.objects.exists()


def test_links_in_mails_ignore_the_host_that_was_asked_for(
    visitor: Client, form: dict[str, str], settings: Settings
) -> None:
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://patchwork.example", ["*"]
    person("Amina")
    visitor.post(
        reverse("account_signup"), form | {"email": "amina@example.org"}, headers={"host": "evil.example"}
    )
    visitor.post(
        reverse("account_reset_password"), {"email": "amina@example.org"}, headers={"host": "evil.example"}
    )
    visitor.post(
        reverse("account_reset_password"), {"email": "no@example.org"}, headers={"host": "evil.example"}
    )

    texts = [str(message.body) for message in posted()]
    assert len(texts) == 3
    assert all("https://patchwork.example/account/" in text for text in texts)
    assert not any("evil" in text for text in texts)


def _without_secrets(page: str) -> list[str]:
    """The page without the token of its form and the address that was typed."""
    lines = [line for line in page.splitlines() if "csrfmiddlewaretoken" not in line]
    return [line.replace("amina@", "NN@").replace("gusta@", "NN@") for line in lines]


def test_the_one_password_of_the_tests_would_be_accepted(visitor: Client, form: dict[str, str]) -> None:
    sign_up(visitor, form, password1=PASSWORD, password2=PASSWORD)
    assert User.objects.filter(username="Farida").exists()
