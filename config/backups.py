"""What the last backups came to: one small file in PATCHWORK_VAR, written by `manage.py backup`.

`/readyz`, the metrics and the stewards' page read it here. A file that cannot be read says nothing: the next
backup writes it anew.
"""

import json
import os
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from django.conf import settings

FILE = "backups.json"
OWNER_ONLY = 0o600


@dataclass(frozen=True, slots=True)
class GoodBackup:
    """A backup that was restored into a spare place and found right there.

    `at` is when it began: it holds everything that was acknowledged before. `size` is in bytes, `check` says
    how it was verified: quick or full.
    """

    name: str
    folder: str
    at: datetime
    seconds: float
    size: int
    check: str

    @property
    def age(self) -> timedelta:
        """How long ago it began; never less than nothing, also when the clock was set back."""
        return max(datetime.now(UTC) - self.at, timedelta(0))


@dataclass(frozen=True, slots=True)
class FailedBackup:
    """The last try, if it failed: when it began, and why in one sentence."""

    at: datetime
    why: str


def last_good_backup() -> GoodBackup | None:
    """The newest good backup of this site, or None before the first."""
    said = _read().get("good")
    try:
        return _good(said) if said else None
    except (KeyError, TypeError, ValueError):
        return None


def last_failed_backup() -> FailedBackup | None:
    """The last try if it failed; None when it went well, or before the first."""
    said = _read().get("failed")
    try:
        return FailedBackup(datetime.fromisoformat(said["at"]), str(said["why"])) if said else None
    except (KeyError, TypeError, ValueError):
        return None


def note_good_backup(backup: GoodBackup) -> None:
    """Write down that a backup is good; a failure before it is forgotten."""
    _write({"good": {**asdict(backup), "at": backup.at.isoformat()}})


def note_failed_backup(failure: FailedBackup) -> None:
    """Write down that a try failed; the last good backup stays known."""
    _write({**_read(), "failed": {"at": failure.at.isoformat(), "why": failure.why}})


def _good(said: dict[str, str]) -> GoodBackup:
    return GoodBackup(
        name=str(said["name"]),
        folder=str(said["folder"]),
        at=datetime.fromisoformat(said["at"]),
        seconds=float(said["seconds"]),
        size=int(said["size"]),
        check=str(said["check"]),
    )


def _path() -> Path:
    return Path(settings.VAR_DIR) / FILE


def _read() -> dict[str, dict[str, str]]:
    try:
        said = json.loads(_path().read_text("utf-8"))
    except (OSError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def _write(said: dict[str, object] | dict[str, dict[str, str]]) -> None:
    """Write beside the file first, so that nobody ever reads half of it."""
    path = _path()
    path.parent.mkdir(parents=True, exist_ok=True)
    unfinished = path.with_suffix(f".{os.getpid()}")
    try:
        descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY)
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            json.dump(said, file, indent=1)
        unfinished.rename(path)
    finally:
        unfinished.unlink(missing_ok=True)
