"""The only writers of mails about accounts: they wait here until the outbox sends them."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import AccountMail
from accounts.signals import mail_written

KEPT_AT_MOST = timedelta(days=7)
SUBJECT_AT_MOST = 150


def write(*, address: str, subject: str, text: str) -> AccountMail:
    """Write a mail and say so, in one transaction; who listens sends it."""
    subject = " ".join(subject.split())[:SUBJECT_AT_MOST]
    with transaction.atomic():
        mail = AccountMail.objects.create(address=address, subject=subject, text=text)
        mail_written.send(sender=AccountMail, mail=mail)
    return mail


def forget(number: int) -> None:
    """Keep nothing of a mail that was sent or given up."""
    AccountMail.objects.filter(pk=number).delete()


def forget_old() -> None:
    """Keep nothing of mails that could not be sent for a week: their codes and links have ended long ago."""
    AccountMail.objects.filter(written_at__lt=timezone.now() - KEPT_AT_MOST).delete()
