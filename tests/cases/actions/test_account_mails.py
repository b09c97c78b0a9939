"""Mails about accounts wait for the worker as all others: nothing fails with the mail server."""

from collections.abc import Callable
from datetime import timedelta
from smtplib import SMTPServerDisconnected
from typing import Never

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import mails
from accounts.models import AccountMail, User
from cases.actions import outbox_care
from cases.models import OutboxMessage
from tests.post import posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def server_away(monkeypatch: pytest.MonkeyPatch) -> Callable[[], None]:
    """No mail server answers, until this is called."""

    def refuse(*_asked: object) -> Never:
        raise SMTPServerDisconnected("Connection unexpectedly closed")

    monkeypatch.setattr(EmailBackend, "send_messages", refuse)
    return monkeypatch.undo


def write() -> AccountMail:
    return mails.write(address="amina@example.org", subject="Your code", text="ABC-DEF")


def test_who_sets_a_new_password_is_answered_while_the_mail_server_is_away(
    amina: User, server_away: Callable[[], None]
) -> None:
    answer = Client().post(reverse("account_reset_password"), {"email": amina.email})
    assert answer.status_code == 302
    assert posted() == []
    server_away()
    OutboxMessage.objects.update(due_at=timezone.now())
    assert [sent.to for sent in posted()] == [[amina.email]]


def test_nothing_of_a_mail_stays_when_it_was_sent() -> None:
    write()
    assert [(sent.to, sent.subject, sent.body) for sent in posted()] == [
        (["amina@example.org"], "Your code", "ABC-DEF")
    ]
    assert not AccountMail.objects.exists()
    assert "ABC" not in str(OutboxMessage.objects.values())


def test_what_was_rolled_back_is_never_sent() -> None:
    with transaction.atomic():
        write()
        transaction.set_rollback(True)
    assert posted() == []


def test_it_is_sent_once_also_when_nobody_noted_that_it_was() -> None:
    write()
    posted()
    OutboxMessage.objects.update(sent_at=None, due_at=timezone.now())
    assert len(posted()) == 1


def test_a_title_adds_no_header() -> None:
    mails.write(address="amina@example.org", subject="One\r\nBcc: all@example.org", text="")
    assert posted()[0].subject == "One Bcc: all@example.org"


def test_nothing_stays_of_what_a_steward_gives_up(edda: User, server_away: Callable[[], None]) -> None:
    write()
    posted()
    outbox_care.drop(message=OutboxMessage.objects.get().pk, by=edda)
    assert not AccountMail.objects.exists()
    assert mail.outbox == []


def test_after_a_week_nothing_stays_of_what_could_not_be_sent() -> None:
    old, new = write(), write()
    AccountMail.objects.filter(pk=old.pk).update(written_at=timezone.now() - timedelta(days=8))
    mails.forget_old()
    assert list(AccountMail.objects.all()) == [new]
    assert len(posted()) == 1
