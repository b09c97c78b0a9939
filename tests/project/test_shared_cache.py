"""nginx with the shipped rules gives strangers no private byte, and nothing that was hidden."""

import os
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from pytest_django.live_server_helper import LiveServer

from accounts.models import User
from benchmarks.nginx import in_front
from cases.actions import off_page
from cases.models import Case
from models_taxonomy.actions import load_taxonomy
from tests.world import content, person, published

PORT = 8193 + int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
PAGES = ("/", "/patchwork/", "/cases/", "/cases/guifi-net/", "/cases/guifi-net/feed/")


@pytest.fixture
def cache(nginx: str, live_server: LiveServer, transactional_db: None, tmp_path: Path) -> Iterator[int]:
    del nginx
    load_taxonomy()
    site = urlsplit(live_server.url).port or 0
    with in_front(site=site, port=PORT, home=tmp_path / "nginx"):
        yield PORT


@pytest.fixture
def case(cache: int) -> Case:
    return published(content(), by=person("Bruno"), reviewer=person("Chiara", "moderator"))


def ask(place: str, by: User | None = None) -> tuple[int, str, str]:
    """The status, how nginx had the answer, and the text."""
    connection = HTTPConnection("127.0.0.1", PORT, timeout=30)
    connection.request("GET", place, headers={"Host": "127.0.0.1"} | cookie(by))
    answer = connection.getresponse()
    body = answer.read().decode("utf-8")
    connection.close()
    return answer.status, answer.headers.get("X-Kept", ""), body


def cookie(by: User | None) -> dict[str, str]:
    if by is None:
        return {}
    client = Client()
    client.force_login(by)
    name = settings.SESSION_COOKIE_NAME
    return {"Cookie": f"{name}={client.cookies[name].value}"}


@pytest.mark.parametrize("place", PAGES)
def test_people_get_their_own_page_and_strangers_nobodys(case: Case, place: str) -> None:
    amina = person("Amina")
    for _turn in range(2):
        status, how, body = ask(place, by=amina)
        assert (status, how) == (200, "BYPASS")
        assert ("Amina" in body) == body.lstrip().startswith("<!DOCTYPE")
        status, how, body = ask(place)
        assert status == 200
        assert "Amina" not in body
        assert "csrfmiddlewaretoken" not in body
    assert how in {"REVALIDATED", "EXPIRED"}  # it was kept, and the site was asked


def test_what_was_hidden_is_gone_at_once(case: Case) -> None:
    assert ask("/cases/guifi-net/")[0] == 200
    off_page.hide_case(
        record=case.record, by=person("Deniz", "moderator"), reason="privacy", note="asked for"
    )
    assert ask("/cases/guifi-net/")[0] == 404
    assert "Guifi" not in ask("/cases/")[2]
