"""A whole site in one file: what `export_all` writes and `import_all` reads.

A ZIP with one JSON Lines file a table under `tables/`, one file each uploaded picture under `media/`, and
`manifest.json` at its end, which names every other file with its SHA-256. The same site gives the same bytes:
no moment of writing stands in it, and its entries carry no times.

It is the operator's file and holds what only the operator may see: addresses, hashes of passwords, drafts and
reviews. Whoever reads it checks every byte against the manifest before anything of it counts.
"""

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import IO, BinaryIO

from cases.domain.content import Data

FORMAT = 1
MANIFEST = "manifest.json"
MANIFEST_AT_MOST = 100_000_000
EARLIEST = (1980, 1, 1, 0, 0, 0)
"""The one moment that a ZIP can name and that says nothing."""

OWNER_ONLY = 0o600 << 16
PIECE = 1 << 16


class NotAnArchive(Exception):  # noqa: N818 (an answer to the operator, not a fault of the program)
    """Raised with one sentence that says what is wrong with the file and what to do."""


class ArchiveWriter:
    """Writes the files of an archive one after the other, and the manifest when it is closed."""

    def __init__(self, stream: BinaryIO) -> None:
        self._zip = zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED)
        self._hashes: dict[str, str] = {}

    @contextmanager
    def file(self, name: str) -> Iterator["HashedWriter"]:
        """One file of the archive, of any length."""
        with self._zip.open(_entry(name), "w", force_zip64=True) as stream:
            writer = HashedWriter(stream)
            yield writer
        self._hashes[name] = writer.sha256

    def close(self, facts: Data) -> None:
        """Write the manifest: the facts given, and the hash of every file."""
        manifest = {"format": FORMAT, **facts, "files": self._hashes}
        text = json.dumps(manifest, indent=1, sort_keys=True, ensure_ascii=False)
        self._zip.writestr(_entry(MANIFEST), text + "\n")
        self._zip.close()


class HashedWriter:
    """A stream that knows the hash of what went through it; takes text and bytes."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream = stream
        self._hash = hashlib.sha256()

    def write(self, piece: str | bytes) -> int:
        """Write a piece; text goes as UTF-8."""
        data = piece.encode() if isinstance(piece, str) else piece
        self._hash.update(data)
        return self._stream.write(data)

    @property
    def sha256(self) -> str:
        """The hash of everything written so far, 64 hexadecimal digits."""
        return self._hash.hexdigest()


@dataclass(frozen=True, slots=True)
class Manifest:
    """What an archive says of itself: `files` maps the name of each file to its SHA-256."""

    facts: Mapping[str, object]
    files: Mapping[str, str]


class ArchiveReader:
    """Reads an archive. Raises NotAnArchive for everything that is not exactly one."""

    def __init__(self, stream: BinaryIO) -> None:
        try:
            self._zip = zipfile.ZipFile(stream)
        except zipfile.BadZipFile:
            raise NotAnArchive("The file is not a ZIP archive. Give one that export_all wrote.") from None
        self.manifest = self._read_manifest()
        named, held = {*self.manifest.files, MANIFEST}, self._zip.namelist()
        if len(held) != len(named) or set(held) != named:
            raise NotAnArchive("The files in the archive are not those that its manifest names.")

    def check(self) -> None:
        """Read every file once, and compare it with its hash."""
        for name, expected in self.manifest.files.items():
            found = hashlib.sha256()
            try:
                with self._zip.open(name) as stream:
                    while piece := stream.read(PIECE):
                        found.update(piece)
            except (zipfile.BadZipFile, zlib.error, EOFError):
                raise NotAnArchive(
                    f"The file {name} in the archive is damaged. Export the site again."
                ) from None
            if found.hexdigest() != expected:
                raise NotAnArchive(f"The file {name} in the archive was changed after it was written.")

    def open(self, name: str) -> IO[bytes]:
        """One file of the archive."""
        return self._zip.open(name)

    def _read_manifest(self) -> Manifest:
        try:
            size = self._zip.getinfo(MANIFEST).file_size
            data = json.loads(self._zip.read(MANIFEST)) if size <= MANIFEST_AT_MOST else None
        except (KeyError, ValueError, zipfile.BadZipFile):
            data = None
        if not isinstance(data, dict) or not isinstance(data.get("files"), dict):
            raise NotAnArchive(
                "The archive has no manifest that can be read. Give one that export_all wrote."
            )
        if data.pop("format", None) != FORMAT:
            raise NotAnArchive("The archive is of another format. Export it with this version of Patchwork.")
        return Manifest(files=data.pop("files"), facts=data)


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, EARLIEST)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.external_attr = OWNER_ONLY
    return entry
