"""Demo accounts: made once, with random passwords that are written to a file only this machine reads."""

import json
import secrets
from dataclasses import asdict, dataclass
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from accounts.actions import add_person
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


def make_demo_accounts() -> bool:
    """Make the accounts that are not there; return whether any was made.

    Raises ImproperlyConfigured outside demo mode.
    """
    if not settings.DEMO:
        raise ImproperlyConfigured("Demo accounts are never made in production. Use make_steward.")
    path = path_of_accounts()
    known = {row["name"]: row for row in json.loads(path.read_text("utf-8"))} if path.exists() else {}
    accounts = [_account(name, role, known.get(name)) for name, role in PEOPLE]
    made = [account for account in accounts if _make(account)]
    if made or not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(json.dumps([asdict(account) for account in accounts], indent=2) + "\n", "utf-8")
    return bool(made)


def _account(name: str, role: Role, known: dict[str, str] | None) -> DemoAccount:
    password = known["password"] if known else secrets.token_urlsafe(12)
    return DemoAccount(name, f"{name.lower()}@example.org", role.value, password)


def _make(account: DemoAccount) -> bool:
    user = User.objects.filter(username=account.name).first()
    if user is None:
        add_person(name=account.name, email=account.email, role=Role(account.role), password=account.password)
        return True
    if not user.check_password(account.password):
        user.set_password(account.password)
        user.save()
        return True
    return False
