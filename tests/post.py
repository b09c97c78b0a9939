"""The post office of the tests."""

from django.core import mail
from django.core.mail import EmailMessage

from cases.actions.outbox import deliver_due


def posted() -> list[EmailMessage]:
    """Let the worker send what waits, and tell all that was sent."""
    deliver_due()
    return list(mail.outbox)
