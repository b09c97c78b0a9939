"""The only writers of personal tokens: making one, revoking it, noting the day of its use."""

from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from django.db import OperationalError, transaction
from django.utils import timezone

from accounts.actions import IsSuspended, Refused, held
from accounts.models import PersonalToken, Scope, User
from accounts.signals import token_made, token_revoked
from accounts.tokens import SHAPE, digest_of, new_token

TOKENS_AT_MOST = 20


class TooManyTokens(Refused):
    """The person has as many tokens as are kept for one person."""


@dataclass(frozen=True, slots=True)
class Made:
    """A token that was just made; `text` is the token itself, which nobody can show a second time."""

    text: str
    row: PersonalToken


def make_token(*, by: User, name: str, scopes: Collection[Scope], days: int) -> Made:
    """Make a token that ends after so many days. Raises IsSuspended and TooManyTokens."""
    with transaction.atomic():
        person = held(by)
        if person.is_suspended:
            raise IsSuspended
        if PersonalToken.objects.filter(person=person).count() >= TOKENS_AT_MOST:
            raise TooManyTokens
        text, now = new_token(), timezone.now()
        row = PersonalToken.objects.create(
            person=person,
            name=name,
            digest=digest_of(text),
            scopes=[scope.value for scope in Scope if scope in scopes],
            password_digest=digest_of(person.password),
            made_at=now,
            expires_at=now + timedelta(days=days),
        )
        token_made.send(sender=PersonalToken, user=person, by=person, token=row)
    return Made(text, row)


def revoke_token(*, token: int, by: User) -> None:
    """End a token of one's own; one that is no longer there was ended already."""
    with transaction.atomic():
        row = PersonalToken.objects.select_for_update().filter(pk=token, person=by).first()
        if row is not None:
            token_revoked.send(sender=PersonalToken, user=by, by=by, token=row)
            row.delete()


def valid_token(text: str) -> PersonalToken | None:
    """The token with its person, or None for what is none, is over, or was revoked; one query."""
    if not SHAPE.fullmatch(text):
        return None
    row = PersonalToken.objects.select_related("person").filter(digest=digest_of(text)).first()
    return row if row is not None and row.is_valid else None


def note_use(token: PersonalToken) -> None:
    """Write down that it was used today, once a day; a database that is busy is not waited for twice."""
    today = timezone.localdate()
    if token.used_on != today:
        with suppress(OperationalError):
            PersonalToken.objects.filter(pk=token.pk).update(used_on=today)
