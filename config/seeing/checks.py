"""Whether the site can do its work: one check for each thing that may be away, full, late or old.

`CHECKS` is the one place at which they are joined: `/readyz`, `/metrics` and the stewards' page show what
stands in it, by its name and in its order.
"""

import logging
import os
import shutil
import threading
import time
from collections.abc import Collection, Mapping
from datetime import timedelta
from functools import cache

from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.write_test import write_and_take_back
from cases.queries.outbox import outbox_state
from config import read_only
from config.seeing.copies import backup, replica
from config.seeing.outcome import Check, Outcome, bad, good
from config.seeing.stores import cache as shared_store
from config.seeing.stores import media
from config.sqlite import has_wal_reset_bug, running_version

LATE = timedelta(minutes=15)
"""How long a message may be overdue: the worker looks every two seconds."""

REMEMBERED = 2.0
"""Seconds for which an answer is good enough for whoever asks next."""

MEGABYTE = 1_000_000

logger = logging.getLogger(__name__)


def database() -> Outcome:
    """A row is written, taken away and committed."""
    begun = time.monotonic()
    try:
        write_and_take_back()
    except DatabaseError as fault:
        if read_only.notice(fault):
            return bad(
                _("It refuses to write: %(kind)s.") % {"kind": _kind_of(fault)},
                _("Look at its disk and its log. People can only read until it writes again."),
            )
        return bad(
            _("It does not answer in time: %(kind)s.") % {"kind": _kind_of(fault)},
            _("See whether it runs, and whether something holds it for long."),
        )
    took = round((time.monotonic() - begun) * 1000)
    return good(_("It took a write in %(number)s milliseconds.") % {"number": took})


def migrations() -> Outcome:
    """Every migration of this version is applied."""
    missing = known_migrations() - set(MigrationRecorder(connection).applied_migrations())
    if missing:
        return bad(
            _("Migrations that are not applied: %(number)s.") % {"number": len(missing)},
            _("Run make prepare, then start site and worker again."),
        )
    return good(_("All are applied."))


def outbox() -> Outcome:
    """Nothing waits for long after it was due, or fails for long, and nothing was given up."""
    state = outbox_state(timezone.now())
    if state.overdue > LATE:
        minutes = int(state.overdue.total_seconds() // 60)
        return bad(
            _("The oldest message should have left %(number)s min ago.") % {"number": minutes},
            _("See whether the worker runs, and what it writes to its log."),
        )
    if state.failing:
        return bad(
            _("Messages that could not be sent for an hour or more: %(number)s.") % {"number": state.failing},
            _("See whether the mail server answers; the worker's log says the kind of the fault."),
        )
    if state.dead:
        return bad(
            _("Messages that were given up: %(number)s.") % {"number": state.dead},
            _("Open the outbox: send them again, or drop them."),
        )
    return good(_("Messages that wait: %(number)s.") % {"number": state.waiting})


def disk() -> Outcome:
    """The disks of what the site writes have room."""
    needed = settings.FREE_DISK_MEGABYTES
    frees = {folder: shutil.disk_usage(folder).free // MEGABYTE for folder in written_folders()}
    least = min(frees.values())
    if least < needed:
        return bad(
            _("%(number)s megabytes are free, of %(needed)s that should be.")
            % {"number": least, "needed": needed},
            _("Make room, or move PATCHWORK_VAR to a larger disk."),
        )
    return good(_("%(number)s megabytes are free.") % {"number": least})


def sqlite() -> Outcome | None:
    """SQLite does not run in the mode in which its older versions may lose what was written."""
    if connection.vendor != "sqlite":
        return None
    version = ".".join(map(str, running_version()))
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA journal_mode")
        mode = str(cursor.fetchone()[0])
    if mode == "wal" and has_wal_reset_bug(running_version()):
        return bad(
            _("Version %(version)s may damage a file that several processes write.") % {"version": version},
            _("Use SQLite 3.51.3 or newer, or PostgreSQL."),
        )
    return good(_("Version %(version)s, %(mode)s.") % {"version": version, "mode": mode})


CHECKS: dict[str, Check] = {
    "database": database,
    "migrations": migrations,
    "outbox": outbox,
    "disk": disk,
    "media": media,
    "cache": shared_store,
    "sqlite": sqlite,
    "replica": replica,
    "backup": backup,
}
"""By name, in the order in which they are shown."""


def look(names: Collection[str] = ()) -> dict[str, Outcome]:
    """Look at these things, or at all; what is not there is left out."""
    found = {name: _outcome_of(name, check) for name, check in CHECKS.items() if not names or name in names}
    return {name: outcome for name, outcome in found.items() if outcome is not None}


def _outcome_of(name: str, check: Check) -> Outcome | None:
    try:
        return check()
    except Exception as fault:
        logger.exception("The check %s could not be made.", name)
        return bad(_("It could not be asked: %(kind)s.") % {"kind": _kind_of(fault)})


def _kind_of(fault: Exception) -> str:
    """The kind of a fault. What it says may hold what somebody wrote, so that is left out."""
    return type(fault.__cause__ or fault).__name__


class Remembered:
    """The last answer of a process, so that strangers who ask in a loop cost the database nothing."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last: tuple[float, Mapping[str, Outcome]] = (-REMEMBERED, {})

    def look(self) -> Mapping[str, Outcome]:
        """All checks; those who ask at once share one answer."""
        with self._lock:
            at, found = self._last
            if time.monotonic() - at >= REMEMBERED:
                found = look()
                self._last = (time.monotonic(), found)
            return found

    def forget(self) -> None:
        """Look anew when somebody asks next."""
        self._last = (-REMEMBERED, {})


remembered = Remembered()


@cache
def known_migrations() -> frozenset[tuple[str, str]]:
    """The migrations of the code that runs; they change with a new start only."""
    return frozenset(MigrationLoader(None, ignore_no_migrations=True).disk_migrations)


def written_folders() -> list[str]:
    """Where the site writes on disks of this machine."""
    folders = [str(settings.VAR_DIR)]
    if isinstance(default_storage, FileSystemStorage):
        folders.append(str(default_storage.location))
    return [folder for folder in folders if os.path.isdir(folder)]  # noqa: PTH112
