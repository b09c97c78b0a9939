"""Where a steward gives somebody another role, and where a person tells of themselves."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import User
from cases.models import AuditEvent
from tests.world import PASSWORD, person

pytestmark = pytest.mark.django_db
SignedIn = Callable[[User], Client]
ROLES, ABOUT = "/account/roles/", "/account/about/"


@pytest.fixture
def steward() -> Client:
    """A browser in which Edda, a steward, has just said who she is once more."""
    person("Edda", "steward")
    browser = Client()
    browser.post("/account/login/", {"login": "Edda", "password": PASSWORD})
    browser.post("/account/reauthenticate/", {"password": PASSWORD})
    return browser


def role_of(name: str) -> str:
    return User.objects.get(username=name).role


def test_a_steward_makes_a_moderator_and_it_is_on_record(steward: Client) -> None:
    person("Amina")
    page = steward.post(ROLES, {"name": "Amina", "role": "moderator"}, follow=True).content.decode()
    assert "Amina has the role “Moderator” now." in page
    assert role_of("Amina") == "moderator"
    assert AuditEvent.objects.get(verb="role_changed").data == {"role": "moderator"}


@pytest.mark.parametrize(
    ("typed", "answer"),
    [
        ({"role": "moderator"}, "The name is missing. Write whose role changes."),
        ({"name": "Nobody here", "role": "moderator"}, "Nobody here has this name."),
        ({"name": "Amina"}, "The role is missing. Choose one."),
        ({"name": "Amina", "role": "king"}, "There is no such role."),
    ],
)
def test_a_fault_is_named_and_nothing_happens(steward: Client, typed: dict[str, str], answer: str) -> None:
    person("Amina")
    page = steward.post(ROLES, {"csrfmiddlewaretoken": "x", **typed})
    assert page.status_code == 422
    assert answer in page.content.decode()
    assert role_of("Amina") == "contributor"


def test_the_last_steward_stays_one(steward: Client) -> None:
    page = steward.post(ROLES, {"name": "Edda", "role": "contributor"})
    assert page.status_code == 409
    assert "Make somebody else a steward first." in page.content.decode()


@pytest.mark.parametrize("role", ["contributor", "moderator"])
def test_nobody_else_gives_roles(signed_in: SignedIn, role: str) -> None:
    browser = signed_in(person("Chiara", role))
    assert browser.post(ROLES, {"name": "Chiara", "role": "steward"}).status_code == 403
    assert role_of("Chiara") == role


def test_a_steward_is_asked_for_the_password_first(signed_in: SignedIn) -> None:
    answer = signed_in(person("Edda", "steward")).get(ROLES)
    assert answer.headers["Location"].startswith("/account/reauthenticate/")


def test_a_person_tells_of_themselves_and_the_page_says_it(signed_in: SignedIn) -> None:
    browser = signed_in(person("Amina"))
    page = browser.post(ABOUT, {"about": "I <b>knit</b>."}, follow=True).content.decode()
    assert "I &lt;b&gt;knit&lt;/b&gt;." in page
    assert "I &lt;b&gt;knit" in browser.get(ABOUT).content.decode()


def test_a_text_that_is_too_long_is_given_back(signed_in: SignedIn) -> None:
    page = signed_in(person("Amina")).post(ABOUT, {"about": "x" * 501})
    assert page.status_code == 422
    assert "Shorten it to 500 characters." in page.content.decode()
    assert "x" * 501 in page.content.decode()
