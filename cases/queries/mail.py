"""How a person wants mail, and the token by which a mail stops all others."""

from django.core.signing import BadSignature, Signer

from accounts.models import User
from cases.models import MailChoice

SIGNER = Signer(salt="patchwork.unsubscribe")


def mail_choice_of(person: User) -> MailChoice:
    """The person's choice, or an unsaved one as it is at first; one query."""
    return MailChoice.objects.filter(person=person).first() or MailChoice(person=person)


def unsubscribe_token(person: User) -> str:
    """What the address in a mail proves; it never runs out, as mails are kept."""
    return SIGNER.sign(str(person.pk))


def person_of_token(token: str) -> User | None:
    """The person whose mail this token stops; None for a token that this site did not sign."""
    try:
        number = int(SIGNER.unsign(token))
    except (BadSignature, ValueError):
        return None
    return User.objects.filter(pk=number, left_at__isnull=True).first()
