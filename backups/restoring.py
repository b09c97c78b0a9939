"""Restoring a backup into an empty place: nothing is touched before every byte of it was checked."""

import secrets
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.db.migrations.loader import MigrationLoader

from backups import folder as folders
from backups.databases import SQLITE_FILE, Database, PostgreSQL, SQLite
from backups.folder import HIDE_LIST, MEDIA, BackupFault, Manifest
from backups.site import run_on_copy
from cases.queries.hide_list import path_of_hide_list


@dataclass(frozen=True, slots=True)
class Restored:
    """Where a backup was restored to, and what was said while it was made safe to use."""

    place: str
    said: str


def restore(*, backup: Path, into: str, hide_lists: Iterable[Path] = (), set_aside: bool = False) -> Restored:
    """Restore a backup into a folder (SQLite) or an empty database (PostgreSQL, by its address).

    What is hidden by any of the lists is hidden in it. With `set_aside` a folder that holds something is
    renamed first; nothing is ever overwritten. Raises BackupFault.
    """
    try:
        manifest = folders.read_manifest(backup)
        folders.check_pieces(backup, manifest)
        _refuse_newer(manifest)
        lists = [path.resolve() for path in (*hide_lists, *_known_lists(backup))]
        if into.startswith(("postgres://", "postgresql://")):
            return _into_database(backup.resolve(), manifest, PostgreSQL.at(into), lists)
        return _into_folder(backup.resolve(), manifest, Path(into).absolute(), lists, set_aside=set_aside)
    except OSError as fault:
        raise BackupFault(f"It cannot be restored: {fault}.") from fault


def _refuse_newer(manifest: Manifest) -> None:
    # Without a connection: on the day on which this is needed the site may have no database.
    known = set(MigrationLoader(None).disk_migrations)
    apps = {app for app, _name in known}
    if unknown := {(app, name) for app, name in manifest.migrations - known if app in apps}:
        app, name = min(unknown)
        raise BackupFault(
            f"The backup is of a newer Patchwork ({manifest.patchwork}): it has the migration {app}.{name}. "
            "Take that version, then restore."
        )


def _known_lists(backup: Path) -> list[Path]:
    """The hide-lists at hand: that of this one, of newer backups beside it, and the one the worker keeps."""
    beside = [path / HIDE_LIST for path in folders.backups_in(backup.parent) if path.name >= backup.name]
    return [path for path in (*beside, path_of_hide_list()) if path.is_file()]


def _into_folder(
    backup: Path, manifest: Manifest, target: Path, lists: list[Path], *, set_aside: bool
) -> Restored:
    _refuse_other_engine(manifest, "sqlite", "a folder")
    if target.exists() and (not target.is_dir() or any(target.iterdir())) and not set_aside:
        raise BackupFault(
            f"{target} is not empty. Name an empty folder, or stop the site and say --set-aside: then what "
            "is there is renamed first."
        )
    unfinished = target.with_name(f"{target.name}.unfinished-{secrets.token_hex(4)}")
    folders.make_folder(unfinished)
    try:
        database = SQLite(unfinished / SQLITE_FILE)
        database.copy_in(backup / database.piece)
        for name, path in _media_of(backup, manifest):
            folders.write_piece(unfinished / MEDIA / name, folders.parts_of(path))
        said = _settle(backup, database, unfinished, lists)
        folders.sync_folders(unfinished)
        _make_room(target)
        unfinished.rename(target)
        folders.sync(target.parent)
    except BaseException:
        shutil.rmtree(unfinished, ignore_errors=True)
        raise
    return Restored(str(target), said)


def _make_room(target: Path) -> None:
    if target.is_dir() and not any(target.iterdir()):
        target.rmdir()
    elif target.exists():
        target.rename(target.with_name(f"{target.name}.before-{datetime.now(UTC):%Y%m%dT%H%M%SZ}"))


def _into_database(backup: Path, manifest: Manifest, database: PostgreSQL, lists: list[Path]) -> Restored:
    """Pictures go into the media storage of this environment; one that is there already is the same one."""
    _refuse_other_engine(manifest, "postgresql", "a database of PostgreSQL")
    if not database.is_empty():
        raise BackupFault("The database is not empty. Make a new one (createdb) and name that.")
    database.copy_in(backup / database.piece)
    for name, path in _media_of(backup, manifest):
        if not default_storage.exists(name):
            with path.open("rb") as file:
                default_storage.save(name, File(file, name))
    said = _settle(backup, database, Path(settings.VAR_DIR), lists, media_url=None)
    return Restored(database.parameters["dbname"], said)


def _refuse_other_engine(manifest: Manifest, engine: str, place: str) -> None:
    if manifest.engine != engine:
        raise BackupFault(
            f"The backup is of {manifest.engine} and cannot be restored into {place}. To change the engine, "
            "restore it to its own kind, then use export_all and import_all."
        )


def _media_of(backup: Path, manifest: Manifest) -> list[tuple[str, Path]]:
    return [
        (name.removeprefix(f"{MEDIA}/"), backup / name)
        for name in manifest.pieces
        if name.startswith(f"{MEDIA}/")
    ]


def _settle(
    backup: Path, database: Database, var: Path, lists: list[Path], *, media_url: str | None = ""
) -> str:
    """Bring the tables up to date, make the site safe to use, and verify it."""
    hiding = [argument for path in lists for argument in ("--hide-list", str(path))]
    command = ("settle_restored", str(backup), *hiding)
    return run_on_copy(*command, database=database, var=var, media_url=media_url).strip()
