"""Deciding by program: through the acts of the pages, on what was in view, and never on own work."""

import pytest

from accounts.models import User
from cases.actions import reviews
from cases.actions.reviews import seen_now
from cases.models import AuditEvent, Review
from tests.cases.api.programs import Program, program_of
from tests.world import content, published, submitted

pytestmark = pytest.mark.django_db


def decision(number: int, program: Program, **said: object) -> dict[str, object]:
    """A decision on what is in view now."""
    return {"decision": "accept", "seen": program.get(f"/queue/{number}").data["seen"], **said}


@pytest.fixture
def program(chiara: User) -> Program:
    return program_of(chiara)


def test_nobody_decides_on_own_work_and_the_try_is_on_record(chiara: User, program: Program) -> None:
    own = submitted(content(), by=chiara)
    for key in ("one", "two"):
        refused = program.post(f"/queue/{own.pk}/decision", decision(own.pk, program), Idempotency_Key=key)
        assert (refused.status, refused.data["detail"]) == (403, "Nobody decides on own work.")
    assert program.get(f"/queue/{own.pk}").data["may_decide"] is False
    assert AuditEvent.objects.filter(verb="refused").count() == 2
    assert not Review.objects.exists()


def test_what_changed_since_it_was_read_is_not_decided_on(amina: User, deniz: User, program: Program) -> None:
    case = published(content(), by=amina, reviewer=deniz)
    waiting = submitted(content(summary="Waits."), by=amina, on=case)
    said = decision(waiting.pk, program)
    published(content(summary="Newer."), by=amina, reviewer=deniz, on=case)
    refused = program.post(f"/queue/{waiting.pk}/decision", said)
    assert (refused.status, "changed since you looked" in refused.data["detail"]) == (409, True)


def test_the_second_of_two_is_told_who_decided(amina: User, deniz: User, program: Program) -> None:
    waiting = submitted(content(), by=amina)
    said = decision(waiting.pk, program)
    reviews.approve(revision=waiting, by=deniz, seen=seen_now(waiting))
    refused = program.post(f"/queue/{waiting.pk}/decision", said)
    assert (refused.status, "Deniz decided first: approved" in refused.data["detail"]) == (409, True)


def test_one_of_two_who_must_accept_is_told_so(amina: User, deniz: User, program: Program) -> None:
    case = published(content(), by=amina, reviewer=deniz)
    gone = submitted(content(illustrations=(), parts=(content().parts[0],)), by=amina, on=case)
    done = program.post(f"/queue/{gone.pk}/decision", decision(gone.pk, program))
    assert done.data["outcome"] in {"accepted_first", "approved"}


@pytest.mark.parametrize(
    ("said", "status", "field"),
    [
        ({"decision": "publish"}, 400, "decision"),
        ({"seen": None}, 400, "seen"),
        ({"seen": {"content_hash": 1}}, 400, "seen.content_hash"),
        ({"seen": {"content_hash": "0", "by": "me"}}, 400, "seen.by"),
        ({"approved_by": "Edda"}, 400, "approved_by"),
        ({"decision": "decline"}, 422, "reason"),
        ({"decision": "ask_for_changes", "reason": "other"}, 422, "note"),
    ],
)
def test_a_decision_that_says_too_little_names_the_field(
    amina: User, program: Program, said: dict[str, object], status: int, field: str
) -> None:
    waiting = submitted(content(), by=amina)
    answer = program.post(f"/queue/{waiting.pk}/decision", decision(waiting.pk, program) | said)
    assert answer.status == status
    assert field in {error["field"] for error in answer.data["errors"]}
    assert not Review.objects.exists()


def test_the_queue_names_what_waits(amina: User, chiara: User, program: Program) -> None:
    first, own = submitted(content(), by=amina), submitted(content("Own"), by=chiara)
    page = program.get("/queue").data
    assert [(row["number"], row["is_own"]) for row in page["items"]] == [(first.pk, False), (own.pk, True)]
    assert page["waiting"] == 2
    assert program.get("/queue/999999").status == 404
