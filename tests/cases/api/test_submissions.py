"""What a program sends: by the rules of the form, once for each key, and told by field what is wrong."""

from typing import Any

import pytest
from django.test import Client
from pytest_django.fixtures import Settings

from accounts.models import User
from cases.actions import kept_answers, off_page
from cases.models import AuditEvent, KeptAnswer, Revision
from tests.cases.api.programs import V1, Program, example, program_of, sending
from tests.world import content, published, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def program(amina: User) -> Program:
    return program_of(amina)


@pytest.mark.parametrize(
    ("body", "status", "field", "said"),
    [
        ({}, 400, "content", "The content is missing."),
        (sending() | {"state": "approved"}, 400, "state", "There is no field of this name."),
        (sending(example(author="me")), 400, "content.author", "There is no field of this name."),
        (sending(example(title=["x"])), 400, "content.title", "This is not text."),
        (sending(example(phases={"start": 1})), 400, "content.phases", "This is not a list."),
        (sending(example(began=True)), 400, "content.began", "not a whole number"),
        (sending(example(sector="king")), 400, "content.sector", "not in the list"),
        (sending(base_version=1), 400, "case", "Say which case you change"),
        (sending(case="guifi-net"), 400, "base_version", "Say which version you began from"),
        (sending(base_version=1.5, case="x"), 400, "base_version", "not a whole number"),
        (sending() | {"confirm": ["licence", "all"]}, 400, "confirm", "“all” confirms nothing."),
        (sending(note="x" * 1001), 400, "note", "Shorten it to 1000."),
        (sending(example(title="a\u0001b")), 400, "content.title", "control character"),
        (sending() | {"confirm": []}, 422, "confirm", "You did not agree to the licences"),
        (sending(example(title="")), 422, "content.title", "The title is missing."),
        (sending(example(phases=[])), 422, "content.phases", "There is no phase."),
        (sending(example(stake=None)), 422, "content.stake", "Say whether you have a stake"),
    ],
)
def test_what_is_wrong_is_named_by_its_field(
    program: Program, body: dict[str, Any], status: int, field: str, said: str
) -> None:
    answer = program.post("/revisions", body)
    assert (answer.status, answer.headers["Content-Type"]) == (status, "application/problem+json")
    assert said in {error["field"]: error["message"] for error in answer.data["errors"]}[field]
    assert not Revision.objects.exists()


def test_every_fault_is_told_at_once(program: Program) -> None:
    body = sending(example(title=1, began="x", colour="red"), note=2)
    fields = {error["field"] for error in program.post("/revisions", body).data["errors"]}
    assert fields == {"content.title", "content.began", "content.colour", "note"}


def test_who_speaks_in_a_source_is_said(program: Program) -> None:
    what = example()
    del what["sources"][0]["speaker"]
    answer = program.post("/revisions", sending(what))
    assert (answer.status, answer.data["errors"][0]["field"]) == (400, "content.sources.0.speaker")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (" ", 400),
        ("[]", 400),
        ("nothing", 400),
        ('{"content": {}, "content": {}}', 400),
        ('{"content": NaN}', 400),
        ('{"content": ' + "[" * 40 + "]" * 40 + "}", 400),
        ('{"content": "\\ud800"}', 400),
        ('{"content": "\\u0000"}', 400),
        (b'{"content": "\xff"}', 400),
        ('{"note": ' + "1" * 5000 + "}", 400),
        ("x" * 2_600_000, 413),
    ],
)
def test_a_body_that_is_no_json_is_refused(program: Program, body: str | bytes, status: int) -> None:
    answer = program.post("/revisions", body)
    assert (answer.status, answer.data["status"]) == (status, status)


@pytest.mark.parametrize(
    "kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", ""]
)
def test_a_body_of_another_kind_is_refused(program: Program, kind: str) -> None:
    answer = Client().post(
        f"{V1}/revisions", "a=b", content_type=kind, headers={"Authorization": f"Bearer {program.token}"}
    )
    assert (answer.status_code, answer.headers["Content-Type"]) == (415, "application/problem+json")


def test_a_case_of_like_name_is_asked_about(program: Program, bruno: User, deniz: User) -> None:
    published(content("The tool library of Sampletown"), by=bruno, reviewer=deniz)
    asked = program.post("/revisions", sending() | {"confirm": ["licence"]})
    [error] = asked.data["errors"]
    assert (asked.status, error["field"]) == (422, "content.title")
    assert "the-tool-library-of-sampletown" in error["message"]
    assert "not_a_twin" in error["fix"]
    assert program.post("/revisions", sending() | {"confirm": ["licence", "not_a_twin"]}).status == 201


