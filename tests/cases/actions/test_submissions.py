"""Sending, taking back and bringing up to date: who may, when, and what is refused."""

import uuid
from dataclasses import replace

import pytest
from pytest_django import Settings

from accounts.models import User
from cases.actions import drafts, reviews, submissions
from cases.actions.refusals import (
    AlreadyDecided,
    ChangedSinceSeen,
    Incomplete,
    NotAllowed,
    NotWaiting,
    Refusal,
    TooManyWaiting,
)
from cases.actions.reviews import seen_now
from cases.actions.submissions import NewCase
from cases.domain.content import CaseContent, Part
from cases.domain.workflow import State
from cases.models import AuditEvent, Case, CaseRecord, Draft, Revision
from tests.kept import kept
from tests.world import content, published, submitted, suspended

# More nested brackets than the renderer takes.
TOO_COMPLEX = Part(key="in-short", text="[" * 5000)


def send(by: User, what: CaseContent | None = None, **more: object) -> Revision:
    return submissions.submit(
        content=what or content(),
        by=by,
        submission_key=uuid.uuid4(),
        **more,  # type: ignore[arg-type]
    )


def rebase(revision: Revision, by: User, onto: Revision, what: CaseContent | None = None) -> Revision:
    return submissions.rebase(
        revision=revision, content=what or content(), by=by, onto=onto, submission_key=uuid.uuid4()
    )


@kept
def case(amina: User, chiara: User) -> Case:
    """A public case of Amina."""
    return published(content(), by=amina, reviewer=chiara)


def public(case: Case) -> Revision:
    found = CaseRecord.objects.get(pk=case.pk).published
    assert found is not None
    return found


def new_cases(*titles: str) -> list[NewCase]:
    return [NewCase(content(title), uuid.uuid4()) for title in titles]


@pytest.mark.usefixtures("case")
def test_new_cases_go_together_and_each_once(amina: User) -> None:
    cases = new_cases("One", "Two", "Three")
    assert submissions.submit_new_cases(cases=cases[:2], by=amina) == {}
    assert submissions.submit_new_cases(cases=cases, by=amina) == {}
    waiting = Revision.objects.waiting().by(amina)
    assert [revision.submission_key for revision in waiting] == [case.submission_key for case in cases]
    assert len({revision.record_id for revision in waiting}) == 3
    assert [event.subject_id for event in AuditEvent.objects.filter(verb="submitted")[1:]] == [
        str(revision.pk) for revision in waiting
    ]


@pytest.mark.usefixtures("case")
def test_of_new_cases_the_faulty_are_named_and_the_others_sent(amina: User) -> None:
    good, bad = new_cases("Good", "Bad")
    bad = replace(bad, content=replace(bad.content, parts=(TOO_COMPLEX,)))
    assert list(submissions.submit_new_cases(cases=[good, bad], by=amina)) == [bad.submission_key]
    assert [revision.title for revision in Revision.objects.waiting()] == ["Good"]


@pytest.mark.parametrize("who", ["newcomer", "suspended"])
def test_many_new_cases_are_not_for_newcomers_nor_for_who_may_not_write(
    who: str, case: Case, amina: User, bruno: User, chiara: User
) -> None:
    by = bruno
    if who == "suspended":
        by = amina
        suspended(amina, by=chiara)
    with pytest.raises(NotAllowed):
        submissions.submit_new_cases(cases=new_cases("One"), by=by)
    assert not Revision.objects.waiting().exists()


def test_who_left_sends_nothing(amina: User) -> None:
    amina.is_active = False
    with pytest.raises(NotAllowed):
        send(amina)
    assert not Revision.objects.exists()


def test_what_says_too_little_is_not_sent(amina: User) -> None:
    with pytest.raises(Incomplete):
        send(amina, content(phases=()))


def test_what_cannot_be_rendered_is_not_sent(amina: User) -> None:
    with pytest.raises(Incomplete) as refused:
        send(amina, content(parts=(TOO_COMPLEX,)))
    assert [problem.path for problem in refused.value.problems] == ["parts"]


def test_sending_ends_the_draft_and_writes_one_event(amina: User) -> None:
    draft = drafts.start(by=amina, form="contribute", key=uuid.uuid4())
    revision = send(amina, draft=draft, note="First.")
    assert not Draft.objects.exists()
    assert (revision.note, revision.state) == ("First.", State.SUBMITTED)
    event = AuditEvent.objects.get()
    assert (event.verb, event.actor_id, event.subject_id) == ("submitted", amina.pk, str(revision.pk))


def test_sending_again_ends_a_draft_that_was_left(amina: User) -> None:
    sent = send(amina)
    draft = drafts.start(by=amina, form="contribute", key=uuid.uuid4())
    assert (
        submissions.submit(content=content(), by=amina, submission_key=sent.submission_key, draft=draft)
        == sent
    )
    assert not Draft.objects.exists()


def test_nobody_sends_anothers_draft(amina: User, bruno: User) -> None:
    draft = drafts.start(by=amina, form="contribute", key=uuid.uuid4())
    with pytest.raises(NotAllowed):
        send(bruno, draft=draft)
    assert Draft.objects.exists()


def test_a_key_of_somebody_else_opens_nothing(amina: User, bruno: User) -> None:
    sent = send(amina)
    with pytest.raises(NotAllowed):
        submissions.submit(content=content(), by=bruno, submission_key=sent.submission_key)


def test_only_the_author_answers(amina: User, bruno: User, chiara: User) -> None:
    asked = send(amina)
    reviews.ask_for_changes(revision=asked, by=chiara, seen=seen_now(asked), reason="other", note="More.")
    with pytest.raises(NotAllowed):
        send(bruno, follows=asked)


