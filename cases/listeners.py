"""What cases do when people or the taxonomy announce something: they note it, in the same transaction."""

from django.dispatch import receiver
from django.utils import timezone

from accounts.models import AccountMail, PersonalToken, User
from accounts.signals import (
    account_deleted,
    account_leaving,
    mail_written,
    person_described,
    role_changed,
    token_made,
    token_revoked,
)
from cases.actions import last_changes, publication, sources, trail
from cases.actions.comment_html import write_html
from cases.actions.imports import forget_of
from cases.models import KeptAnswer, MailChoice, Version
from models_taxonomy.models import ClaimVersion
from models_taxonomy.signals import wording_published


@receiver(wording_published)
def note_wording(*, version: ClaimVersion, by: User | None, **_signal: object) -> None:
    """A new wording is an act like any other, and changes public pages."""
    trail.note("worded", by=by, subject=version, data={"claim": version.claim_id, "kind": version.kind})
    publication.bump_site_version(version.at)
    sources.count_again_by_model()


@receiver(account_leaving)
def take_turn_for_departure(**_signal: object) -> None:
    """Leaving changes public pages: wait for publications before they wait for the name that goes."""
    publication.take_turn()


@receiver(account_deleted)
def note_departure(*, user: User, by: User | None, **_signal: object) -> None:
    """Who left is named by number only; drafts, imports, *I am looking* and links to their page go, too.

    Who took a case with their name in it is told that it changed.
    """
    trail.note("left", by=by, subject=user)
    user.drafts.all().delete()
    forget_of(user=user)
    user.lookings.all().delete()
    for comment in user.mentioned_in.all():
        write_html(comment)
    user.watches.all().delete()
    user.notices.all().delete()
    MailChoice.objects.filter(person=user).delete()
    KeptAnswer.objects.filter(person=user).delete()
    publication.bump_site_version(user.left_at)
    written = Version.objects.filter(author=user).values_list("case", flat=True)
    last_changes.note_change(written.distinct(), at=user.left_at or timezone.now())


@receiver(role_changed)
def note_role(*, user: User, by: User | None, **_signal: object) -> None:
    """Who may decide is on record, and in the public log."""
    trail.note("role_changed", by=by, subject=user, data={"role": user.role})
    publication.bump_site_version(None)


@receiver(person_described)
def note_description(*, user: User, by: User | None, **_signal: object) -> None:
    """The public page of the person changes."""
    trail.note("described", by=by, subject=user)
    publication.bump_site_version(None)


@receiver(token_made)
def note_token(*, user: User, by: User | None, token: PersonalToken, **_signal: object) -> None:
    """Who gave a program which permissions."""
    trail.note("token_made", by=by, subject=token, data={"scopes": token.scopes})


@receiver(token_revoked)
def note_revocation(*, user: User, by: User | None, token: PersonalToken, **_signal: object) -> None:
    """That a token was ended by its person."""
    trail.note("token_revoked", by=by, subject=token)


@receiver(mail_written)
def queue_mail(*, mail: AccountMail, **_signal: object) -> None:
    """It is sent as every other: by the worker, again and again while the mail server is away."""
    trail.queue_account_mail(mail=mail.pk)
