"""Sending the mails about accounts, of which the outbox holds the number only."""

from django.core.mail import EmailMessage

from accounts import mails
from accounts.models import AccountMail
from cases.actions.letters import message_id_of
from cases.models import OutboxMessage


def send_account_mail(message: OutboxMessage) -> bool:
    """Send the mail and forget it; False when there is nothing to send any more."""
    mail = AccountMail.objects.filter(pk=message.subject_id).first()
    if mail is None:
        return False
    headers = {"Message-ID": message_id_of(message), "Auto-Submitted": "auto-generated"}
    EmailMessage(mail.subject, mail.text, to=[mail.address], headers=headers).send()
    mails.forget(mail.pk)
    return True
