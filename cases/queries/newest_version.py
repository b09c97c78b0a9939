"""The newest version of the site that any process of this machine knows of, kept while the primary is away.

It stands in a file, which every process of the machine sees, also one that was started since. Without the
file nothing is known, and no replica is believed without the primary.
"""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from django.conf import settings

from cases.models import PastVersion
from cases.queries.reading_place import PRIMARY
from cases.queries.site_version import Version

_noted: Version | None = None


def note(version: Version) -> None:
    """Remember a version that the primary has. Costs nothing while it is the one noted last."""
    global _noted  # noqa: PLW0603 (spares each request the file)
    if version == _noted:
        return
    with _locked():
        before = newest()
        if before is None or version[0] > before[0] or not _is_of_primary(before):
            _write(version)
    _noted = version


def newest() -> Version | None:
    """The newest version that was noted, or None when there is none."""
    try:
        number, stamp = _path().read_text("ascii").split()
        return int(number), None if stamp == "-" else UUID(stamp)
    except (OSError, ValueError):
        return None


def is_part_of(alias: str, version: Version) -> bool:
    """Whether a database has been at this version, and so has everything that was published until then."""
    number, stamp = version
    if stamp is None:
        return True  # nothing was published yet
    return PastVersion.objects.using(alias).filter(number=number, stamp=stamp).exists()


def _is_of_primary(version: Version) -> bool:
    """Whether the primary has been at this version; after a backup was restored it may not have."""
    return is_part_of(PRIMARY, version)


def _path() -> Path:
    return settings.VAR_DIR / "newest-version"


@contextmanager
def _locked() -> Iterator[None]:
    """Wait for other processes that write the file."""
    with _path().with_suffix(".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _write(version: Version) -> None:
    """Put the file in the place of the one before, whole and on the disk."""
    number, stamp = version
    new = _path().with_suffix(".new")
    with new.open("w", encoding="ascii") as file:
        file.write(f"{number} {stamp or '-'}\n")
        file.flush()
        os.fsync(file.fileno())
    new.replace(_path())
