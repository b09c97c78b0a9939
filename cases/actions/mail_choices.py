"""How a person wants mail: chosen on the page of settings, or ended from a mail."""

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from cases.actions import trail
from cases.actions.notices import digest_of
from cases.domain.notices import Rhythm
from cases.models import MailChoice, Notice, OutboxMessage
from cases.queries.mail import mail_choice_of


def choose(*, by: User, rhythm: Rhythm, watches_own: bool) -> MailChoice:
    """Keep the choice. What is still to be told comes with the next digest of the new rhythm."""
    with transaction.atomic():
        chosen = {"rhythm": rhythm.value, "watches_own": watches_own}
        choice, _is_new = MailChoice.objects.update_or_create(person=by, defaults=chosen)
        trail.note("mail_chosen", by=by, subject=choice, data={"rhythm": rhythm.value})
        if rhythm is not Rhythm.NEVER and Notice.objects.filter(person=by).unread().unmailed().exists():
            digest = digest_of(by.pk, rhythm, timezone.now())
            OutboxMessage.objects.bulk_create([digest], ignore_conflicts=True)
        return choice


def unsubscribe(*, person: User) -> None:
    """End all mail to a person, as the person asked from a mail. Done twice, it changes nothing more."""
    with transaction.atomic():
        choice = mail_choice_of(person)
        if choice.rhythm != Rhythm.NEVER:
            choice, _is_new = MailChoice.objects.update_or_create(
                person=person, defaults={"rhythm": Rhythm.NEVER.value}
            )
            trail.note("unsubscribed", by=person, subject=choice)
