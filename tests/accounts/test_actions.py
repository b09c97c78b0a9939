"""Ending accounts and changing roles."""

from collections.abc import Iterator
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.dispatch import Signal
from django.test import Client
from django.urls import reverse

from accounts.actions import LastSteward, NotASteward, delete_account, make_steward, set_role
from accounts.models import Role, User
from accounts.signals import account_deleted, role_changed
from tests.world import PASSWORD, person

pytestmark = pytest.mark.django_db
Announced = list[dict[str, Any]]


def _heard(signal: Signal) -> Iterator[Announced]:
    heard: Announced = []

    def listen(**facts: object) -> None:
        heard.append(facts)

    signal.connect(listen)
    yield heard
    signal.disconnect(listen)


@pytest.fixture
def deletions() -> Iterator[Announced]:
    yield from _heard(account_deleted)


@pytest.fixture
def changes() -> Iterator[Announced]:
    yield from _heard(role_changed)


def test_a_deleted_account_leaves_an_empty_row(deletions: Announced) -> None:
    amina = person("Amina")
    User.objects.filter(pk=amina.pk).update(about="I knit.")
    delete_account(user=amina, by=amina)
    left = User.objects.get(pk=amina.pk)
    assert left.shown_name == "a former contributor"
    assert (left.email, left.about, left.is_active, left.last_login) == ("", "", False, None)
    assert left.left_at
    assert not left.has_usable_password()
    assert "amina" not in f"{left.username} {left.name_skeleton} {left.name_shape}".lower()
    assert [(heard["user"], heard["by"]) for heard in deletions] == [(amina, amina)]


def test_a_deleted_account_keeps_no_address_factor_or_session() -> None:
    amina = person("Amina")
    browser = Client()
    browser.post(reverse("account_login"), {"login": "Amina", "password": PASSWORD})
    Authenticator.objects.create(user=amina, type=Authenticator.Type.TOTP, data={"secret": "x"})
    delete_account(user=amina, by=amina)
    assert not EmailAddress.objects.exists()
    assert not Authenticator.objects.exists()
    assert not UserSession.objects.exists()
    assert not Session.objects.exists()
    assert browser.get(reverse("account_email")).status_code == 302


def test_a_session_that_is_not_listed_dies_too() -> None:
    amina = person("Amina")
    browser = Client()
    browser.force_login(amina, backend="django.contrib.auth.backends.ModelBackend")
    delete_account(user=amina, by=amina)
    assert browser.get(reverse("account_email")).status_code == 302


def test_the_address_and_the_name_are_free_again() -> None:
    for _time in range(2):
        amina = person("Amina")
        delete_account(user=amina, by=amina)
    assert User.objects.filter(left_at__isnull=False).count() == 2


def test_nobody_ends_the_account_of_somebody_else_but_a_steward() -> None:
    amina, chiara, edda = person("Amina"), person("Chiara", "moderator"), person("Edda", "steward")
    with pytest.raises(NotASteward):
        delete_account(user=amina, by=chiara)
    delete_account(user=amina, by=edda)
    assert User.objects.get(pk=amina.pk).left_at


def test_the_last_steward_stays() -> None:
    edda = person("Edda", "steward")
    with pytest.raises(LastSteward):
        delete_account(user=edda, by=edda)
    with pytest.raises(LastSteward):
        set_role(user=edda, role=Role.MODERATOR, by=edda)
    assert User.objects.get(pk=edda.pk).is_steward


def test_one_of_two_stewards_may_leave() -> None:
    edda, fritz = person("Edda", "steward"), person("Fritz", "steward")
    delete_account(user=edda, by=edda)
    with pytest.raises(LastSteward):
        delete_account(user=fritz, by=fritz)


def test_a_steward_gives_roles_and_it_is_announced(changes: Announced) -> None:
    edda, amina = person("Edda", "steward"), person("Amina")
    set_role(user=amina, role=Role.MODERATOR, by=edda)
    set_role(user=amina, role=Role.MODERATOR, by=edda)
    assert User.objects.get(pk=amina.pk).is_moderator
    assert [(heard["user"], heard["by"], heard["old"]) for heard in changes] == [
        (amina, edda, Role.CONTRIBUTOR)
    ]


@pytest.mark.parametrize("role", ["contributor", "moderator"])
def test_nobody_else_gives_roles(role: str) -> None:
    person("Edda", "steward")
    actor = person("Chiara", role)
    with pytest.raises(NotASteward):
        set_role(user=actor, role=Role.STEWARD, by=actor)


def test_a_role_that_was_taken_away_counts_at_once() -> None:
    edda, fritz, amina = person("Edda", "steward"), person("Fritz", "steward"), person("Amina")
    set_role(user=fritz, role=Role.CONTRIBUTOR, by=edda)
    assert fritz.is_steward, "the object in hand is stale"
    with pytest.raises(NotASteward):
        set_role(user=amina, role=Role.MODERATOR, by=fritz)


def test_the_console_promotes_who_is_there_and_makes_who_is_not(changes: Announced) -> None:
    amina = person("Amina")
    assert make_steward(name="Ignored", email="AMINA@example.org") == amina
    new = make_steward(name="Greta", email="greta@example.org")
    assert new.is_steward
    assert not new.has_usable_password()
    assert EmailAddress.objects.get(user=new).verified
    assert [heard["by"] for heard in changes] == [None, None]
