"""Suspending, lifting, appealing, answering: who may, what is refused, and what is on record."""

from datetime import timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import actions as people
from accounts.models import Role, User
from cases import permissions
from cases.actions import outbox, reviews, submissions, suspensions
from cases.actions.refusals import AlreadyAppealed, Incomplete, NotAllowed, Overtaken
from cases.actions.reviews import seen_now
from cases.domain.suspensions import AppealDecision
from cases.models import Appeal, AppealAnswer, AuditEvent, Suspension
from cases.queries.suspensions import open_appeals
from tests.world import content, submitted, suspended

KEEP, LIFT = AppealDecision.KEEP, AppealDecision.LIFT


def again(user: User) -> User:
    """The person as the next request reads them."""
    return User.objects.get(pk=user.pk)


def appealed(by: User) -> Appeal:
    return suspensions.appeal(by=again(by), text="It was one advertisement, and a mistake.")


def test_a_suspended_person_may_read_and_not_write(amina: User, deniz: User) -> None:
    suspended(amina, by=deniz)
    assert permissions.is_member(again(amina))
    assert not permissions.may_contribute(again(amina))


def test_it_is_on_record_without_the_note(amina: User, deniz: User) -> None:
    suspension = suspended(amina, by=deniz)
    event = AuditEvent.objects.get()
    assert (event.verb, event.subject_id, event.data) == (
        "suspend_person",
        str(suspension.pk),
        {"reason": "spam"},
    )


@pytest.mark.parametrize(
    ("whom", "by", "is_allowed"),
    [
        ("amina", "deniz", True),
        ("amina", "edda", True),
        ("chiara", "deniz", True),
        ("amina", "bruno", False),
        ("deniz", "deniz", False),
        ("edda", "deniz", False),
        ("edda", "edda", False),
    ],
)
def test_who_may_suspend_whom(request: pytest.FixtureRequest, whom: str, by: str, is_allowed: bool) -> None:
    person, moderator = request.getfixturevalue(whom), request.getfixturevalue(by)
    if is_allowed:
        suspended(person, by=moderator)
    else:
        with pytest.raises(NotAllowed):
            suspended(person, by=moderator)
    assert again(person).is_suspended is is_allowed


@pytest.mark.parametrize(
    ("said", "path"),
    [
        ({"reason": ""}, "reason"),
        ({"reason": "made it up"}, "reason"),
        ({"note": " "}, "note"),
        ({"note": "x" * 2001}, "note"),
        ({"until": timezone.now() - timedelta(hours=1)}, "until"),
    ],
)
def test_what_it_must_say(amina: User, deniz: User, said: dict[str, object], path: str) -> None:
    with pytest.raises(Incomplete) as refusal:
        suspended(amina, by=deniz, **said)
    assert [problem.path for problem in refusal.value.problems] == [path]


def test_nobody_is_suspended_twice_at_once(amina: User, chiara: User, deniz: User) -> None:
    suspended(amina, by=deniz)
    with pytest.raises(Overtaken):
        suspended(amina, by=chiara)


def test_it_ends_by_itself_on_its_day(amina: User, deniz: User) -> None:
    suspended(amina, by=deniz, until=timezone.now() + timedelta(days=3))
    assert again(amina).is_suspended
    User.objects.filter(pk=amina.pk).update(suspended_until=timezone.now() - timedelta(seconds=1))
    assert permissions.may_contribute(again(amina))
    suspended(amina, by=deniz)
    assert Suspension.objects.count() == 2


def test_lifting_lets_them_write_again(amina: User, chiara: User, deniz: User) -> None:
    suspended(amina, by=deniz)
    suspensions.lift(person=amina, by=chiara, note="Talked.")
    assert permissions.may_contribute(again(amina))
    with pytest.raises(Overtaken):
        suspensions.lift(person=amina, by=deniz)


def test_who_was_suspended_since_the_page_was_read_sends_nothing(amina: User, deniz: User) -> None:
    suspended(amina, by=deniz)
    assert not amina.is_suspended  # as the request read her
    with pytest.raises(NotAllowed):
        submitted(content(), by=amina)