def test_a_paragraph_without_a_source_is_asked_about(program: Program) -> None:
    what = example(parts=[{"key": "in-short", "text": "Neighbours lend each other all of their tools."}])
    asked = program.post("/revisions", sending(what) | {"confirm": ["licence"]})
    assert asked.data["errors"][0]["field"] == "content.parts.in-short"
    assert program.post("/revisions", sending(what)).status == 201


def test_a_newcomer_has_so_many_waiting(program: Program, settings: Settings) -> None:
    settings.NEWCOMERS_WAITING_AT_MOST = 1
    assert [program.post("/revisions", sending()).status for _time in range(2)] == [201, 429]


def test_a_change_names_a_version_that_there_is(program: Program, bruno: User, deniz: User) -> None:
    case = published(content(), by=bruno, reviewer=deniz)
    wrong = program.post("/revisions", sending(content(), case=case.slug, base_version=7))
    assert (wrong.status, wrong.data["errors"][0]["field"]) == (422, "base_version")
    assert program.post("/revisions", sending(content(), case="never-was", base_version=1)).status == 404
    off_page.withdraw_case(record=case.record, by=deniz, reason="not_sourced", note="Nobody found it.")
    assert program.post("/revisions", sending(content(), case=case.slug, base_version=1)).status == 410


def test_a_revision_is_taken_back_once_and_by_its_author(program: Program, amina: User, bruno: User) -> None:
    own, other = submitted(content(), by=amina), submitted(content("Other"), by=bruno)
    answers = [program.post(f"/revisions/{each}/withdrawal") for each in (own.pk, own.pk, other.pk, 10**12)]
    assert [answer.status for answer in answers] == [200, 409, 404, 404]
    assert answers[0].data["state"] == "withdrawn"
    assert program.get(f"/revisions/{other.pk}").status == 404


def test_only_changes_that_were_asked_for_are_answered(program: Program, amina: User) -> None:
    waiting = submitted(content(), by=amina)
    assert program.post(f"/revisions/{waiting.pk}/answer", sending()).status == 409


def test_own_revisions_are_those_of_one_person(program: Program, amina: User, bruno: User) -> None:
    own = submitted(content(), by=amina)
    submitted(content("Other"), by=bruno)
    assert [row["number"] for row in program.get("/revisions").data["items"]] == [own.pk]
    assert program.get("/revisions?state=approved").data["items"] == []


# --- once -----------------------------------------------------------------------------------------


def test_a_key_does_a_writing_once(program: Program) -> None:
    first, again = (program.post("/revisions", sending(), Idempotency_Key="k") for _time in range(2))
    assert (first.status, first.data) == (again.status, again.data)
    assert "Idempotency-Replayed" not in first.headers
    assert again.headers["Idempotency-Replayed"] == "true"
    assert Revision.objects.count() == AuditEvent.objects.filter(verb="submitted").count() == 1


@pytest.mark.parametrize("path", ["/revisions", "/revisions/1/withdrawal"])
def test_a_key_of_another_request_is_refused(program: Program, path: str, amina: User) -> None:
    own = submitted(content(), by=amina)
    program.post("/revisions", sending(), Idempotency_Key="k")
    path = path.replace("1", str(own.pk))
    refused = program.post(path, sending(note="Other."), Idempotency_Key="k")
    assert (refused.status, "new key" in refused.data["detail"]) == (422, True)
    assert Revision.objects.count() == 2


def test_what_was_refused_may_be_mended_under_its_key(program: Program, settings: Settings) -> None:
    settings.NEWCOMERS_WAITING_AT_MOST = 0
    assert program.post("/revisions", sending(), Idempotency_Key="k").status == 429
    settings.NEWCOMERS_WAITING_AT_MOST = 5
    assert program.post("/revisions", sending(note="Mended."), Idempotency_Key="k").status == 201


def test_keys_of_two_people_do_not_meet(program: Program, bruno: User) -> None:
    answers = [
        each.post("/revisions", sending(), Idempotency_Key="k").data for each in (program, program_of(bruno))
    ]
    assert answers[0]["number"] != answers[1]["number"]


def test_what_is_kept_holds_nothing_that_anybody_wrote_and_is_forgotten(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    program.post("/revisions", sending(example(title="Canary")), Idempotency_Key="k")
    assert "Canary" not in str(KeptAnswer.objects.get().answer)
    monkeypatch.setattr(kept_answers, "KEPT_FOR", -kept_answers.KEPT_FOR)
    program.post("/revisions", sending(), Idempotency_Key="other")
    assert KeptAnswer.objects.filter(key="k").count() == 0


@pytest.mark.parametrize("key", ["", " ", "a b", "é", "x" * 101])
def test_a_key_that_cannot_be_kept_is_told_of(program: Program, key: str) -> None:
    answer = program.post("/revisions", sending(), Idempotency_Key=key)
    assert (answer.status, answer.data["errors"][0]["field"]) == (400, "Idempotency-Key")
