"""Signing in, and setting a new password."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.actions import add_person
from accounts.models import Role, User
from tests.post import posted
from tests.world import PASSWORD, person


def sign_in(visitor: Client, login: str, password: str = PASSWORD) -> str:
    page = visitor.post(reverse("account_login"), {"login": login, "password": password})
    return page.content.decode()


@pytest.mark.parametrize(
    "login",
    [
        "Amina Bell",
        "amina bell",
        "  Amina   Bell ",
        "Ａｍｉｎａ Bell",
        "amina@example.org",
        "AMINA@Example.ORG",
    ],
)
def test_a_person_signs_in_by_name_or_address(visitor: Client, login: str) -> None:
    user = person("Amina")
    user.username = "Amina Bell"
    user.save()
    sign_in(visitor, login)
    assert visitor.session["_auth_user_id"] == str(user.pk)


def test_an_international_domain_may_be_typed_either_way(visitor: Client) -> None:
    user = add_person(name="Amina", email="amina@bücher.example", role=Role.CONTRIBUTOR, password=PASSWORD)
    assert user.email == "amina@xn--bcher-kva.example"
    sign_in(visitor, "amina@bücher.example")
    assert visitor.session["_auth_user_id"] == str(user.pk)


@pytest.mark.parametrize(("known", "unknown"), [("Amina", "Nobody"), ("amina@example.org", "no@example.org")])
def test_a_wrong_password_and_an_unknown_person_are_answered_alike(
    visitor: Client, known: str, unknown: str
) -> None:
    person("Amina")
    pages = [_without_token(sign_in(Client(), login, "wrong password")) for login in (known, unknown)]
    assert "do not belong together. Check both." in pages[0]
    assert pages[0].replace(known, "NN") == pages[1].replace(unknown, "NN")


def test_many_wrong_passwords_are_slowed_down(visitor: Client) -> None:
    person("Amina")
    pages = [sign_in(visitor, "Amina", "wrong password") for _try in range(6)]
    assert "There were too many tries." in pages[-1]
    assert "There were too many tries." in sign_in(visitor, "Amina")


def test_a_forgotten_password_is_replaced_by_a_link_that_works_once(visitor: Client) -> None:
    user = person("Amina")
    other_browser = Client()
    sign_in(other_browser, "Amina")
    visitor.post(reverse("account_reset_password"), {"email": "amina@example.org"})
    link = re.search(r"http://\S+", str(posted()[0].body))
    assert link

    page = visitor.get(link[0], follow=True)
    new = {"password1": "nine loud herons", "password2": "nine loud herons"}
    visitor.post(page.redirect_chain[-1][0], new)

    user.refresh_from_db()
    assert user.check_password("nine loud herons")
    assert other_browser.get(reverse("account_email")).status_code == 302
    again = Client().get(link[0], follow=True)
    assert "password1" not in again.content.decode()


def test_a_reset_for_a_known_and_an_unknown_address_is_answered_alike(visitor: Client) -> None:
    person("Amina")
    pages = [
        visitor.post(reverse("account_reset_password"), {"email": address}, follow=True)
        for address in ("amina@example.org", "no@example.org")
    ]
    assert pages[0].redirect_chain == pages[1].redirect_chain
    assert _without_token(pages[0].content.decode()) == _without_token(pages[1].content.decode())
    assert len(posted()) == 2


def test_who_has_left_can_neither_sign_in_nor_reset(visitor: Client) -> None:
    user = person("Amina")
    User.objects.filter(pk=user.pk).update(is_active=False)
    sign_in(visitor, "Amina")
    assert "_auth_user_id" not in visitor.session


def test_sign_in_follows_only_addresses_of_the_site(visitor: Client) -> None:
    person("Amina")
    answer = visitor.post(
        reverse("account_login"), {"login": "Amina", "password": PASSWORD, "next": "https://evil.example/"}
    )
    assert answer.headers["Location"] == reverse("cases:me")


def _without_token(page: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)
