"""The log: one line of JSON for each event, and nothing of what anybody typed, is called or brings along."""

import io
import json
import logging
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings as project
from django.core.cache import cache
from django.db import IntegrityError, connection
from django.test import Client
from pytest_django import Settings

from accounts.models import Scope, User
from accounts.token_actions import make_token
from config.logs import JSONFormatter, WithoutDoubles, WithoutFloods, request_number

CANARY = "Canary-7f3a"


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    """What the handler of the settings writes, with the line of each request as in production."""
    text = io.StringIO()
    handler = logging.StreamHandler(text)
    handler.setFormatter(JSONFormatter())
    handler.addFilter(WithoutFloods())
    handler.addFilter(WithoutDoubles())
    loggers = [logging.getLogger(name) for name in ("", "django")]
    requests = logging.getLogger("config.seeing.requests")
    for each in loggers:
        each.addHandler(handler)
    requests.setLevel(logging.INFO)
    yield text
    for each in loggers:
        each.removeHandler(handler)
    requests.setLevel(logging.WARNING)


def lines(log: io.StringIO) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.getvalue().splitlines()]


def test_a_request_is_one_line_with_its_route(log: io.StringIO, client: Client, taxonomy: None) -> None:
    answer = client.get(f"/cases/?q={CANARY}")
    (line,) = lines(log)
    assert {name: line[name] for name in ("message", "route", "method", "status")} == {
        "message": "answered", "route": "cases:browse", "method": "GET", "status": 200,
    }  # fmt: skip
    assert line["request"] == answer.headers["X-Request-ID"]
    assert isinstance(line["ms"], float)


def broken(*_args: object, **_named: object) -> None:
    raise ValueError(f"{CANARY} in the text of a fault")


def refused(*_args: object, **_named: object) -> None:
    raise IntegrityError(f"Key (email)=({CANARY}@example.org) already exists.")


def test_nothing_of_anybody_reaches_the_log(
    log: io.StringIO,
    amina: User,
    signed_in: Callable[[User], Client],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = make_token(by=amina, name=CANARY, scopes={Scope.WRITE}, days=5)
    browser = signed_in(amina)
    browser.raise_request_exception = False
    key = str(browser.session.session_key)
    stranger = Client(
        raise_request_exception=False,
        headers={"user-agent": CANARY, "referer": f"http://x/{CANARY}", "cookie": f"sessionid={CANARY}"},
    )
    sign_up = {"username": "Newcomer-x", "email": f"{CANARY}@example.org", "password1": CANARY * 2}
    for answer in (
        stranger.post("/account/login/", {"login": f"{CANARY}@example.org", "password": CANARY}),
        stranger.post("/account/login/", {"login": "Amina", "password": CANARY}),
        stranger.post("/account/signup/", sign_up | {"password2": CANARY * 2}),
        stranger.get(f"/unsubscribe/{CANARY}/"),
        stranger.get(f"/people/{CANARY}/"),
        stranger.get(f"/account/password/reset/key/1-{CANARY}/"),
        stranger.get("/", headers={"host": f"{CANARY}.example"}),
        stranger.get("/api/v1/me", headers={"authorization": f"Bearer {made.text}"}),
        stranger.get("/api/v1/me", headers={"authorization": f"Bearer {CANARY}"}),
        stranger.get(f"/{CANARY}\r\n/", headers={"x-request-id": CANARY}),
        browser.get("/me/"),
        browser.post("/contribute/", {"note": CANARY, CANARY: "x"}),
    ):
        assert answer.status_code < 500
    for fault in (broken, refused):
        monkeypatch.setattr("cases.views.about.render", fault)
        assert browser.get(f"/about/method/?q={CANARY}").status_code == 500
    text = log.getvalue()
    assert len(lines(log)) >= 16
    for secret in (CANARY, made.text, key, "Amina", amina.email, "127.0.0.1", project.SECRET_KEY):
        assert secret.lower() not in text.lower()


def test_a_fault_says_its_kind_and_place_by_the_number_that_the_page_shows(
    log: io.StringIO, taxonomy: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cases.views.about.render", broken)
    answer = Client(raise_request_exception=False).get("/about/method/")
    fault = next(line for line in lines(log) if "faults" in line)
    (found,) = fault["faults"]
    assert found["kind"] == "builtins.ValueError"
    assert found["at"][-1].startswith("tests/config/test_logs.py:")
    assert str(fault["request"]) in answer.content.decode()


def test_what_it_came_from_is_said_with_the_code_of_the_database(db: None, log: io.StringIO) -> None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT nothing FROM nowhere")
    except Exception:
        logging.getLogger("cases").exception("A query.")
    (line,) = lines(log)
    codes = [fault.get("code") for fault in line["faults"]]
    assert codes[-1] in {"SQLITE_ERROR", "42P01"}


def test_a_line_cannot_be_forged(log: io.StringIO) -> None:
    logging.getLogger("cases").warning('one\n{"level": "forged"}\r\x1b[2J\u2028two %s', "\x00")
    assert len(log.getvalue().splitlines()) == 1
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\uffff]", log.getvalue())


def test_of_other_packages_only_the_place_is_told(log: io.StringIO) -> None:
    logging.getLogger("urllib3.connectionpool").warning("Retrying /%s", CANARY)
    (line,) = lines(log)
    assert line["message"].startswith("test_logs:")


def test_a_wrong_host_is_the_line_of_its_request_and_no_more(log: io.StringIO, client: Client) -> None:
    assert client.get("/", headers={"host": "scanned.example"}).status_code == 400
    (line,) = lines(log)
    assert (line["message"], line["level"], line["status"]) == ("answered", "INFO", 400)


def test_a_flood_of_refusals_is_not_written(log: io.StringIO, db: None, client: Client) -> None:
    logging.getLogger("django.request").error("Too many", extra={"status_code": 429})
    logging.getLogger("django.request").warning("Not Found: /x")
    assert lines(log) == []


@pytest.mark.parametrize(
    ("proxies", "given", "is_taken"),
    [
        (1, "abc-1234.of_proxy", True),
        (0, "abc-1234.of_proxy", False),
        (1, "short", False),
        (1, "two lines\n{}", False),
        (1, "x" * 65, False),
    ],
)
def test_the_number_of_a_trusted_proxy_is_kept(
    client: Client, settings: Settings, db: None, proxies: int, given: str, is_taken: bool
) -> None:
    settings.TRUSTED_PROXIES = proxies
    number = client.get("/healthz", headers={"x-request-id": given}).headers["X-Request-ID"]
    assert (number == given) is is_taken
    assert re.fullmatch(r"[A-Za-z0-9._-]{8,64}", number)


def test_outside_of_a_request_there_is_no_number(log: io.StringIO) -> None:
    cache.get("x")
    logging.getLogger("cases").warning("Alone.")
    assert "request" not in lines(log)[0]
    assert request_number.get() == ""
