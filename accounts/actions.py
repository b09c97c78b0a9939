"""The only writers of people: ending an account, changing a role, making a person with a verified address."""

import secrets

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.db import transaction
from django.utils import timezone

from accounts.models import Role, User
from accounts.signals import account_deleted, role_changed


class LastSteward(Exception):  # noqa: N818 (it is an answer, not a fault of the program)
    """The site would be left without a steward."""


class NotASteward(Exception):  # noqa: N818
    """Only a steward may change roles."""


def delete_account(*, user: User, by: User) -> None:
    """End an account: everything personal goes, approved work stays under *a former contributor*.

    Raises LastSteward when nobody else could keep the site.
    """
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        _keep_a_steward(user)
        _end_sessions(user)
        EmailAddress.objects.filter(user=user).delete()
        Authenticator.objects.filter(user=user).delete()
        user.username = f"former-{secrets.token_hex(12)}"
        user.email = ""
        user.about = ""
        user.role = Role.CONTRIBUTOR
        user.is_active = False
        user.left_at = timezone.now()
        user.set_unusable_password()
        user.save()
        account_deleted.send(sender=User, user=user, by=by)


def set_role(*, user: User, role: Role, by: User) -> None:
    """Give a person another role. Raises NotASteward, and LastSteward when none would be left."""
    if not by.is_steward:
        raise NotASteward
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=user.pk)
        if role is not Role.STEWARD:
            _keep_a_steward(user)
        user.role = role
        user.save(update_fields=["role", "name_skeleton"])
        role_changed.send(sender=User, user=user, by=by)


def add_person(*, name: str, email: str, role: Role, password: str | None = None) -> User:
    """Make a person whose address counts as verified; without a password only a reset lets them in."""
    with transaction.atomic():
        user = User.objects.create_user(name, email, password, role=role)
        EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def _keep_a_steward(user: User) -> None:
    others = User.objects.filter(role=Role.STEWARD, is_active=True).exclude(pk=user.pk)
    if user.is_steward and not others.exists():
        raise LastSteward


def _end_sessions(user: User) -> None:
    keys = list(UserSession.objects.filter(user=user).values_list("session_key", flat=True))
    Session.objects.filter(session_key__in=keys).delete()
    UserSession.objects.filter(user=user).delete()
