"""The stewards' page: every check with what to do, versions, sizes, and what waits."""

import platform
from collections.abc import Mapping
from dataclasses import dataclass

import django
from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy

from cases.queries.site_state import site_state
from cases.views.marks import PersonRequest, steward_page
from config import read_only
from config.seeing.checks import look
from config.seeing.outcome import Outcome

NAMES = {
    "database": gettext_lazy("Database"),
    "migrations": gettext_lazy("Tables"),
    "outbox": gettext_lazy("Outbox"),
    "disk": gettext_lazy("Disk"),
    "media": gettext_lazy("Pictures"),
    "cache": gettext_lazy("Shared store"),
    "sqlite": gettext_lazy("SQLite"),
    "replica": gettext_lazy("Replica"),
    "backup": gettext_lazy("Backup"),
}
"""What the page calls a check; one that is not here goes by its own name."""


@dataclass(frozen=True, slots=True)
class Shown:
    """One check as the page shows it."""

    name: str
    outcome: Outcome


@steward_page
def site(request: PersonRequest) -> HttpResponse:
    """Look at everything anew, and show it."""
    found = look()
    context = {
        "ailing": _shown(found, is_good=False),
        "well": _shown(found, is_good=True),
        "held": read_only.mode(),
        "state": site_state(timezone.now()),
        "mode": settings.MODE,
        "version": settings.VERSION,
        "django": django.get_version(),
        "python": platform.python_version(),
    }
    return render(request, "site_state.html", context)


def _shown(found: Mapping[str, Outcome], *, is_good: bool) -> list[Shown]:
    return [
        Shown(str(NAMES.get(name, name)), outcome)
        for name, outcome in found.items()
        if outcome.is_good == is_good
    ]
