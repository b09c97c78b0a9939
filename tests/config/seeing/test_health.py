"""Whether the process lives and whether the site works: by whom, under which address, and what is told."""

import json
import re
import sqlite3
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.test import Client
from django.utils import timezone
from pytest_django import Settings
from pytest_django.fixtures import DjangoAssertNumQueries

from accounts.models import User
from cases.models import OutboxMessage
from config import read_only
from config.seeing import checks, page
from config.seeing.outcome import bad, good
from tests.world import person

ROOT = Path(__file__).parents[3]
TOKEN = "token-7f3a-of-the-monitor"
ELSEWHERE = "203.0.113.9"


@pytest.fixture(autouse=True)
def _anew(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Nothing is remembered of another test, and only what a test breaks is broken."""
    settings.VAR_DIR = tmp_path
    settings.FREE_DISK_MEGABYTES = 0
    settings.METRICS_TOKEN = TOKEN
    monkeypatch.setitem(checks.CHECKS, "sqlite", lambda: None)
    checks.remembered.forget()
    yield
    checks.remembered.forget()
    read_only._watch.is_refused = False


def told(answer: Any) -> Any:  # noqa: ANN401 (as JSON is)
    return json.loads(answer.content)


def test_that_it_lives_asks_no_database(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, db: None
) -> None:
    with django_assert_num_queries(0):
        assert told(client.get("/healthz")) == {"state": "alive"}


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_orchestrators_ask_by_number_and_without_tls(
    db: None, client: Client, settings: Settings, address: str
) -> None:
    settings.SECURE_SSL_REDIRECT = True
    answer = client.get(address, headers={"host": "10.1.2.3:8000"})
    assert answer.status_code == 200
    assert client.get("/", headers={"host": "10.1.2.3:8000"}).status_code == 400


def test_a_site_that_works_is_ready_and_nothing_is_left(db: None, client: Client) -> None:
    answer = client.get("/readyz")
    assert (answer.status_code, told(answer)["state"]) == (200, "ready")
    assert list(told(answer)["checks"]) == ["database", "migrations", "outbox", "disk", "media"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM django_session")
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize(
    "asks",
    [
        {"REMOTE_ADDR": ELSEWHERE},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": ELSEWHERE},
        {"REMOTE_ADDR": ELSEWHERE, "HTTP_AUTHORIZATION": "Bearer wrong"},
        {"REMOTE_ADDR": ELSEWHERE, "HTTP_AUTHORIZATION": TOKEN},
        {"REMOTE_ADDR": "not an address"},
    ],
)
def test_strangers_get_one_word(db: None, client: Client, asks: dict[str, str]) -> None:
    assert told(client.get("/readyz", **asks)) == {"state": "ready"}  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "asks",
    [
        {"REMOTE_ADDR": "127.0.0.1"},
        {"REMOTE_ADDR": "::1"},
        {"REMOTE_ADDR": ELSEWHERE, "HTTP_AUTHORIZATION": f"Bearer {TOKEN}"},
    ],
)
def test_who_may_see_more_gets_every_check(db: None, client: Client, asks: dict[str, str]) -> None:
    assert "checks" in told(client.get("/readyz", **asks))  # type: ignore[arg-type]


def test_without_a_token_in_the_settings_none_opens_anything(
    db: None, client: Client, settings: Settings
) -> None:
    settings.METRICS_TOKEN = ""
    asks = {"REMOTE_ADDR": ELSEWHERE, "headers": {"Authorization": "Bearer "}}
    assert told(client.get("/readyz", **asks)) == {"state": "ready"}  # type: ignore[arg-type]
    assert client.get("/metrics", **asks).status_code == 404  # type: ignore[arg-type]


def test_a_message_that_should_have_left_long_ago_is_told(client: Client, amina: User) -> None:
    due = timezone.now() - checks.LATE - timedelta(minutes=1)
    OutboxMessage.objects.create(key="late", kind="welcome", subject_id=1, due_at=due)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert told(answer)["checks"]["outbox"] == {
        "ok": False, "why": "The oldest message should have left 16 min ago.",
    }  # fmt: skip


def test_a_message_that_fails_for_an_hour_is_told_before_it_is_given_up(client: Client, amina: User) -> None:
    later = timezone.now() + timedelta(hours=1)
    row = OutboxMessage.objects.create(
        key="fails", kind="welcome", subject_id=1, due_at=later, attempts=5, last_error="TimeoutError"
    )
    assert told(client.get("/readyz"))["checks"]["outbox"]["ok"] is True
    OutboxMessage.objects.filter(pk=row.pk).update(attempts=6)
    checks.remembered.forget()
    assert told(client.get("/readyz"))["checks"]["outbox"]["ok"] is False


def test_a_message_that_was_given_up_is_told(client: Client, amina: User) -> None:
    OutboxMessage.objects.create(
        key="dead", kind="welcome", subject_id=1, dropped_at=timezone.now(), last_error="551 no"
    )
    assert told(client.get("/readyz"))["checks"]["outbox"]["ok"] is False


def test_a_full_disk_is_told(db: None, client: Client, settings: Settings) -> None:
    settings.FREE_DISK_MEGABYTES = 10_000_000_000
    assert told(client.get("/readyz"))["checks"]["disk"]["ok"] is False


def test_a_folder_of_pictures_that_takes_none_is_told(
    db: None, client: Client, settings: Settings, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path / "media"
    assert told(client.get("/readyz"))["checks"]["media"]["ok"] is True
    assert list((tmp_path / "media").rglob("*.*")) == []
    settings.MEDIA_ROOT = __file__
    checks.remembered.forget()
    assert told(client.get("/readyz"))["checks"]["media"]["ok"] is False


def test_a_migration_that_is_missing_is_told(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    known = checks.known_migrations() | {("cases", "9999_new")}
    monkeypatch.setattr(checks, "known_migrations", lambda: known)
    assert told(client.get("/readyz"))["checks"]["migrations"]["ok"] is False


def test_a_database_that_refuses_is_told_and_begins_reading_only(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse() -> None:
        cause = sqlite3.OperationalError("attempt to write secret-7f3a")
        cause.sqlite_errorcode = sqlite3.SQLITE_READONLY
        raise OperationalError("secret-7f3a") from cause

    monkeypatch.setattr(checks, "write_and_take_back", refuse)
    monkeypatch.setattr(read_only._watch, "begin", lambda pause: None)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert told(answer)["reads_only"] is True
    assert "secret-7f3a" not in answer.content.decode()


def test_one_check_that_breaks_breaks_no_other(
    db: None, client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(checks.CHECKS, "outbox", lambda: 1 / 0)
    found = told(client.get("/readyz"))["checks"]
    assert (found["outbox"]["ok"], found["database"]["ok"]) == (False, True)


def test_some_can_be_asked_for_alone(db: None, client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(checks.CHECKS, "outbox", lambda: bad("Late."))
    monkeypatch.setitem(checks.CHECKS, "replica", lambda: good("Near."))
    assert client.get("/readyz").status_code == 503
    answer = client.get("/readyz?only=database,replica")
    assert (answer.status_code, list(told(answer)["checks"])) == (200, ["database", "replica"])
    assert client.get("/readyz?only=nothing").status_code == 400


def test_what_the_documents_ask_for_alone_is_there() -> None:
    texts = [path.read_text("utf-8") for path in (ROOT / "docs").rglob("*.md")]
    asked = {
        name for text in texts for names in re.findall(r"\?only=([a-z,]+)", text) for name in names.split(",")
    }
    assert "media" in asked
    assert asked <= checks.CHECKS.keys()


def test_who_asks_in_a_loop_gets_the_last_answer(
    client: Client, django_assert_num_queries: DjangoAssertNumQueries, db: None
) -> None:
    client.get("/readyz")
    with django_assert_num_queries(0):
        assert client.get("/readyz").status_code == 200


@pytest.mark.parametrize("address", ["/healthz", "/readyz"])
def test_they_are_read_and_no_more(db: None, client: Client, address: str) -> None:
    assert client.post(address).status_code == 405
    assert client.head(address).status_code == 200


def test_the_page_of_stewards_shows_the_same_with_advice(
    edda: User, signed_in: Callable[[User], Client], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(checks.CHECKS, "outbox", lambda: bad("Late <b>mail</b>.", "Start the worker."))
    shown = signed_in(edda).get("/review/site/").content.decode()
    assert "1 thing needs somebody" in shown
    assert "Late &lt;b&gt;mail&lt;/b&gt;." in shown
    assert "Start the worker." in shown


@pytest.mark.parametrize(("role", "status"), [("contributor", 403), ("moderator", 403), ("steward", 200)])
def test_it_is_for_stewards(
    taxonomy: None, signed_in: Callable[[User], Client], role: str, status: int
) -> None:
    assert signed_in(person("Somebody", role)).get("/review/site/").status_code == status


def test_every_check_has_a_name_there() -> None:
    assert list(page.NAMES) == list(checks.CHECKS)


def test_strangers_are_asked_to_sign_in(client: Client, db: None) -> None:
    assert client.get("/review/site/").status_code == 302
