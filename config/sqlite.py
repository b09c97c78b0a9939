"""Which SQLite runs here, and how it is used so that the WAL-reset bug cannot strike.

Versions 3.7.0 to 3.51.2 have a race in WAL mode: when one connection commits at the very moment at which
another begins a checkpoint, pages can stay unwritten and the file is corrupt. Two releases of older series
were mended as well. Where a wheel with a mended SQLite is installed it takes the place of Python's own; where
there is none and Python's own has the bug, the site does without WAL, in which alone the bug is.
"""

import importlib
import sqlite3
import sys

MENDED = (3, 51, 3)
MENDED_OLDER = {(3, 44): 6, (3, 50): 7}
"""The series to which the repair was brought back, with the first release that has it."""

Version = tuple[int, int, int]


def has_wal_reset_bug(version: Version) -> bool:
    """Whether connections of this SQLite can corrupt a file that they share in WAL mode."""
    first_mended = MENDED_OLDER.get(version[:2])
    if first_mended is not None:
        return version[2] < first_mended
    return (3, 7, 0) <= version < MENDED


def use_mended_sqlite() -> None:
    """Put the installed wheel in the place of Python's own SQLite, if only the wheel is mended.

    Call before anything imports Django's back end: one process must never hold two SQLites on one file.
    """
    if not has_wal_reset_bug(sqlite3.sqlite_version_info):
        return
    try:
        wheel = importlib.import_module("pysqlite3")
    except ImportError:
        return
    if not has_wal_reset_bug(wheel.sqlite_version_info):
        sys.modules["sqlite3"] = wheel
        sys.modules["sqlite3.dbapi2"] = wheel.dbapi2


def running_version() -> Version:
    """The version of the SQLite that this process uses."""
    found: Version = sys.modules["sqlite3"].sqlite_version_info
    return found


def journal_mode(version: Version) -> str:
    """WAL, in which readers and a writer do not wait for each other; DELETE where WAL is not safe."""
    return "DELETE" if has_wal_reset_bug(version) else "WAL"


def said_at_start(database_url: str) -> str:
    """One line for whoever starts a process of the site; nothing when the database is PostgreSQL."""
    if database_url and not database_url.startswith("sqlite:"):
        return ""
    version = running_version()
    name = ".".join(map(str, version))
    if has_wal_reset_bug(version):
        return (
            f"SQLite {name} has the WAL-reset bug and runs without WAL, safely but slower: readers and a "
            "writer wait for each other. Mended are 3.51.3 and later, 3.50.7 and 3.44.6."
        )
    return f"SQLite {name}, with WAL; this version does not have the WAL-reset bug."
