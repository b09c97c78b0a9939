"""Uploaded files on the disk of this machine: kept for good before anybody is told that they are there."""

import os
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

from django.core.files import File
from django.core.files.storage import FileSystemStorage

from config.media import MediaAway


class DurableFiles(FileSystemStorage):
    """Files that outlive a power cut from the moment at which they are saved.

    What could not be written whole, as on a full disk, is taken away again, so that it takes no room.
    Raises MediaAway when the folder does not serve.
    """

    def _open(self, name: str, mode: str = "rb") -> "File[Any]":
        try:
            file: File[Any] = super()._open(name, mode)  # type: ignore[misc]
        except FileNotFoundError:
            raise
        except OSError as fault:
            raise MediaAway(str(fault)) from fault
        return file

    def _save(self, name: str, content: "File[Any] | IO[Any]") -> str:
        try:
            kept = str(super()._save(name, content))  # type: ignore[misc]
            _sync(Path(self.path(kept)))
            # A new file, and a new folder, stand in the folder above only when that is on the disk, too.
            folder = Path(self.path(kept)).parent
            for above in (folder, folder.parent):
                _sync(above)
        except OSError as fault:
            with suppress(OSError):
                self.delete(name)
            raise MediaAway(str(fault)) from fault
        return kept


def _sync(path: Path) -> None:
    """Wait until this file or folder is on the disk. Raises OSError."""
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
