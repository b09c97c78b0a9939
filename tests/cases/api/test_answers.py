"""Answers as caches, browsers and other sites see them."""

import json

import pytest
from django.conf import settings
from django.test import Client

from accounts.models import User
from cases.api.document import document
from cases.exchange.published import record_of
from cases.models import Case
from cases.queries.published import read_published
from tests.cases.api.programs import V1, Program, program_of
from tests.world import content, published

pytestmark = pytest.mark.django_db
PUBLIC = "public, max-age=0, must-revalidate"


@pytest.fixture
def case(bruno: User, deniz: User) -> Case:
    return published(content(), by=bruno, reviewer=deniz)


def test_a_case_is_the_one_record_of_every_format(case: Case) -> None:
    [found] = read_published([case.pk])
    record = json.loads(json.dumps(record_of(found, settings.SITE_URL)))
    assert Program().get("/cases/guifi-net").data == record == Program().get("/cases").data["items"][0]


@pytest.mark.parametrize("path", ["/cases", "/cases/guifi-net", "/patchwork?country=ES", "/gaps", "/stages"])
def test_what_did_not_change_is_not_sent_again(case: Case, path: str) -> None:
    first = Program().get(path)
    again = Program().get(path, If_None_Match=first.headers["ETag"])
    assert (again.status, again.data, again.headers["Cache-Control"]) == (304, None, PUBLIC)
    assert again.headers["ETag"] == first.headers["ETag"]
    assert Program().get(path, If_None_Match='W/"other"').status == 200


def test_a_publication_changes_the_mark_of_lists_and_of_its_case_alone(
    case: Case, bruno: User, deniz: User
) -> None:
    paths = ["/cases", "/patchwork", "/cases/guifi-net"]
    before = [Program().get(path).headers["ETag"] for path in paths]
    published(content("Another"), by=bruno, reviewer=deniz)
    after = [Program().get(path).headers["ETag"] for path in paths]
    assert [old != new for old, new in zip(before, after, strict=True)] == [True, True, False]
    published(content(summary="Newer."), by=bruno, reviewer=deniz, on=case)
    assert Program().get("/cases/guifi-net").headers["ETag"] != after[2]


def test_each_address_has_a_mark_of_its_own(case: Case) -> None:
    assert Program().get("/cases").headers["ETag"] != Program().get("/cases?sort=new").headers["ETag"]


def test_with_a_token_everything_is_private(case: Case, amina: User) -> None:
    program = program_of(amina)
    for path in ("/cases", "/cases/guifi-net", "/me", "/revisions", "/nowhere"):
        assert program.get(path).headers["Cache-Control"] == "private, no-store"
    assert Program().get("/cases").headers["Cache-Control"] == PUBLIC
    assert "Authorization" in Program().get("/cases").headers["Vary"]


def test_pages_of_other_sites_may_read_and_no_more(case: Case) -> None:
    read = Program().get("/cases", Origin="https://example.org")
    assert read.headers["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in read.headers
    assert "Link" in read.headers["Access-Control-Expose-Headers"]
    asked = Client().options(
        f"{V1}/revisions",
        headers={
            "Origin": "https://example.org",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "authorization",
        },
    )
    assert "POST" not in asked.headers["Access-Control-Allow-Methods"]
    assert "authorization" not in asked.headers["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Origin" not in Client().get("/cases/", headers={"Origin": "x"}).headers


@pytest.mark.parametrize("path", ["/api/v1/cases", "/api/v1/openapi.json"])
def test_head_asks_what_get_asks(case: Case, path: str) -> None:
    asked, got = Client().head(path), Client().get(path)
    assert (asked.status_code, asked.content) == (200, b"")
    assert asked.headers["Content-Type"] == got.headers["Content-Type"]


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("delete", "/api/v1/cases", "GET, HEAD"),
        ("put", "/api/v1/revisions", "GET, HEAD, POST"),
        ("post", "/api/v1/stages", "GET, HEAD"),
        ("get", "/api/v1/revisions/1/withdrawal", "POST"),
        ("options", "/api/v1/cases", "GET, HEAD"),
        ("post", "/api/v1/openapi.json", "GET, HEAD"),
    ],
)
def test_another_method_is_refused_with_those_there_are(
    taxonomy: None, method: str, path: str, allowed: str
) -> None:
    answer = getattr(Client(), method)(path)
    assert (answer.status_code, answer.headers["Allow"]) == (405, allowed)
    assert answer.json()["status"] == 405


@pytest.mark.parametrize(
    "path",
    ["/api/v1/", "/api/v1/cases/", "/api/v2/cases", "/api/x", "/api/v1/cases/a/b/c/d", "/api/v1/revisions/x"],
)
def test_an_address_that_there_is_not_is_a_problem_too(taxonomy: None, path: str) -> None:
    answer = Client().get(path)
    assert answer.status_code in {401, 404}
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert set(answer.json()) == {"type", "title", "status", "detail", "errors"}


def test_text_that_no_database_holds_is_a_problem(taxonomy: None) -> None:
    for path in ("/api/v1/cases?q=%00", "/api/v1/cases?q=%ed%a0%80", "/api/v1/cases/%00"):
        answer = Client().get(path)
        assert answer.status_code in {200, 400, 404}
        assert "json" in answer.headers["Content-Type"]


def test_a_fault_of_ours_is_a_problem_without_a_trace(case: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_args: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr("cases.api.taxonomy.load_reasons", broken)
    answer = Client(raise_request_exception=False).get("/api/v1/reasons")
    assert (answer.status_code, answer.json()["status"]) == (500, 500)
    assert "secret" not in answer.content.decode()


def test_the_document_is_whole() -> None:
    made = document()
    assert made["openapi"] == "3.1.0"
    names = [each["operationId"] for methods in made["paths"].values() for each in methods.values()]
    assert len(names) == len(set(names)) >= 30
    assert '"x-' not in json.dumps(made["paths"])