def test_what_nobody_asked_about_is_not_answered(amina: User) -> None:
    with pytest.raises(NotWaiting):
        send(amina, follows=send(amina))


def test_a_newcomer_waits_before_sending_more(
    amina: User, bruno: User, chiara: User, settings: Settings
) -> None:
    settings.NEWCOMERS_WAITING_AT_MOST = 2
    send(amina), send(amina), send(bruno)
    with pytest.raises(TooManyWaiting):
        send(amina)
    waiting = Revision.objects.by(amina).first()
    assert waiting is not None
    reviews.approve(revision=waiting, by=chiara, seen=seen_now(waiting))
    send(amina), send(amina), send(amina)


@pytest.mark.parametrize("who", ["bruno", "chiara"])
def test_only_the_author_takes_back(
    amina: User, bruno: User, chiara: User, who: str, request: pytest.FixtureRequest
) -> None:
    revision = send(amina)
    with pytest.raises(NotAllowed):
        submissions.withdraw(revision=revision, by=request.getfixturevalue(who))
    assert Revision.objects.get().state is State.SUBMITTED


def test_who_left_takes_nothing_back(amina: User) -> None:
    revision = send(amina)
    amina.is_active = False
    with pytest.raises(NotAllowed):
        submissions.withdraw(revision=revision, by=amina)


def test_what_is_decided_is_not_taken_back(case: Case, amina: User) -> None:
    with pytest.raises(AlreadyDecided):
        submissions.withdraw(revision=public(case), by=amina)


def test_taking_back_twice_is_refused(amina: User) -> None:
    revision = send(amina)
    submissions.withdraw(revision=revision, by=amina)
    with pytest.raises(NotWaiting):
        submissions.withdraw(revision=revision, by=amina)
    assert list(AuditEvent.objects.values_list("verb", flat=True)) == ["submitted", "withdrawn", "refused"]


def test_a_request_for_changes_may_be_answered_by_taking_back(amina: User, chiara: User) -> None:
    asked = send(amina)
    reviews.ask_for_changes(revision=asked, by=chiara, seen=seen_now(asked), reason="other", note="More.")
    submissions.withdraw(revision=asked, by=amina)
    assert Revision.objects.get().state is State.WITHDRAWN


def test_others_do_not_rebase(case: Case, amina: User, bruno: User) -> None:
    late = submitted(content(summary="Late."), by=amina, on=case)
    with pytest.raises(NotAllowed):
        rebase(late, bruno, public(case))


def test_the_author_rebases_without_being_named_twice(
    case: Case, amina: User, bruno: User, chiara: User
) -> None:
    late = submitted(content(summary="Late."), by=bruno, on=case)
    published(content(title="Guifi"), by=amina, reviewer=chiara, on=case)
    rebased = rebase(late, bruno, public(case))
    assert (rebased.author, rebased.prepared_by, rebased.base, rebased.follows) == (
        bruno,
        None,
        public(case),
        late,
    )
    assert AuditEvent.objects.filter(verb="rebased", subject_id=str(rebased.pk)).count() == 1


def test_a_rebase_without_a_note_keeps_the_authors(case: Case, bruno: User, deniz: User) -> None:
    late = send(bruno, record=case.record, base=public(case), note="Why I wrote it.")
    assert rebase(late, deniz, public(case)).note == "Why I wrote it."


def test_rebasing_twice_with_one_key_is_rebasing_once(case: Case, bruno: User, deniz: User) -> None:
    late = submitted(content(summary="Late."), by=bruno, on=case)
    key, onto = uuid.uuid4(), public(case)
    one = submissions.rebase(revision=late, content=content(), by=deniz, onto=onto, submission_key=key)
    assert (
        submissions.rebase(revision=late, content=content(), by=deniz, onto=onto, submission_key=key) == one
    )


@pytest.mark.parametrize(
    ("who", "why"), [("amina", "NotAllowed"), ("bruno", "AlreadyDecided"), ("deniz", "AlreadyDecided")]
)
def test_a_refused_rebase_is_on_record(
    case: Case, amina: User, bruno: User, chiara: User, deniz: User, who: str, why: str
) -> None:
    by = {"amina": amina, "bruno": bruno, "deniz": deniz}[who]
    late, onto = submitted(content(summary="Late."), by=bruno, on=case), public(case)
    reviews.approve(revision=late, by=chiara, seen=seen_now(late))
    with pytest.raises(Refusal):
        rebase(late, by, onto)
    event = AuditEvent.objects.latest("pk")
    assert (event.verb, event.actor_id, event.subject_id) == ("refused", by.pk, str(late.pk))
    assert event.data == {"act": "rebase", "why": why}
    assert not Revision.objects.filter(follows=late).exists()


def test_a_case_that_moved_on_again_is_not_overwritten(
    case: Case, amina: User, bruno: User, chiara: User
) -> None:
    late, onto = submitted(content(summary="Late."), by=bruno, on=case), public(case)
    published(content(title="Guifi"), by=amina, reviewer=chiara, on=case)
    with pytest.raises(ChangedSinceSeen):
        rebase(late, bruno, onto)


@pytest.mark.parametrize("what", [content(phases=()), content(parts=(TOO_COMPLEX,))])
def test_what_is_not_complete_is_not_rebased(case: Case, bruno: User, what: CaseContent) -> None:
    late = submitted(content(summary="Late."), by=bruno, on=case)
    with pytest.raises(Incomplete):
        rebase(late, bruno, public(case), what)


def test_what_was_withdrawn_is_not_rebased(case: Case, bruno: User) -> None:
    late = submitted(content(summary="Late."), by=bruno, on=case)
    submissions.withdraw(revision=late, by=bruno)
    with pytest.raises(NotWaiting):
        rebase(late, bruno, public(case))