def test_a_moderator_who_was_suspended_since_the_page_was_read_decides_nothing(
    amina: User, chiara: User, deniz: User
) -> None:
    waiting = submitted(content(), by=amina)
    suspended(chiara, by=deniz)
    with pytest.raises(NotAllowed):
        reviews.approve(revision=waiting, by=chiara, seen=seen_now(waiting))


def test_waiting_work_stays_and_is_not_taken_back(amina: User, deniz: User) -> None:
    waiting = submitted(content(), by=amina)
    suspended(amina, by=deniz)
    with pytest.raises(NotAllowed):
        submissions.withdraw(revision=waiting, by=again(amina))
    assert waiting.state == "submitted"


def test_a_suspended_person_gets_no_role_and_says_nothing_of_themselves(
    amina: User, deniz: User, edda: User
) -> None:
    suspended(amina, by=deniz)
    with pytest.raises(people.IsSuspended):
        people.set_role(user=amina, role=Role.MODERATOR, by=edda)
    with pytest.raises(people.IsSuspended):
        people.describe(user=amina, about="Buy.")


def test_one_appeal_at_a_time(amina: User, chiara: User, deniz: User) -> None:
    suspended(amina, by=deniz)
    first = appealed(amina)
    with pytest.raises(AlreadyAppealed):
        appealed(amina)
    suspensions.answer(appeal=first, by=chiara, decision=KEEP, note="Not yet.")
    assert open_appeals() == ()
    assert appealed(amina) in open_appeals()


def test_only_who_is_suspended_appeals(amina: User, deniz: User) -> None:
    with pytest.raises(NotAllowed):
        appealed(amina)
    suspended(amina, by=deniz)
    with pytest.raises(Incomplete):
        suspensions.appeal(by=again(amina), text=" ")


@pytest.mark.parametrize("decision", [KEEP, LIFT])
def test_another_moderator_keeps_or_lifts(
    amina: User, chiara: User, deniz: User, decision: AppealDecision
) -> None:
    suspended(amina, by=deniz)
    suspensions.answer(appeal=appealed(amina), by=chiara, decision=decision, note="Said.")
    assert again(amina).is_suspended is (decision is KEEP)


def test_who_suspended_does_not_answer(amina: User, deniz: User) -> None:
    suspended(amina, by=deniz)
    appeal = appealed(amina)
    with pytest.raises(NotAllowed):
        suspensions.answer(appeal=appeal, by=deniz, decision=KEEP, note="No.")
    with pytest.raises(IntegrityError), transaction.atomic():
        AppealAnswer.objects.create(appeal=appeal, decision=KEEP, by=deniz, suspended_by=deniz, note="No.")


def test_a_lifted_suspension_leaves_no_appeal_open(amina: User, chiara: User, deniz: User) -> None:
    suspended(amina, by=deniz)
    appeal = appealed(amina)
    suspensions.lift(person=amina, by=deniz)
    assert open_appeals() == ()
    with pytest.raises(Overtaken):
        suspensions.answer(appeal=appeal, by=chiara, decision=KEEP, note="No.")


def test_the_mails_say_why_and_what_became_of_it(amina: User, chiara: User, deniz: User) -> None:
    suspended(amina, by=deniz)
    outbox.deliver_due()
    suspensions.answer(appeal=appealed(amina), by=chiara, decision=LIFT, note="You may stay.")
    outbox.deliver_due()
    first, second = (str(message.body) for message in mail.outbox)
    assert "same advertisement to ten cases" in first
    assert "/account/appeal/" in first
    assert "You may stay." in second


def test_a_mail_about_what_was_lifted_meanwhile_is_not_sent(amina: User, deniz: User) -> None:
    suspended(amina, by=deniz)
    suspensions.lift(person=amina, by=deniz)
    outbox.deliver_due()
    assert [message.subject for message in mail.outbox] == ["You can write again"]
