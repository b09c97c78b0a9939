"""The numbers for Prometheus: who gets them, what they count, and that several processes add up."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import get_resolver
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import Settings

from accounts.models import User
from config.seeing import checks, metrics
from scripts import serve
from tests.world import content, published, submitted

ROOT = Path(__file__).parents[3]
TOKEN = "token-7f3a-of-the-monitor"


@pytest.fixture(autouse=True)
def _token(settings: Settings) -> None:
    settings.METRICS_TOKEN = TOKEN
    checks.remembered.forget()


def numbers(client: Client) -> dict[tuple[str, ...], float]:
    """Every number, by its name and the values of its labels."""
    answer = client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    assert answer.status_code == 200
    return read(answer.content.decode())


def read(text: str) -> dict[tuple[str, ...], float]:
    return {
        (sample.name, *sample.labels.values()): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


@pytest.mark.parametrize("given", ["", "Bearer", "Bearer wrong", TOKEN, f"Basic {TOKEN}", f"Bearer {TOKEN} "])
def test_without_the_token_there_is_nothing(client: Client, db: None, given: str) -> None:
    answer = client.get("/metrics", headers={"authorization": given})
    assert (answer.status_code, answer.content) == (404, b"")


def test_requests_are_counted_by_route_and_status(client: Client, taxonomy: None) -> None:
    before = numbers(client)
    for address in ("/about/method/", "/about/method/?x=1", "/nothing-7f3a/", "/static/nothing.css"):
        client.get(address)
    after = numbers(client)

    def more(*name: str) -> float:
        return after.get(name, 0) - before.get(name, 0)

    assert more("patchwork_requests_total", "cases:about_method", "200") == 2
    assert more("patchwork_requests_total", "none", "404") == 1
    assert more("patchwork_requests_total", "static", "404") == 1
    assert more("patchwork_request_seconds_count", "cases:about_method") == 2


def test_labels_are_names_of_routes_and_never_what_was_asked(client: Client, taxonomy: None) -> None:
    for address in ("/cases/secret-7f3a/", "/people/secret-7f3a/", "/secret-7f3a/", "/?q=secret-7f3a"):
        client.get(address)
    answer = client.get("/metrics", headers={"authorization": f"Bearer {TOKEN}"})
    assert b"secret-7f3a" not in answer.content
    routes = {key[1] for key in read(answer.content.decode()) if key[0] == "patchwork_requests_total"}
    assert len(routes) < len(list(get_resolver().reverse_dict)) + 400


def test_what_waits_and_what_was_published_is_told(client: Client, amina: User, deniz: User) -> None:
    before = numbers(client)[("patchwork_publications_total",)]
    published(content(), by=amina, reviewer=deniz)
    submitted(content("Another"), by=amina)
    found = numbers(client)
    assert found[("patchwork_publications_total",)] == before + 1
    assert found[("patchwork_review_waiting",)] == 1
    assert found[("patchwork_outbox_waiting",)] > 0
    assert found[("patchwork_check_ok", "database")] == 1
    assert found[("patchwork_reads_only",)] == 0


def test_faults_of_the_database_are_counted(taxonomy: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(*_args: object, **_named: object) -> None:
        raise OperationalError

    client = Client(raise_request_exception=False)
    before = numbers(client).get(("patchwork_database_faults_total", "OperationalError"), 0)
    monkeypatch.setattr("cases.views.about.render", away)
    client.get("/about/method/")
    assert numbers(client)[("patchwork_database_faults_total", "OperationalError")] == before + 1


def test_while_the_tables_are_away_the_rest_is_told(
    client: Client, db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_now: object) -> None:
        raise OperationalError

    monkeypatch.setattr(metrics, "outbox_state", away)
    found = numbers(client)
    assert ("patchwork_reads_only",) in found
    assert ("patchwork_outbox_waiting",) not in found


def test_a_page_cache_tells_what_it_found(client: Client, db: None) -> None:
    before = numbers(client).get(("patchwork_page_cache_total", "hit"), 0)
    metrics.count_page_cache("hit")
    assert numbers(client)[("patchwork_page_cache_total", "hit")] == before + 1


def test_without_a_token_nothing_is_counted(
    client: Client, settings: Settings, monkeypatch: pytest.MonkeyPatch, taxonomy: None
) -> None:
    def never(*_args: object) -> None:
        raise AssertionError

    settings.METRICS_TOKEN = ""
    monkeypatch.setattr(metrics.REQUESTS, "labels", never)
    assert client.get("/about/method/").status_code == 200


COUNTS = """
import django; django.setup()
from django.conf import settings
from config.seeing import metrics
settings.METRICS_TOKEN = "x"
for _turn in range({times}):
    metrics.count_request("home", 200, 0.002)
metrics.count_request("other", 503, 0.2)
from prometheus_client import generate_latest
print(generate_latest(metrics._of_all_processes()).decode())
"""


def test_several_processes_add_up_also_one_that_ended(tmp_path: Path) -> None:
    text = ""
    for times in (3, 4):
        environment = {
            **os.environ,
            "PROMETHEUS_MULTIPROC_DIR": str(tmp_path),
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        text = subprocess.run(
            [sys.executable, "-c", COUNTS.format(times=times)],
            cwd=ROOT,
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
    found = read(text)
    assert found[("patchwork_requests_total", "home", "200")] == 7
    assert found[("patchwork_requests_total", "other", "503")] == 2
    assert found[("patchwork_request_seconds_bucket", "0.005", "home")] == 7


def test_the_server_begins_with_an_empty_folder_of_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("scripts.serve.os.access", lambda *_args: False)
    monkeypatch.setattr("scripts.serve.tempfile.gettempdir", lambda: str(tmp_path))
    folder = serve.fresh_folder_of_numbers(8000)
    (folder / "counter_1.db").touch()
    assert list(serve.fresh_folder_of_numbers(8000).iterdir()) == []
    assert folder.stat().st_mode & 0o777 == 0o700
    assert serve.fresh_folder_of_numbers(8001) != folder
