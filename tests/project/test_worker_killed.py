"""A worker is killed in the middle of a batch: started again, nobody gets two mails and nobody none.

A real worker, a real mail server on loopback, and the tables of the test where another process sees them.
"""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from django.conf import settings
from django.db import connection
from django.test import Client, override_settings

from accounts.models import User
from cases.actions import mail_choices, watching
from cases.actions.outbox import deliver_due
from cases.domain.notices import Rhythm
from cases.models import MailChoice, OutboxMessage
from cases.queries.mail import mail_choice_of
from models_taxonomy.actions import load_taxonomy
from tests.tables import shared_tables
from tests.world import content, person, published

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).parents[2]
PEOPLE = ("Farida", "Goran", "Hana", "Ines")


class MailServer:
    """Takes mail and keeps it. At one step of the talk it may first kill whoever is sending."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.mails: list[tuple[str, Message]] = []
        self.unknown = ""
        self.victim: subprocess.Popen[bytes] | None = None
        self.kill_at = ("", 0)

    def kill_next(self, step: str, *, after: int, sender: "subprocess.Popen[bytes]") -> None:
        """Kill this process at such a step, once so many mails were taken."""
        self.kill_at, self.victim = (step, after), sender

    def _kills(self, step: str) -> bool:
        if self.victim is None or self.kill_at != (step, len(self.mails)):
            return False
        self.victim.kill()
        self.victim = None
        return True

    async def handle_MAIL(  # noqa: N802 (the name that aiosmtpd calls)
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        self._kills("MAIL")
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        if address == self.unknown:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        if self._kills("DATA"):
            return "451 nobody is there to hear it"
        self.mails.append((envelope.rcpt_tos[0], message_from_bytes(envelope.original_content or b"")))
        return "250 OK"


@pytest.fixture
def server() -> Iterator[MailServer]:
    """A mail server on a free port of this machine."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    handler = MailServer(port)
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield handler
    controller.stop()


@pytest.fixture
def amina(transactional_db: None) -> User:
    """A contributor, in tables that other processes see."""
    load_taxonomy()
    return person("Amina")


@pytest.fixture
def told(amina: User) -> None:
    """Four people who watch a case and want mail at once; a change of it waits to be told to them."""
    chiara = person("Chiara", "moderator")
    case = published(content(), by=amina, reviewer=chiara)
    OutboxMessage.objects.all().delete()
    for name in PEOPLE:
        someone = person(name)
        mail_choices.choose(by=someone, rhythm=Rhythm.AT_ONCE, watches_own=True)
        watching.watch(thing=f"case-{case.pk}", by=someone)
    published(content(summary="New."), by=amina, reviewer=chiara, on=case)
    OutboxMessage.objects.filter(kind="decision").delete()
    for message in OutboxMessage.objects.all():
        watching.announce(revision_id=message.subject_id)
        message.delete()


def worker(server: MailServer, tables: str, folder: Path, *arguments: str) -> "subprocess.Popen[bytes]":
    """Start the real command."""
    given = {
        "DATABASE_URL": tables,
        "PATCHWORK_VAR": str(folder),
        "PATCHWORK_MAIL_URL": f"smtp://127.0.0.1:{server.port}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    return subprocess.Popen(
        [sys.executable, "manage.py", "worker", *arguments],
        cwd=ROOT,
        env={**os.environ, **given},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def five_minutes_later(tables: str) -> None:
    """Let every lease run out."""
    outlived = (
        "UPDATE cases_outboxmessage SET lease_until = '2020-01-01 00:00:00+00' WHERE lease_until IS NOT NULL"
    )
    if connection.vendor == "sqlite":
        with sqlite3.connect(urlsplit(tables).path) as there:
            there.execute(outlived)
        there.close()
        return
    with connection.cursor() as cursor:
        cursor.execute(outlived)


def test_killed_between_two_mails_and_again_within_one_it_sends_each_once(
    told: None, server: MailServer, tmp_path: Path
) -> None:
    tables = shared_tables(tmp_path)
    for step, taken in (("MAIL", 1), ("DATA", 2)):
        sender = worker(server, tables, tmp_path, "--pause", "0.1")
        server.kill_next(step, after=taken, sender=sender)
        assert sender.wait(timeout=60) == -signal.SIGKILL
        assert len(server.mails) == taken
        five_minutes_later(tables)
    assert worker(server, tables, tmp_path, "--once").wait(timeout=60) == 0
    assert sorted(address for address, _mail in server.mails) == [
        f"{name.lower()}@example.org" for name in PEOPLE
    ]


def test_what_leaves_has_two_parts_and_the_way_out_in_its_head(told: None, server: MailServer) -> None:
    with override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=server.port,
    ):
        deliver_due()
    recipient, mail = server.mails[0]
    assert [part.get_content_type() for part in mail.walk()][1:] == ["text/plain", "text/html"]
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address, mailbox = " ".join(mail["List-Unsubscribe"].split()).split(", ")
    assert mailbox.startswith("<mailto:")
    for part in mail.walk():
        if part.get_content_maintype() == "text":
            said = part.get_payload(decode=True).decode()  # type: ignore[union-attr]
            assert "Version 2 is public." in said
            assert "src=" not in said
            assert "@import" not in said
    person_told = User.objects.get(email=recipient)
    there = address.strip("<>").removeprefix(settings.SITE_URL)
    assert Client(enforce_csrf_checks=True).get(there).status_code == 200
    assert mail_choice_of(person_told).rhythm == Rhythm.AT_ONCE
    answer = Client(enforce_csrf_checks=True).post(there, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert mail_choice_of(person_told).rhythm == Rhythm.NEVER


def test_a_mailbox_that_is_not_there_is_said_to_its_owner_and_holds_up_nobody(
    told: None, server: MailServer
) -> None:
    server.unknown = "goran@example.org"
    with override_settings(
        EMAIL_BACKEND="django.core.mail.backends.smtp.EmailBackend",
        EMAIL_HOST="127.0.0.1",
        EMAIL_PORT=server.port,
    ):
        deliver_due()
    assert len(server.mails) == 3
    assert MailChoice.objects.get(refused_at__isnull=False).person.username == "Goran"
