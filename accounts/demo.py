"""Demo accounts: made once, with random passwords that are written to a file only this machine reads."""

import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction

from accounts.actions import add_person, delete_account, set_password
from accounts.models import Role, User

PEOPLE = (
    ("Amina", Role.CONTRIBUTOR),
    ("Bruno", Role.CONTRIBUTOR),
    ("Chiara", Role.MODERATOR),
    ("Deniz", Role.MODERATOR),
    ("Edda", Role.STEWARD),
)


@dataclass(frozen=True, slots=True)
class DemoAccount:
    """A demo account as it is written down."""

    name: str
    email: str
    role: str
    password: str


def path_of_accounts() -> Path:
    """Where the passwords are written."""
    return Path(settings.VAR_DIR) / "demo-accounts.json"


def demo_accounts() -> list[DemoAccount]:
    """Return the accounts as they were written down; none before they are made."""
    path = path_of_accounts()
    rows = json.loads(path.read_text("utf-8")) if path.exists() else []
    return [DemoAccount(**row) for row in rows]


def make_demo_accounts() -> list[DemoAccount]:
    """Make the accounts that are not there, and return all; who is there keeps what they have.

    If the file is gone, nobody knows the passwords: everybody gets a new one. Raises ImproperlyConfigured
    outside demo mode.
    """
    if not settings.DEMO:
        raise ImproperlyConfigured("Demo accounts are never made in production. Use make_steward.")
    known = demo_accounts()
    accounts = known or [_new_account(name, role) for name, role in PEOPLE]
    for account in accounts:
        _make(account, password_is_new=not known)
    if not known:
        _write_down(accounts)
    return accounts


def demo_accounts_left() -> list[User]:
    """The people whom the demo made and who can still sign in."""
    addresses = [account.email for account in demo_accounts()] or [_address(name) for name, _role in PEOPLE]
    return list(User.objects.filter(email__in=addresses, is_active=True).order_by("role", "username"))


def refuse_demo_accounts() -> None:
    """Raise ImproperlyConfigured in production while people of the demo can sign in: their passwords are
    written in a file."""
    if settings.DEMO or not (left := demo_accounts_left()):
        return
    names = ", ".join(user.username for user in left)
    raise ImproperlyConfigured(
        f"The demo accounts are still there: {names}. End them with: python manage.py end_demo_accounts"
    )


def end_demo_accounts() -> int:
    """End the accounts of the demo and forget their passwords; return how many. Raises LastSteward."""
    left = demo_accounts_left()
    with transaction.atomic():
        for user in left:
            delete_account(user=user, by=user)
    path_of_accounts().unlink(missing_ok=True)
    return len(left)


def _new_account(name: str, role: Role) -> DemoAccount:
    return DemoAccount(name, _address(name), role.value, secrets.token_urlsafe(12))


def _address(name: str) -> str:
    return f"{name.lower()}@example.org"


def _make(account: DemoAccount, *, password_is_new: bool) -> None:
    user = User.objects.filter(username=account.name).first()
    if user is None:
        add_person(name=account.name, email=account.email, role=Role(account.role), password=account.password)
    elif password_is_new:
        set_password(user=user, password=account.password)


def _write_down(accounts: list[DemoAccount]) -> None:
    path = path_of_accounts()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.touch(mode=0o600)
    path.write_text(json.dumps([asdict(account) for account in accounts], indent=2) + "\n", "utf-8")
