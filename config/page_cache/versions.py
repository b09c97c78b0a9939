"""What the site is at this moment; what was kept of another moment is then known to be old.

A page that was changed or hidden is gone, in every process on every machine, when who did it is told so.
Decision 0058 says why nothing waits for a message instead, and 0080 for how long an answer is believed.
"""

import os
import sqlite3
from collections.abc import Callable
from threading import local
from time import time
from typing import Any, NamedTuple, Protocol

from django.db import connections

from config import read_only

A_DAY = 86_400
SAID = "SELECT number, stamp FROM cases_siteversion"
NOTHING_PUBLISHED = "0"

Version = str
"""The number and the stamp of `SiteVersion`, as one text."""


class State(NamedTuple):
    """All that public pages depend on besides what is asked for: of another state no kept answer is used.

    What all pages show, such as a banner, gets a field here.
    """

    version: Version
    # Some pages end with today, in UTC, which is the time zone of the site.
    day: int
    # What the banner of a site that only reads says; "" while everybody may write.
    banner: str = ""


class Unknown(Exception):  # noqa: N818 (an answer, not a fault of the program)
    """Nobody can say which version the site has."""


class Versions(Protocol):
    """Says which version the site has now. Raises Unknown."""

    def __call__(self) -> Version:
        """The version, read after it was asked for."""


def state_from(version: Versions) -> Callable[[], State | None]:
    """A function that tells the state, None when the version is unknown."""

    def state_now() -> State | None:
        try:
            return State(version(), int(time()) // A_DAY, _banner())
        except Unknown:
            return None

    return state_now


def _banner() -> str:
    held = read_only.mode()
    return "" if held is None else repr(held)


def versions_of_database() -> Versions:
    """The way to ask the database of the site, which for all machines is the one that takes the writes."""
    settings = connections["default"].settings_dict
    if connections["default"].vendor == "sqlite":
        return SqliteVersions(str(settings["NAME"]))
    # Loaded here, as psycopg takes megabytes that a process on SQLite needs for nothing.
    from config.page_cache.postgres_versions import PostgresVersions  # noqa: PLC0415

    return PostgresVersions(connections["default"].get_connection_params)


class SqliteVersions:
    """Asks SQLite whether anybody committed anything, and reads the version only then.

    `PRAGMA data_version` is about other connections, so each thread has one that does nothing else.
    """

    def __init__(self, path: str) -> None:
        self._path = path
        self._of_thread = local()

    def __call__(self) -> Version:
        """The version; a few microseconds when nothing was committed."""
        try:
            return self._read()
        except (sqlite3.Error, OSError) as fault:
            self._of_thread.__dict__.clear()
            raise Unknown from fault

    def _read(self) -> Version:
        mine = self._of_thread
        if getattr(mine, "file", None) != (file := _file_at(self._path)):
            # The first time, and after a backup was put in the place of the file.
            mine.__dict__.clear()
            mine.cursor, mine.file, mine.commit = _cursor(self._path), file, None
        (commit,) = mine.cursor.execute("PRAGMA data_version").fetchone()
        if commit != mine.commit:
            # In this order: whatever is committed between the two is seen the next time.
            mine.version = text_of(mine.cursor.execute(SAID).fetchone())
            mine.commit = commit
        return str(mine.version)


def _file_at(path: str) -> tuple[int, int]:
    found = os.stat(path)  # noqa: PTH116 (asked at every hit, and a Path costs as much again)
    return found.st_dev, found.st_ino


def _cursor(path: str) -> sqlite3.Cursor:
    connection = sqlite3.connect(path, timeout=5, isolation_level=None)
    connection.execute("PRAGMA query_only = ON")
    return connection.cursor()


def text_of(row: tuple[Any, ...] | None) -> Version:
    """The version in a row of its table, which is missing before anything is published."""
    if row is None:
        return NOTHING_PUBLISHED
    return "-".join(value.decode() if isinstance(value, bytes) else str(value) for value in row)
