"""Sessions: what is asked again is answered as the database stands now."""

from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from accounts.models import User
from cases.queries.drawings import SHELF
from config.sessions import SessionStore

pytestmark = pytest.mark.django_db


@pytest.fixture
def key() -> str:
    """The key of a session that says hello, and was read once."""
    store = SessionStore()
    store["said"] = "hello"
    store.save()
    key = store.session_key
    assert key is not None
    assert said(key) == "hello"
    return key


def said(key: str) -> object:
    return SessionStore(key).get("said")


def test_it_is_read_again_with_one_query(key: str, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(1):
        assert said(key) == "hello"


def test_what_was_written_since_is_read(key: str) -> None:
    store = SessionStore(key)
    store["said"] = "good bye"
    store.save()
    assert said(key) == "good bye"


@pytest.mark.parametrize("happens", ["is ended", "is deleted by hand", "runs out", "was never there"])
def test_a_session_that_is_over_says_nothing_and_loses_its_key(key: str, happens: str) -> None:
    match happens:
        case "is ended":
            SessionStore(key).flush()
        case "is deleted by hand":
            with connection.cursor() as cursor:
                cursor.execute("DELETE FROM django_session")
        case "runs out":
            Session.objects.update(expire_date=timezone.now() - timedelta(seconds=1))
        case _:
            key = "0" * 32
    store = SessionStore(key)
    assert store.get("said") is None
    assert store.session_key is None


def test_it_runs_out_while_nobody_writes(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    later = timezone.now() + timedelta(weeks=3)
    monkeypatch.setattr("config.sessions.timezone.now", lambda: later)
    assert said(key) is None


def test_of_sessions_that_nobody_has_nothing_is_kept(key: str) -> None:
    SHELF.clear()
    for number in range(3):
        said(f"{number:032}")
    assert len(SHELF) == 0
    said(key)
    assert len(SHELF) == 1


def test_who_signed_out_elsewhere_is_a_stranger_at_once(amina: User) -> None:
    here = Client()
    here.force_login(amina)
    assert here.get("/me/").status_code == 200
    Session.objects.all().delete()
    assert here.get("/me/").status_code == 302
