"""Reading only: pages are answered as ever, and nothing that would write is let through.

An operator *declares* it (`manage.py read_only on`), or it begins by itself when the database *refuses* to
write, and ends by itself when a test of it succeeds. Both are files in `PATCHWORK_VAR`, so that every process
of the machine sees them at its next request, also while the database is away. A file is read only when it
changed: a request costs two looks at the folder and no query. Where the file cannot be made, as on a full
disk, the process that was refused remembers it alone.
"""

import json
import logging
import os
import sqlite3
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.db import Error, connection

from accounts.write_test import write_and_take_back
from cases.queries.site_version import HELD_FOR
from config import postgres

logger = logging.getLogger(__name__)

DECLARED, REFUSED = "read-only.json", "database-refuses"
PAUSE = 2.0
"""Seconds between two tests of a database that refuses to write."""

SQLITE_PRIMARY = 0xFF  # the low byte of an extended error code
SQLITE_REFUSALS = {sqlite3.SQLITE_READONLY, sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR}
# Connection lost, read-only transaction, full disk, shutting down or starting, error of the disk.
POSTGRES_REFUSALS = ("08", "25006", "53100", "57P01", "57P02", "57P03", "58030")


@dataclass(frozen=True, slots=True)
class ReadOnly:
    """That the site only reads: `is_declared` by an operator, for this reason, until about this time."""

    is_declared: bool
    because: str = ""
    until: datetime | None = None


BY_DATABASE = ReadOnly(is_declared=False)


def mode() -> ReadOnly | None:
    """What holds at this moment, None when everybody may write. Equal modes are the same bytes of a page."""
    declared = _declared.content()
    if declared is not None:
        return declared
    if _watch.is_refused or _refused.content() is not None:
        _watch.begin(pause=PAUSE)
        return BY_DATABASE
    return None


def declare(*, because: str = "", until: datetime | None = None) -> None:
    """Let nobody write from the next request on; what was begun before is finished.

    When it returns, every kept page says so (decision 0080).
    """
    said = {"because": because, "until": until.isoformat() if until else None}
    path = _declared.path
    new = path.with_suffix(".new")
    new.write_text(json.dumps(said), "utf-8")
    new.replace(path)
    time.sleep(HELD_FOR)


def end() -> None:
    """Let everybody write again."""
    _declared.path.unlink(missing_ok=True)
    time.sleep(HELD_FOR)


def try_now() -> None:
    """Let everybody write if the database takes writes, without waiting for the next look."""
    if takes_writes():
        _watch.end()


def notice(fault: BaseException | None) -> bool:
    """Whether this fault says that the database refuses to write; if so, the site reads only from now on.

    A server that was not reached may only have been slow to answer: that is tried before it is believed.
    """
    refusal = _refusal_of(fault)
    if refusal:
        _watch.refuse()
        _watch.begin(pause=PAUSE)
    elif refusal is None:
        doubt()
    return bool(refusal)


def doubt() -> None:
    """Try beside the requests whether the database writes: something was answered that speaks against it."""
    _watch.begin(pause=0)


def _refusal_of(fault: BaseException | None) -> bool | None:
    """Whether the database refuses to write, None if its server was not reached. To be busy is no refusal."""
    if not isinstance(fault, Error):
        return False
    cause = fault.__cause__
    if isinstance(cause, sqlite3.Error):
        return getattr(cause, "sqlite_errorcode", 0) & SQLITE_PRIMARY in SQLITE_REFUSALS
    state = getattr(cause, "sqlstate", "")
    return None if state is None else state.startswith(POSTGRES_REFUSALS)


class _Remembered:
    """A file of the folder of the site, read again when it changed."""

    def __init__(self, name: str, read: Callable[[str], ReadOnly]) -> None:
        self._name, self._read = name, read
        self._last: tuple[object, ReadOnly] | None = None
        self._place: tuple[object, str] = (None, "")

    @property
    def path(self) -> Path:
        """Where it lies."""
        return Path(self._address())

    def _address(self) -> str:
        """The same as text, made once for each folder: it is asked for at every request."""
        folder, address = self._place
        if folder is not settings.VAR_DIR:
            address = str(Path(settings.VAR_DIR, self._name))
            self._place = (settings.VAR_DIR, address)
        return address

    def content(self) -> ReadOnly | None:
        """What it says, None when it is not there."""
        path = self._address()
        # Nearly always it is not there, and this asks without an exception.
        if not os.access(path, os.F_OK):
            return None
        try:
            found = os.stat(path)  # noqa: PTH116
        except OSError:
            return None
        mark = (path, found.st_mtime_ns, found.st_ino, found.st_size)
        last = self._last
        if last is None or last[0] != mark:
            last = self._last = (mark, self._read(path))
        return last[1]


def _read_declared(path: str) -> ReadOnly:
    """A file that cannot be read says so much: that nobody may write."""
    try:
        said = json.loads(Path(path).read_text("utf-8"))
        until = datetime.fromisoformat(said["until"]) if said["until"] else None
        return ReadOnly(is_declared=True, because=str(said["because"]), until=until)
    except (OSError, ValueError, KeyError, TypeError):
        return ReadOnly(is_declared=True)


class _Watch:
    """Tries to write, beside the requests, until the database takes it."""

    def __init__(self) -> None:
        self.is_refused = False
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    def begin(self, *, pause: float) -> None:
        """Go on trying, at first after this pause; one thread of a process does."""
        if self._thread is not None and self._thread.is_alive():
            return
        with self._lock:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._try_on, args=(pause,), daemon=True)
                self._thread.start()

    def refuse(self) -> None:
        """From now on the site reads only; the other processes are told, if the disk takes that."""
        self.is_refused = True
        with suppress(OSError):
            _refused.path.touch()

    def _try_on(self, pause: float) -> None:
        time.sleep(pause)
        try:
            while not takes_writes():
                self.refuse()
                time.sleep(PAUSE)
        except Exception:
            # Whoever asks for the mode next begins anew.
            logger.exception("It could not be tried whether the database writes.")
            return
        self.end()

    def end(self) -> None:
        """The database takes writes again: tell the other processes."""
        self.is_refused = False
        with suppress(OSError):
            _refused.path.unlink(missing_ok=True)


def takes_writes() -> bool:
    """Whether the database takes a write, asked in a thread of its own, which gives its connection back.

    One that is only busy does.
    """
    postgres.drop_broken(connection)
    try:
        write_and_take_back()
    except Error as fault:
        return _refusal_of(fault) is False
    finally:
        connection.close()
    return True


def seconds_left(held: ReadOnly, *, least: int = 30, most: int = 86_400) -> int:
    """After how many seconds it is worth trying again."""
    left = (held.until - datetime.now(UTC)).total_seconds() if held.until else 0
    return int(min(max(left, least), most))


_declared = _Remembered(DECLARED, _read_declared)
_refused = _Remembered(REFUSED, lambda _path: BY_DATABASE)
_watch = _Watch()
