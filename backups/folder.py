"""A backup as files: one folder with the database, the pictures, the hide-list and a manifest.

The manifest names every other file with its length and SHA-256. A folder is written under another name and
gets its own when it is whole, on the disk and tested; what bears a final name is therefore a good backup.
Only its owner may read any of it.
"""

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import cast

FORMAT = 1
MANIFEST = "manifest.json"
HIDE_LIST = "hide-list.json"
MEDIA = "media"
UNFINISHED = "unfinished-"
FINAL_NAME = re.compile(r"patchwork-\d{8}T\d{6}Z(-\d+)?")
OWNERS_FOLDER, OWNERS_FILE = 0o700, 0o600
PIECE = 1 << 20


class BackupFault(Exception):  # noqa: N818 (an answer to the operator, not a fault of the program)
    """Raised with one sentence that says what is wrong and what to do."""


@dataclass(frozen=True, slots=True)
class Piece:
    """One file of a backup: its length in bytes and its SHA-256."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself. `site` is what `verify --json` said of the restored copy."""

    made_at: datetime
    engine: str
    patchwork: str
    check: str
    site: Mapping[str, object]
    pieces: Mapping[str, Piece]

    @property
    def size(self) -> int:
        """The bytes of all pieces."""
        return sum(piece.size for piece in self.pieces.values())

    @property
    def migrations(self) -> set[tuple[str, str]]:
        """The migrations that were applied, as pairs of app and name."""
        applied = cast("Mapping[str, list[str]]", self.site.get("migrations", {}))
        return {(app, name) for app, names in applied.items() for name in names}


def write_piece(path: Path, parts: Iterable[bytes]) -> Piece:
    """Write a file for its owner only, down to the disk."""
    make_folder(path.parent)
    digest, size = hashlib.sha256(), 0
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, OWNERS_FILE)
    with os.fdopen(descriptor, "wb") as file:
        for part in parts:
            digest.update(part)
            size += file.write(part)
        file.flush()
        os.fsync(descriptor)
    return Piece(size, digest.hexdigest())


def parts_of(path: Path) -> Iterator[bytes]:
    """The bytes of a file, piece by piece."""
    with path.open("rb") as file:
        while part := file.read(PIECE):
            yield part


def finish_piece(path: Path) -> Piece:
    """Bring a file that another program wrote down to the disk, for its owner only."""
    path.chmod(OWNERS_FILE)
    digest = hashlib.sha256()
    for part in parts_of(path):
        digest.update(part)
    sync(path)
    return Piece(path.stat().st_size, digest.hexdigest())


def make_folder(path: Path) -> None:
    """Make the folder, and those above it that are missing, for their owner only."""
    missing = [folder for folder in (path, *path.parents) if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(OWNERS_FOLDER, exist_ok=True)


def sync(path: Path) -> None:
    """Bring a file, or the names in a folder, down to the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_folders(top: Path) -> None:
    """Bring the names in this folder and in all below it down to the disk."""
    for folder in (top, *(path for path in top.rglob("*") if path.is_dir())):
        sync(folder)


def write_manifest(folder: Path, manifest: Manifest) -> None:
    """Write the manifest into the folder."""
    said = {
        "format": FORMAT,
        "made_at": manifest.made_at.isoformat(),
        "engine": manifest.engine,
        "patchwork": manifest.patchwork,
        "check": manifest.check,
        "site": manifest.site,
        "pieces": {
            name: {"size": piece.size, "sha256": piece.sha256}
            for name, piece in sorted(manifest.pieces.items())
        },
    }
    write_piece(folder / MANIFEST, [json.dumps(said, indent=1, ensure_ascii=False).encode() + b"\n"])


def read_manifest(folder: Path) -> Manifest:
    """Read the manifest of a backup. Raises BackupFault for a folder that is none."""
    try:
        said = json.loads((folder / MANIFEST).read_text("utf-8"))
    except (OSError, ValueError):
        raise BackupFault(
            f"{folder} has no manifest that can be read. Name a folder that manage.py backup made."
        ) from None
    if not isinstance(said, dict) or said.get("format") != FORMAT:
        raise BackupFault(f"{folder} is of another format. Restore it with the version that made it.")
    try:
        return Manifest(
            made_at=datetime.fromisoformat(said["made_at"]),
            engine=said["engine"],
            patchwork=said["patchwork"],
            check=said["check"],
            site=said["site"],
            pieces={name: Piece(**piece) for name, piece in said["pieces"].items()},
        )
    except (KeyError, TypeError, ValueError, AttributeError):
        raise BackupFault(f"The manifest of {folder} is damaged. Use another backup.") from None


def check_pieces(folder: Path, manifest: Manifest) -> None:
    """Read every file once and compare it with the manifest. Raises BackupFault at the first that differs."""
    there = {str(path.relative_to(folder)) for path in folder.rglob("*") if not path.is_dir()} - {MANIFEST}
    if strange := there - set(manifest.pieces):
        raise BackupFault(f"{folder} holds {min(strange)}, which its manifest does not name.")
    for name, piece in manifest.pieces.items():
        path = folder / name
        if path.is_symlink() or not path.is_file():
            raise BackupFault(f"The file {name} of the backup is missing. Use another backup.")
        digest = hashlib.sha256()
        for part in parts_of(path):
            digest.update(part)
        if digest.hexdigest() != piece.sha256:
            raise BackupFault(f"The file {name} of the backup is not what was written. Use another backup.")


def backups_in(folder: Path) -> list[Path]:
    """The backups in a folder, the oldest first."""
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if FINAL_NAME.fullmatch(path.name) and path.is_dir())


def free_name(folder: Path, moment: datetime) -> Path:
    """A final name for a backup of this moment that is not taken."""
    name, number = f"patchwork-{moment:%Y%m%dT%H%M%SZ}", 2
    path = folder / name
    while path.exists():
        path, number = folder / f"{name}-{number}", number + 1
    return path


def remove(backup: Path) -> None:
    """Take a backup away; from the first moment on it bears no final name."""
    doomed = backup.with_name(f"{UNFINISHED}{backup.name}")
    backup.rename(doomed)
    shutil.rmtree(doomed)
