"""A case from the first sending to the reader, by the API alone."""

import csv
import io

import pytest
from django.test import Client

from accounts.models import User
from cases.models import AuditEvent, OutboxMessage
from tests.cases.api.programs import Program, example, program_of, sending

pytestmark = pytest.mark.django_db


def test_a_case_is_sent_sent_back_answered_accepted_and_read(
    amina: User, chiara: User, stranger: Client
) -> None:
    author, reviewer, reader = program_of(amina), program_of(chiara), Program()

    sent = author.post("/revisions", {"content": example(), "confirm": ["licence"]})
    assert (sent.status, sent.data["state"]) == (201, "submitted")
    assert reader.get("/cases").data["items"] == []
    [waiting] = reviewer.get("/queue").data["items"]
    seen = reviewer.get(f"/queue/{waiting['number']}").data["seen"]

    asked = {"decision": "ask_for_changes", "reason": "source-missing", "note": "Which year?", "seen": seen}
    done = reviewer.post(f"/queue/{waiting['number']}/decision", asked)
    assert (done.status, done.data["outcome"]) == (201, "changes_requested"), done.data
    own = author.get(f"/revisions/{sent.data['number']}").data
    assert (own["state"], own["review"]["note"], own["can_be_answered"]) == (
        "changes_requested",
        "Which year?",
        True,
    )

    mended = {"content": example(began=2013), "note": "2013.", "confirm": ["licence"]}
    answered = author.post(f"/revisions/{sent.data['number']}/answer", mended)
    assert answered.status == 201, answered.data
    number = answered.data["number"]
    seen = reviewer.get(f"/queue/{number}").data["seen"]
    accepted = reviewer.post(f"/queue/{number}/decision", {"decision": "accept", "seen": seen})
    assert accepted.data == {"number": number, "outcome": "approved"}

    own = author.get(f"/revisions/{number}").data
    assert (own["state"], own["case"]) == ("approved", "the-tool-library-of-sampletown")
    case = reader.get("/cases/the-tool-library-of-sampletown").data
    assert (case["version"], case["content"]["began"]) == (1, 2013)
    assert reader.get("/changes").data["items"][0]["case"] == "the-tool-library-of-sampletown"
    rows = csv.DictReader(io.StringIO(stranger.get("/cases.csv").getvalue().decode("utf-8-sig")))
    assert [row["title"] for row in rows] == ["The tool library of Sampletown"]
    assert OutboxMessage.objects.filter(kind="decision", recipient=amina).count() == 2
    verbs = ["submitted", "changes_requested", "submitted", "approved"]
    assert list(AuditEvent.objects.filter(verb__in=verbs).values_list("verb", flat=True)) == verbs


def test_a_change_stands_on_the_version_from_which_it_began(amina: User, chiara: User) -> None:
    author, reviewer = program_of(amina), program_of(chiara)
    first = author.post("/revisions", sending())
    accept(reviewer, first.data["number"])
    slug = "the-tool-library-of-sampletown"
    case = author.get(f"/cases/{slug}").data
    change = sending(case["content"] | {"summary": "Mended."}, case=slug, base_version=case["version"])
    sent = author.post("/revisions", change)
    assert sent.status == 201, sent.data
    assert reviewer.get(f"/queue/{sent.data['number']}").data["changed"] == ["summary"]
    accept(reviewer, sent.data["number"])
    versions = author.get(f"/cases/{slug}/versions").data["items"]
    assert [version["number"] for version in versions] == [2, 1]
    assert author.get(f"/cases/{slug}/versions/1").data["content"]["summary"] != "Mended."


def accept(reviewer: Program, number: int) -> None:
    """Accept a change as it stands."""
    seen = reviewer.get(f"/queue/{number}").data["seen"]
    done = reviewer.post(f"/queue/{number}/decision", {"decision": "accept", "seen": seen})
    assert done.status == 201, done.data
