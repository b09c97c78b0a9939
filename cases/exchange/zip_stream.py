"""Zip files that are sent while they are written, in memory that hardly grows with what is in them.

The same files give the same bytes. What must be kept of each file until the end, its name, place and
sizes, is some hundred bytes.
"""

import struct
import zipfile
from collections.abc import Iterable, Iterator

FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The moment that every file carries, so that the bytes depend on nothing but the files."""

AT_ONCE = 64 * 1024
"""So many bytes are gathered before they are sent."""

Text = str | Iterable[str]
"""The text of a file: whole, or in pieces when it may be long."""

Files = Iterable[tuple[str, Text]]
"""Names with their texts, which are read one after the other."""


class _Outlet:
    """Takes what a zip file writes, and cannot be wound back."""

    def __init__(self) -> None:
        self.gathered = bytearray()

    def write(self, data: bytes, /) -> int:
        """Take some bytes."""
        self.gathered += data
        return len(data)

    def flush(self) -> None:
        """Nothing waits elsewhere."""

    def close(self) -> None:
        """Nothing is held open."""

    def take(self) -> bytes:
        """What was written since this was last asked."""
        taken = bytes(self.gathered)
        self.gathered.clear()
        return taken


class _Directory:
    """What a zip file says of each entry at its end, packed: objects would take five times the room."""

    NUMBERS = struct.Struct("<LQQQHH")

    def __init__(self) -> None:
        self.packed: list[bytes] = []

    def append(self, entry: zipfile.ZipInfo) -> None:
        """Keep what is not the same for all entries."""
        sizes = (entry.compress_size, entry.file_size, entry.header_offset)
        numbers = self.NUMBERS.pack(entry.CRC, *sizes, entry.flag_bits, entry.extract_version)
        self.packed.append(numbers + entry.filename.encode())

    def __len__(self) -> int:
        return len(self.packed)

    def __iter__(self) -> Iterator[zipfile.ZipInfo]:
        for packed in self.packed:
            entry = _entry(packed[self.NUMBERS.size :].decode())
            entry.CRC, *sizes, entry.flag_bits, version = self.NUMBERS.unpack_from(packed)
            entry.compress_size, entry.file_size, entry.header_offset = sizes
            entry.create_version = entry.extract_version = version
            yield entry


def zip_pieces(files: Files) -> Iterator[bytes]:
    """The bytes of a zip file of these texts in UTF-8, piece by piece. Each name stands once."""
    outlet = _Outlet()
    with zipfile.ZipFile(outlet, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.filelist = _Directory()  # type: ignore[assignment] # it is appended to, counted and read
        for name, text in files:
            is_whole = isinstance(text, str)
            # What comes in pieces may grow past the four gigabytes that an ordinary entry can have.
            with archive.open(_entry(name), "w", force_zip64=not is_whole) as file:
                for piece in (text,) if isinstance(text, str) else text:
                    file.write(piece.encode())
                    if len(outlet.gathered) > AT_ONCE:
                        yield outlet.take()
            archive.NameToInfo.clear()
            if len(outlet.gathered) > AT_ONCE:
                yield outlet.take()
    yield outlet.take()


def _entry(name: str) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, FIRST_DAY)
    entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
    return entry
