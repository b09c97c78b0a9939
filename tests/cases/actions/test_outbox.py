"""Mail about decisions: one for each, to those who may still see it, tried again when sending fails."""

from collections.abc import Callable
from datetime import timedelta
from io import StringIO
from smtplib import SMTPRecipientsRefused
from typing import cast

import pytest
from django.core import mail
from django.core.mail import EmailMessage, EmailMultiAlternatives
from django.core.management import call_command
from django.test import override_settings
from django.utils import timezone
from pytest_django import Settings

from accounts.actions import delete_account
from accounts.models import User
from cases.actions import mail_choices, outbox, outbox_care, reviews
from cases.actions.letters import decision_letter
from cases.actions.outbox import FIRST_WAIT, LEASE, LONGEST_WAIT, WORKER_DIED, deliver_due
from cases.actions.refusals import NotAllowed, NothingThere
from cases.actions.reviews import seen_now
from cases.domain.reasons import REASONS
from cases.models import AuditEvent, MailChoice, OutboxMessage, Review
from cases.queries.reasons import load_reasons
from tests.world import content, person, published, submitted

Later = Callable[[timedelta], None]


def decline(
    by: User, author: User, title: str = "Guifi.net", *, reason: str = "advertising"
) -> OutboxMessage:
    revision = submitted(content(title), by=author)
    reviews.decline(
        revision=revision, by=by, seen=seen_now(revision), reason=reason, note="Who else says so?"
    )
    return OutboxMessage.objects.get(subject_id=revision.pk)


def refuse_to_send(_self: EmailMessage) -> int:
    raise ConnectionRefusedError("no mail server")


@pytest.fixture
def later(monkeypatch: pytest.MonkeyPatch) -> Later:
    """A clock that only a call moves on."""
    clock = [timezone.now()]

    def wait(time: timedelta) -> None:
        clock[0] += time

    monkeypatch.setattr("django.utils.timezone.now", lambda: clock[0])
    return wait


def test_a_decision_makes_one_mail_to_the_author(amina: User, chiara: User) -> None:
    published(content(), by=amina, reviewer=chiara)
    deliver_due()
    assert [sent.to for sent in mail.outbox] == [["amina@example.org"]]
    assert deliver_due() == 0


def test_the_mail_says_the_reason_what_to_do_and_the_note(amina: User, chiara: User) -> None:
    decline(chiara, amina)
    deliver_due()
    reason = load_reasons().of("advertising")
    assert reason is not None
    for said in (reason.name, reason.guidance, "Who else says so?", "Guifi.net", "/me/"):
        assert said in mail.outbox[0].body


def test_both_parts_of_the_mail_lead_to_the_page_that_says_more(
    amina: User, chiara: User, settings: Settings
) -> None:
    linked = next(reason for reason in REASONS if reason.link)
    decline(chiara, amina, reason=linked.code)
    deliver_due()
    (sent,) = mail.outbox
    assert isinstance(sent, EmailMultiAlternatives)
    for part in (sent.body, sent.alternatives[0][0]):
        assert f"{settings.SITE_URL}{linked.link}" in str(part)


@pytest.mark.parametrize(
    "title",
    ["Guifi\r\nBcc: everybody@example.org", "Guifi\nX: y", "Guifi\u2028Bcc: a@example.org", "Guifi\x85To: b"],
)
def test_a_title_adds_no_header(amina: User, chiara: User, title: str) -> None:
    """Reading refuses such titles; the mail holds even if one comes through."""
    message = decline(chiara, amina)
    review = Review.objects.get(revision=message.subject_id)
    review.revision.title = title
    written = decision_letter(message, amina, review).mail
    assert len(written.subject.splitlines()) == 1
    assert set(written.message().keys()) >= {"Subject", "To"}
    assert written.recipients() == ["amina@example.org"]
    assert not {"Bcc", "X"} & set(written.message().keys())


