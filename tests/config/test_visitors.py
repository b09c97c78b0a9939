"""Who asks: whoever signed in, as they are at this moment, and nobody else."""

import re
from contextlib import nullcontext

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.middleware import AuthenticationMiddleware
from django.db import connection
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries, Settings

from accounts.models import Role, User
from cases.queries import asking, seals
from cases.queries.frame import person_of
from config.sessions import SessionStore
from config.visitors import VisitorMiddleware
from tests.world import content, published

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(amina: User) -> Client:
    """The browser in which Amina signed in, and which has shown her page."""
    here = Client()
    here.force_login(amina)
    assert knows(here)
    return here


def knows(client: Client) -> bool:
    """Whether somebody is signed in; else the page leads to where one does."""
    status = client.get("/me/").status_code
    assert status in {200, 302}
    return status == 200


@pytest.mark.parametrize(
    ("change", "is_known"),
    [
        ({"about": "Another."}, True),
        ({"password": "another"}, False),
        ({"is_active": False}, False),
    ],
)
def test_who_was_signed_in_is_known_as_their_row_is_now(
    here: Client, amina: User, change: dict[str, object], is_known: bool
) -> None:
    User.objects.filter(pk=amina.pk).update(**change)
    assert knows(here) is is_known
    User.objects.filter(pk=amina.pk).delete()
    assert not knows(here)


def test_a_role_and_a_name_are_those_of_now(here: Client, amina: User) -> None:
    assert here.get("/review/").status_code == 403
    User.objects.filter(pk=amina.pk).update(role=Role.MODERATOR, username="Amina Bell")
    assert "Amina Bell" in here.get("/review/").content.decode()


@pytest.mark.parametrize(
    "wrong",
    [
        {SESSION_KEY: "0"},
        {BACKEND_SESSION_KEY: "somewhere.Else"},
        {HASH_SESSION_KEY: ""},
        {HASH_SESSION_KEY: "0" * 64},
    ],
)
def test_a_session_that_says_something_wrong_is_nobodys(here: Client, wrong: dict[str, str]) -> None:
    session = here.session
    session.update(wrong)
    session.save()
    assert not knows(here)


def test_a_session_from_before_the_secret_was_changed_goes_on(here: Client, settings: Settings) -> None:
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another" * 8, [settings.SECRET_KEY]
    assert knows(here)


def test_each_session_is_of_one_person(here: Client, amina: User, bruno: User) -> None:
    there = Client()
    there.force_login(bruno)
    for client, person in ((here, amina), (there, bruno), (here, amina)):
        assert client.get("/me/").context["user"] == person


def test_a_person_is_an_object_of_its_own_each_time(
    amina: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    first = person_of(amina.pk)
    with django_assert_num_queries(1):
        second = person_of(amina.pk)
    assert first == second == amina
    assert first is not second
    told = User.objects.get(pk=amina.pk)
    assert {**vars(second), "_state": None} == {**vars(told), "_state": None}
    assert person_of(0) is None


@pytest.mark.parametrize("middleware", [AuthenticationMiddleware, VisitorMiddleware])
def test_it_says_the_same_as_djangos(
    here: Client, amina: User, middleware: type[AuthenticationMiddleware]
) -> None:
    request = RequestFactory().get("/")
    request.session = SessionStore(here.session.session_key)
    middleware(lambda _request: HttpResponse())(request)
    assert request.user == amina
    assert request.user.is_authenticated


# --- in one turn ----------------------------------------------------------------------------------

OF_FRAME = ("django_session", "accounts_user", "cases_notice", "cases_watch")


@pytest.fixture
def prepares(monkeypatch: pytest.MonkeyPatch) -> None:
    """As in a process of pages; but the tests stand in a transaction already."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite answers without a turn")
    monkeypatch.setattr(seals, "_one_moment", lambda _place: nullcontext())
    for module in (asking, seals):
        monkeypatch.setattr(module, "prepares", lambda page: page.vendor == "postgresql")


@pytest.fixture
def page(amina: User, chiara: User, here: Client, prepares: None) -> str:
    """The address of a case that Amina has read before."""
    page = f"/cases/{published(content(), by=amina, reviewer=chiara).slug}/"
    for _time in range(3):
        assert here.get(page).status_code == 200
    return page


def turns_of_frame(here: Client, page: str) -> int:
    """How many questions name something that only the frame asks for."""
    with CaptureQueriesContext(connection) as asked:
        here.get(page)
    return sum(any(f'FROM "{table}"' in query["sql"] for table in OF_FRAME) for query in asked)


def test_who_asks_and_what_is_new_to_them_takes_one_turn(here: Client, page: str) -> None:
    assert turns_of_frame(here, page) == 1


def shown_to(here: Client, page: str) -> str:
    """Whose name the top of a page shows."""
    found = re.search(r'<a href="/me/"><bdi>(.+?)</bdi>', here.get(page).content.decode())
    return found[1] if found else ""


def test_what_changed_is_on_the_next_page(here: Client, page: str, amina: User) -> None:
    for name, act in (("Amina Bell", "watch"), ("Amina", "unwatch"), ("Amina Bell", "watch")):
        User.objects.filter(pk=amina.pk).update(username=name)
        address = re.search(r'action="(/watch/[^"]+)"', here.get(page).content.decode())
        assert address
        here.post(address[1], {"act": act})
        assert shown_to(here, page) == name
        assert f'value="{act}"' not in here.get(page).content.decode()
    assert turns_of_frame(here, page) == 1


def test_who_signs_out_or_is_stopped_is_a_stranger_on_the_next_page(
    here: Client, page: str, amina: User
) -> None:
    again = Client()
    again.cookies = here.cookies
    here.post("/account/logout/")
    assert shown_to(again, page) == ""
    here.force_login(amina)
    for _time in range(3):
        assert shown_to(here, page) == "Amina"
    User.objects.filter(pk=amina.pk).update(is_active=False)
    assert shown_to(here, page) == ""


def test_what_is_sent_looks_at_each_for_itself(here: Client, page: str) -> None:
    with CaptureQueriesContext(connection) as asked:
        assert here.post(f"{page}discussion/new/", {}).status_code == 400
    assert not [query["sql"] for query in asked if "sha256" in query["sql"]]
