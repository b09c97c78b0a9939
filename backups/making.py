"""Making a backup: the database, then its pictures, then a restoration of both into a spare place.

Only a backup whose restored copy was verified gets its final name. Whatever goes wrong on the way, nothing is
left of the try but a line in PATCHWORK_VAR that says so.
"""

import fcntl
import os
import secrets
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.files.storage import default_storage

from backups import folder as folders
from backups.databases import SQLITE_FILE, Database, PostgreSQL, SQLite, upload_names
from backups.folder import HIDE_LIST, MEDIA, UNFINISHED, BackupFault, Manifest, Piece
from backups.site import database_of_site, facts_of_copy, version_of_patchwork
from cases.exchange import hide_list as lists
from cases.models.upload import large_file, small_file
from cases.queries.hide_list import hide_list
from cases.queries.whole_site import media_files
from config.backups import FailedBackup, GoodBackup, note_failed_backup, note_good_backup
from config.media import MediaAway

LOCK = "backup.lock"
SPARE_NAME = "spare-database"
"""The file in an unfinished backup that names the spare database of its test, should the try be killed."""


def make_backup(*, into: Path, keep: int, check: str) -> GoodBackup:
    """Make one backup in this folder, test it, and let at most `keep` stand, the new one among them.

    Raises BackupFault; success and failure are both written down for `/readyz`.
    """
    begun, started = datetime.now(UTC), time.monotonic()
    try:
        refuse_served(into)
        folders.make_folder(into)
        with _alone(into):
            _sweep(into)
            made, manifest = _make(into, begun, check)
            good = GoodBackup(
                made.name, str(into), begun, round(time.monotonic() - started, 1), manifest.size, check
            )
            note_good_backup(good)
            _thin(into, keep, made)
            return good
    except BackupFault as fault:
        _note_failure(begun, str(fault))
        raise
    except MediaAway as fault:
        _note_failure(begun, f"The store of pictures is away: {fault}.")
        raise BackupFault(f"The store of pictures is away: {fault}.") from fault
    except OSError as fault:
        why = f"The backup cannot be written: {fault.strerror or fault} ({fault.filename or into})."
        _note_failure(begun, why)
        raise BackupFault(why) from fault


def refuse_served(into: Path) -> None:
    """Refuse a folder out of which something is served. Raises BackupFault."""
    served = [settings.STATIC_ROOT, settings.MEDIA_ROOT, *settings.STATICFILES_DIRS]
    place = into.resolve()
    for root in (Path(root).resolve() for root in served):
        if place == root or root in place.parents:
            raise BackupFault(f"{into} lies in {root}, which the site serves. Name a folder elsewhere.")


@contextmanager
def _alone(into: Path) -> Iterator[None]:
    """Be the only one that makes backups in this folder; a lock of somebody who was killed is none."""
    descriptor = os.open(into / LOCK, os.O_WRONLY | os.O_CREAT, folders.OWNERS_FILE)
    with os.fdopen(descriptor, "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BackupFault(f"Another backup is being made in {into}. Wait until it has ended.") from None
        yield


def _sweep(into: Path) -> None:
    """Take away what killed tries left behind. Nobody else works in this folder now."""
    for left in into.glob(f"{UNFINISHED}*"):
        spare = left / SPARE_NAME
        site = database_of_site()
        if spare.is_file() and isinstance(site, PostgreSQL) and (name := spare.read_text("ascii").strip()):
            site.drop(name)
        shutil.rmtree(left)


def _make(into: Path, begun: datetime, check: str) -> tuple[Path, Manifest]:
    unfinished = into / f"{UNFINISHED}{secrets.token_hex(6)}"
    unfinished.mkdir(folders.OWNERS_FOLDER)
    try:
        work = _Work(unfinished / "backup", unfinished / "restored")
        folders.make_folder(work.backup)
        folders.make_folder(work.restored)
        site = database_of_site()
        work.copy_media(media_files())
        site.copy_out(work.backup / site.piece)
        work.pieces[site.piece] = folders.finish_piece(work.backup / site.piece)
        work.write(HIDE_LIST, [lists.to_bytes(hide_list())])
        with _spare(site, work) as spare:
            spare.copy_in(work.backup / site.piece)
            work.keep_media(upload_names(spare))
            (work.restored / MEDIA).symlink_to(work.backup / MEDIA)
            facts = facts_of_copy(check=check, database=spare, var=work.restored)
        manifest = Manifest(begun, site.engine, version_of_patchwork(), check, facts, work.pieces)
        folders.write_manifest(work.backup, manifest)
        folders.sync_folders(work.backup)
        final = folders.free_name(into, begun)
        work.backup.rename(final)
        folders.sync(into)
        return final, manifest
    finally:
        shutil.rmtree(unfinished)


@dataclass(frozen=True, slots=True)
class _Work:
    """The folders of one try: the backup as it grows, and where it is restored; with the pieces so far."""

    backup: Path
    restored: Path
    pieces: dict[str, Piece] = field(default_factory=dict)

    def write(self, name: str, parts: Iterable[bytes]) -> None:
        """Write one piece."""
        self.pieces[name] = folders.write_piece(self.backup / name, parts)

    def copy_media(self, names: Iterable[str]) -> None:
        """Copy these files of pictures, but for those that were forgotten since they were named."""
        for name in names:
            try:
                with default_storage.open(name) as file:
                    self.write(f"{MEDIA}/{name}", file.chunks(folders.PIECE))
            except FileNotFoundError:
                (self.backup / MEDIA / name).unlink(missing_ok=True)

    def keep_media(self, uploads: Iterable[str]) -> None:
        """Have the files of exactly these uploads.

        The others were copied before the database was: what the copy names was either there then, or is so
        young that nothing forgets it. So a picture that is forgotten meanwhile is never missed.
        """
        wanted = {f"{MEDIA}/{file(name)}" for name in uploads for file in (large_file, small_file)}
        held = {name for name in self.pieces if name.startswith(f"{MEDIA}/")}
        self.copy_media(name.removeprefix(f"{MEDIA}/") for name in sorted(wanted - held))
        for name in held - wanted:
            (self.backup / name).unlink()
            del self.pieces[name]
        folders.make_folder(self.backup / MEDIA)


@contextmanager
def _spare(site: Database, work: _Work) -> Iterator[Database]:
    """An empty place of the same engine, which is gone afterwards."""
    if isinstance(site, SQLite):
        yield SQLite(work.restored / SQLITE_FILE)
        return
    if not isinstance(site, PostgreSQL):
        raise BackupFault(f"There are no backups of {site.engine}.")
    name = f"patchwork_backup_test_{secrets.token_hex(6)}"
    # The name is on the disk before the database is there, so that a killed try leaves none behind for good.
    (work.restored.parent / SPARE_NAME).write_text(name, "ascii")
    try:
        yield site.make(name)
    finally:
        site.drop(name)


def _thin(into: Path, keep: int, made: Path) -> None:
    """Take the oldest backups away; the one just made is the last good one, and stays whatever its name."""
    others = [path for path in folders.backups_in(into) if path != made]
    for old in others[: max(0, len(others) - (keep - 1))]:
        folders.remove(old)


def _note_failure(begun: datetime, why: str) -> None:
    try:
        note_failed_backup(FailedBackup(begun, why))
    except OSError:
        # The same disk is full: the error that is being raised says so.
        return


def default_folder() -> Path:
    """Where backups lie unless a folder is named."""
    return Path(settings.VAR_DIR) / "backups"