def test_a_leased_message_is_not_sent_by_another_worker(
    amina: User, chiara: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    decline(chiara, amina)
    others: list[int] = []
    monkeypatch.setattr(EmailMessage, "send", lambda _self: others.append(deliver_due()))
    assert deliver_due() == 1
    assert others == [0]


def test_a_lease_that_ran_out_lets_another_worker_try(amina: User, chiara: User, later: Later) -> None:
    message = decline(chiara, amina)
    later(FIRST_WAIT)
    OutboxMessage.objects.filter(pk=message.pk).update(lease_until=timezone.now() + LEASE, attempts=1)
    assert deliver_due() == 0
    later(LEASE + FIRST_WAIT)
    assert deliver_due() == 1


def test_each_failure_waits_twice_as_long_up_to_six_hours(
    amina: User, chiara: User, later: Later, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = decline(chiara, amina)
    monkeypatch.setattr(EmailMessage, "send", refuse_to_send)
    waits = []
    for _attempt in range(10):
        later(timedelta(days=1))
        assert deliver_due() == 0
        message.refresh_from_db()
        waits.append(message.due_at - timezone.now())
    assert waits == [*(FIRST_WAIT * 2**number for number in range(1, 9)), LONGEST_WAIT, LONGEST_WAIT]
    assert message.last_error == "ConnectionRefusedError: no mail server"


def test_what_was_rolled_back_sends_nothing_and_what_stands_is_sent_once(
    amina: User, chiara: User, later: Later, monkeypatch: pytest.MonkeyPatch
) -> None:
    revision = submitted(content(), by=amina)
    seen = seen_now(revision)

    def fail(**_named: object) -> None:
        raise RuntimeError

    with monkeypatch.context() as broken:
        broken.setattr("cases.actions.publication.publish", fail)
        with pytest.raises(RuntimeError):
            reviews.approve(revision=revision, by=chiara, seen=seen)
    assert (OutboxMessage.objects.count(), deliver_due(), mail.outbox) == (0, 0, [])

    reviews.approve(revision=revision, by=chiara, seen=seen)
    with monkeypatch.context() as away:
        away.setattr(EmailMessage, "send", refuse_to_send)
        deliver_due()
    assert mail.outbox == []
    for _worker in range(3):
        later(timedelta(minutes=5))
        deliver_due()
    assert [sent.to for sent in mail.outbox] == [["amina@example.org"]]


def test_after_three_days_without_the_mail_server_the_message_is_dead_and_says_why(
    amina: User, chiara: User, later: Later, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    message = decline(chiara, amina)
    begun = timezone.now()
    monkeypatch.setattr(EmailMessage, "send", refuse_to_send)
    while message.dropped_at is None:
        later(max(message.due_at - timezone.now(), timedelta(0)))
        deliver_due()
        message.refresh_from_db()
    assert timedelta(days=3) < message.dropped_at - begun < timedelta(days=4)
    assert (message.sent_at, message.last_error[:22]) == (None, "ConnectionRefusedError")
    assert caplog.messages[-1] == f"Gave up on message {message.pk} after 20 attempts."


def test_a_night_without_the_mail_server_loses_no_mail(
    amina: User, chiara: User, later: Later, monkeypatch: pytest.MonkeyPatch
) -> None:
    decline(chiara, amina)
    with monkeypatch.context() as away:
        away.setattr(EmailMessage, "send", refuse_to_send)
        for _hour in range(10):
            later(timedelta(hours=1))
            deliver_due()
    later(LONGEST_WAIT)
    assert deliver_due() == 1


def test_each_failure_is_in_the_log_without_what_the_server_said(
    amina: User, chiara: User, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    message = decline(chiara, amina)
    monkeypatch.setattr(EmailMessage, "send", refuse_to_send)
    deliver_due()
    said = f"Attempt 1 at message {message.pk} ({message.kind}) failed: ConnectionRefusedError."
    assert caplog.messages == [said]


def test_a_message_that_kills_its_workers_is_dead_after_eight_leases(
    amina: User, chiara: User, later: Later, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(_self: EmailMessage) -> int:
        raise KeyboardInterrupt

    message = decline(chiara, amina)
    monkeypatch.setattr(EmailMessage, "send", die)
    for _attempt in range(8):
        later(timedelta(days=1))
        with pytest.raises(KeyboardInterrupt):
            deliver_due()
    later(timedelta(days=1))
    assert deliver_due() == 0
    message.refresh_from_db()
    assert (message.attempts, message.last_error) == (8, WORKER_DIED)


def test_a_worker_that_died_once_ends_no_message_that_only_waits_for_the_mail_server(
    amina: User, chiara: User, later: Later
) -> None:
    message = decline(chiara, amina)
    later(FIRST_WAIT)
    OutboxMessage.objects.filter(pk=message.pk).update(
        lease_until=timezone.now() - LEASE, attempts=12, last_error="ConnectionRefusedError: no mail server"
    )
    assert deliver_due() == 1


def leaves(user: User) -> None:
    delete_account(user=user, by=user)


def is_suspended(user: User) -> None:
    User.objects.filter(pk=user.pk).update(is_active=False)


def has_no_address(user: User) -> None:
    User.objects.filter(pk=user.pk).update(email="")


@pytest.mark.parametrize("change", [leaves, is_suspended, has_no_address])
def test_who_left_or_may_not_see_it_any_more_gets_nothing(
    amina: User, chiara: User, change: Callable[[User], None]
) -> None:
    message = decline(chiara, amina)
    change(amina)
    deliver_due()
    assert mail.outbox == []
    message.refresh_from_db()
    assert message.dropped_at is not None
    assert message.sent_at is None


def test_who_may_not_see_the_revision_gets_nothing(amina: User, bruno: User, chiara: User) -> None:
    message = decline(chiara, amina)
    OutboxMessage.objects.filter(pk=message.pk).update(recipient=bruno)
    deliver_due()
    assert mail.outbox == []


def test_one_failure_does_not_hold_up_the_others(
    amina: User, chiara: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    decline(chiara, amina, "Sensorica")
    decline(chiara, amina, "Debian")
    send = cast("Callable[[EmailMessage], int]", EmailMessage.send)
    monkeypatch.setattr(
        EmailMessage,
        "send",
        lambda self: refuse_to_send(self) if "Sensorica" in self.subject else send(self),
    )
    assert deliver_due() == 1
    assert "Debian" in mail.outbox[0].subject


def test_the_worker_sends_once_and_ends(amina: User, chiara: User) -> None:
    decline(chiara, amina)
    out = StringIO()
    call_command("worker", "--once", stdout=out)
    assert out.getvalue() == "Messages that left the outbox: 1.\n"
    assert len(mail.outbox) == 1


def test_a_worker_that_dies_between_the_servers_yes_and_the_note_sends_a_double_that_a_mailbox_knows(
    amina: User, chiara: User, later: Later, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_about: object) -> None:
        raise KeyboardInterrupt

    decline(chiara, amina)
    with monkeypatch.context() as patch:
        patch.setattr(outbox, "_finish", die)
        with pytest.raises(KeyboardInterrupt):
            deliver_due()
    later(LEASE + FIRST_WAIT)
    assert deliver_due() == 1
    first, second = (sent.message()["Message-ID"] for sent in mail.outbox)
    assert first == second


def test_beyond_so_many_mails_a_day_the_rest_waits_for_the_digest(
    amina: User, chiara: User, later: Later
) -> None:
    for number in range(4):
        decline(chiara, amina, f"Case {number}")
    with override_settings(MAILS_A_DAY=2):
        deliver_due()
    assert len(mail.outbox) == 2
    later(timedelta(days=2))
    deliver_due()
    assert len(mail.outbox) == 3
    assert "Case 2" in mail.outbox[2].body
    assert "Case 3" in mail.outbox[2].body
    assert "Case 1" not in mail.outbox[2].body


def test_who_wants_no_mail_gets_none(amina: User, chiara: User) -> None:
    decline(chiara, amina)
    mail_choices.unsubscribe(person=amina)
    deliver_due()
    assert mail.outbox == []


def test_an_address_that_is_refused_for_good_is_not_tried_again(
    amina: User, chiara: User, later: Later, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(mail: EmailMessage) -> int:
        raise SMTPRecipientsRefused({mail.to[0]: (550, b"no such mailbox")})

    message = decline(chiara, amina)
    monkeypatch.setattr(EmailMessage, "send", refuse)
    deliver_due()
    message.refresh_from_db()
    assert message.dropped_at is not None
    assert MailChoice.objects.get(person=amina).refused_at is not None
    assert list(OutboxMessage.objects.dead()) == [message]


def test_one_that_is_full_today_is_tried_again(
    amina: User, chiara: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    def defer(mail: EmailMessage) -> int:
        raise SMTPRecipientsRefused({mail.to[0]: (452, b"mailbox full")})

    message = decline(chiara, amina)
    monkeypatch.setattr(EmailMessage, "send", defer)
    deliver_due()
    message.refresh_from_db()
    assert message.dropped_at is None
    assert not MailChoice.objects.filter(person=amina).exists()


def test_a_steward_sends_a_dead_message_again_or_drops_it(amina: User, chiara: User, edda: User) -> None:
    first, second = decline(chiara, amina), decline(chiara, amina, "Debian")
    OutboxMessage.objects.update(dropped_at=timezone.now(), last_error="no mail server", attempts=8)
    outbox_care.retry(message=first.pk, by=edda)
    outbox_care.drop(message=second.pk, by=edda)
    assert not OutboxMessage.objects.dead().exists()
    assert deliver_due() == 1
    verbs = AuditEvent.objects.filter(actor_id=edda.pk).order_by("pk").values_list("verb", flat=True)
    assert list(verbs) == ["message_retried", "message_dropped"]


@pytest.mark.parametrize("act", [outbox_care.retry, outbox_care.drop])
def test_nobody_else_does(amina: User, chiara: User, act: Callable[..., None]) -> None:
    message = decline(chiara, amina)
    with pytest.raises(NotAllowed):
        act(message=message.pk, by=chiara)
    deliver_due()
    with pytest.raises(NothingThere):
        act(message=message.pk, by=person("Farida", "steward"))
