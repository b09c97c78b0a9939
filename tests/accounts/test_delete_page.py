"""The page that ends an account."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import User
from tests.world import PASSWORD, person

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
PAGE = "/account/delete/"


def test_it_says_what_goes_and_what_stays(signed_in: SignedIn) -> None:
    page = signed_in(person("Amina")).get(PAGE).content.decode()
    assert "What goes" in page
    assert "a former contributor" in page


def test_with_the_password_and_a_yes_the_account_ends(signed_in: SignedIn) -> None:
    amina = person("Amina")
    browser = signed_in(amina)
    answer = browser.post(PAGE, {"password": PASSWORD, "sure": "on"})
    assert answer.headers["Location"] == reverse("cases:home")
    assert User.objects.get(pk=amina.pk).left_at
    assert "_auth_user_id" not in browser.session


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ({"password": "wrong password", "sure": "on"}, "This is not your password. Write it again."),
        ({"password": PASSWORD}, "Tick the box to say that you are sure."),
        ({"sure": "on"}, "The password is missing. Write it to go on."),
    ],
)
def test_without_either_nothing_happens(signed_in: SignedIn, typed: dict[str, str], answer: str) -> None:
    amina = person("Amina")
    page = signed_in(amina).post(PAGE, {"csrfmiddlewaretoken": "x", **typed})
    assert page.status_code == 422
    assert answer in page.content.decode()
    assert User.objects.get(pk=amina.pk).is_active


def test_passwords_cannot_be_guessed_here_without_end(signed_in: SignedIn) -> None:
    browser = signed_in(person("Amina"))
    for _try in range(5):
        browser.post(PAGE, {"password": "wrong password", "sure": "on"})
    page = browser.post(PAGE, {"password": PASSWORD, "sure": "on"})
    assert "There were too many tries." in page.content.decode()


def test_the_last_steward_is_told_what_to_do(signed_in: SignedIn) -> None:
    edda = person("Edda", "steward")
    page = signed_in(edda).post(PAGE, {"password": PASSWORD, "sure": "on"})
    assert page.status_code == 409
    assert "Make somebody else a steward first." in page.content.decode()
    assert User.objects.get(pk=edda.pk).is_steward


def test_a_stranger_is_asked_to_sign_in() -> None:
    assert Client().get(PAGE).headers["Location"].startswith(reverse("account_login"))
