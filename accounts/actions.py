"""The only writers of people: making a person, changing a role, ending an account."""

import secrets
from datetime import datetime

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from accounts.addresses import normalise_address
from accounts.models import PersonalToken, Role, User
from accounts.signals import account_deleted, account_leaving, person_described, role_changed


class Refused(Exception):  # noqa: N818 (an answer, not a fault of the program)
    """The act is not allowed; the subclass says why."""


class LastSteward(Refused):
    """The site would be left without a steward."""


class NotASteward(Refused):
    """Only a steward changes roles or ends the account of somebody else."""


class IsSuspended(Refused):
    """Somebody who is suspended writes nothing, and gets no role that would let them decide."""


def add_person(*, name: str, email: str, role: Role, password: str | None = None) -> User:
    """Make a person whose address counts as verified; without a password only a reset lets them in."""
    with transaction.atomic():
        user = User.objects.create_user(name, email, password, role=role)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def set_password(*, user: User, password: str) -> None:
    """Give a person another password; their sessions end."""
    user.set_password(password)
    user.save(update_fields=["password"])


def describe(*, user: User, about: str) -> None:
    """Write what a person says about themselves on their public page. The same again changes nothing.

    Raises IsSuspended.
    """
    with transaction.atomic():
        now = held(user)
        if now.is_suspended:
            raise IsSuspended
        if now.about == about:
            return
        user.about = about
        user.save(update_fields=["about"])
        person_described.send(sender=User, user=user, by=user)


def set_role(*, user: User, role: Role, by: User) -> None:
    """Give a person another role. Raises NotASteward, IsSuspended, and LastSteward if none were left."""
    with transaction.atomic():
        stewards = _stewards_held()
        if by not in stewards:
            raise NotASteward
        _change_role(user, role, by=by, stewards=stewards)


def make_steward(*, name: str, email: str) -> User:
    """Make the person with this address a steward, or else a new person; for operators at the console."""
    address = normalise_address(email)
    with transaction.atomic():
        user = User.objects.filter(email=address, is_active=True).first()
        if user is None:
            user = add_person(name=name, email=address, role=Role.CONTRIBUTOR)
        _change_role(user, Role.STEWARD, by=None, stewards=_stewards_held())
    user.refresh_from_db()
    return user


def delete_account(*, user: User, by: User) -> None:
    """End an account: everything personal goes, approved work stays under *a former contributor*.

    Raises NotASteward when somebody else's account is ended by no steward, and LastSteward when nobody
    else could keep the site.
    """
    with transaction.atomic():
        stewards = _stewards_held()
        if by.pk != user.pk and by not in stewards:
            raise NotASteward
        user = row_held(user.pk).get(left_at=None)
        _refuse_the_last(user, stewards)
        account_leaving.send(sender=User, user=user, by=by)
        _end_sessions(user)
        EmailAddress.objects.filter(user=user).delete()
        Authenticator.objects.filter(user=user).delete()
        PersonalToken.objects.filter(person=user).delete()
        _empty(user)
        account_deleted.send(sender=User, user=user, by=by)


def suspend(*, user: User, until: datetime | None) -> None:
    """Let a person write nothing from now on; their very next request sees it."""
    user.suspended_at, user.suspended_until = timezone.now(), until
    user.save(update_fields=["suspended_at", "suspended_until"])


def end_suspension(*, user: User) -> None:
    """Let a person write again."""
    user.suspended_at = user.suspended_until = None
    user.save(update_fields=["suspended_at", "suspended_until"])


def end_all_sessions_and_tokens() -> None:
    """End every session and token of everybody; for a site whose database is not the one it had before."""
    UserSession.objects.all().delete()
    Session.objects.all().delete()
    PersonalToken.objects.all().delete()


def held(user: User) -> User:
    """The person as they are now, locked until commit, so that their acts happen one after the other."""
    return row_held(user.pk).get()


def row_held(pk: int) -> "QuerySet[User]":
    """The row of a person, to be locked until commit.

    Not against rows that name the person, so that nobody who decides on their work need wait.
    """
    return User.objects.select_for_update(no_key=True).filter(pk=pk)


def _change_role(user: User, role: Role, *, by: User | None, stewards: list[User]) -> None:
    user = row_held(user.pk).get(left_at=None)
    old = Role(user.role)
    if old is role:
        return
    _refuse_the_last(user, stewards)
    if user.is_suspended and role is not Role.CONTRIBUTOR:
        raise IsSuspended
    user.role = role
    user.save(update_fields=["role"])
    role_changed.send(sender=User, user=user, by=by, old=old)


def _stewards_held() -> list[User]:
    """Return all stewards, locked, so that two of them cannot leave at once."""
    stewards = User.objects.filter(role=Role.STEWARD, is_active=True).order_by("pk")
    return list(stewards.select_for_update(no_key=True))


def _refuse_the_last(user: User, stewards: list[User]) -> None:
    if stewards == [user]:
        raise LastSteward


def _end_sessions(user: User) -> None:
    """End the sessions that are listed; any other dies with the password, of which it holds a hash."""
    for session in UserSession.objects.filter(user=user):
        session.end()


def _empty(user: User) -> None:
    user.username = f"former-{secrets.token_hex(12)}"
    user.email = ""
    user.about = ""
    user.role = Role.CONTRIBUTOR
    user.is_active = False
    user.left_at = timezone.now()
    user.last_login = None
    user.set_unusable_password()
    user.save()
