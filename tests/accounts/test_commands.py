"""The commands that make people."""

import json
import stat
from io import StringIO
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.test import Client
from pytest_django import Settings

from accounts.actions import set_password
from accounts.demo import demo_accounts, make_demo_accounts, path_of_accounts, refuse_demo_accounts
from accounts.models import User
from tests.world import person

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_folder(settings: Settings, tmp_path: Path) -> None:
    settings.VAR_DIR = tmp_path / "var"


def run(*command: str) -> str:
    out = StringIO()
    call_command(*command, stdout=out)
    return out.getvalue()


def test_the_demo_has_five_people_whose_passwords_work() -> None:
    accounts = make_demo_accounts()
    assert [account.role for account in accounts] == ["contributor"] * 2 + ["moderator"] * 2 + ["steward"]
    for account in accounts:
        browser = Client()
        browser.post("/account/login/", {"login": account.email, "password": account.password})
        assert browser.session["_auth_user_id"] == str(User.objects.get(username=account.name).pk)
    assert accounts == demo_accounts()


def test_only_the_owner_reads_the_file_and_the_command_prints_no_password() -> None:
    printed = run("make_demo_accounts")
    assert stat.S_IMODE(path_of_accounts().stat().st_mode) == 0o600
    assert str(path_of_accounts()) in printed
    assert not any(account.password in printed for account in demo_accounts())


def test_again_changes_nothing_even_where_people_changed_things() -> None:
    make_demo_accounts()
    set_password(user=User.objects.get(username="Amina"), password="a password of my own")
    before, file = list(User.objects.order_by("pk").values()), path_of_accounts().read_text()
    run("make_demo_accounts")
    assert list(User.objects.order_by("pk").values()) == before
    assert path_of_accounts().read_text() == file


def test_when_the_file_is_lost_everybody_gets_a_password_that_is_known() -> None:
    make_demo_accounts()
    path_of_accounts().unlink()
    make_demo_accounts()
    rows = json.loads(path_of_accounts().read_text())
    assert all(User.objects.get(username=row["name"]).check_password(row["password"]) for row in rows)
    assert User.objects.count() == 5


def test_production_refuses(settings: Settings) -> None:
    settings.DEMO = False
    with pytest.raises(CommandError, match="never made in production"):
        run("make_demo_accounts")
    assert not User.objects.exists()


def test_a_new_steward_sets_a_password_by_the_printed_link() -> None:
    printed = run("make_steward", "Greta", "greta@example.org")
    link = urlsplit(printed.split()[-1])
    browser = Client()
    page = browser.get(link.path, follow=True)
    new = {"password1": "nine loud herons", "password2": "nine loud herons"}
    browser.post(page.redirect_chain[-1][0], new)
    assert User.objects.get(username="Greta", role="steward").check_password("nine loud herons")


def test_a_promoted_steward_keeps_the_password() -> None:
    person("Amina")
    printed = run("make_steward", "Amina", "amina@example.org")
    assert printed == "Amina is a steward.\n"


@pytest.mark.parametrize(
    ("name", "email", "answer"),
    [
        ("admin", "greta@example.org", "reserved"),
        ("AMlNA", "greta@example.org", "looks like one that is taken"),
        ("Greta", "greta", "not an e-mail address"),
    ],
)
def test_a_steward_must_have_a_name_and_an_address(name: str, email: str, answer: str) -> None:
    person("Amina")
    with pytest.raises(CommandError, match=answer):
        run("make_steward", name, email)


def test_production_does_not_start_with_people_of_the_demo(settings: Settings) -> None:
    make_demo_accounts()
    refuse_demo_accounts()
    settings.DEMO = False
    with pytest.raises(ImproperlyConfigured, match="End them with: python manage"):
        refuse_demo_accounts()


def test_they_end_once_somebody_else_keeps_the_site(settings: Settings) -> None:
    make_demo_accounts()
    with pytest.raises(CommandError, match="Make one first"):
        run("end_demo_accounts")
    run("make_steward", "Frida", "frida@example.net")
    assert run("end_demo_accounts") == "5 demo accounts ended.\n"
    settings.DEMO = False
    refuse_demo_accounts()
    assert not path_of_accounts().exists()
