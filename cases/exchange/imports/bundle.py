"""A bundle: a zip archive of Markdown files, one a case; and one such file alone.

Nothing is unpacked to disk and no name in the archive is used for anything but to say which file is meant.
The archive is refused whole when it declares, or turns out to hold, more than a bundle of cases does.
"""

import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from itertools import pairwise
from typing import BinaryIO

from cases.domain.messages import ContentProblems, Problem
from cases.domain.messages import noop as _
from cases.domain.reader import quoted
from cases.exchange.imports.found import Found, NotAnImport
from cases.exchange.markdown import CHARACTERS_AT_MOST, from_markdown

FILES_AT_MOST = 5_000
DIRECTORY_AT_MOST = 2_000_000
BYTES_AT_MOST = 100_000_000
FILE_AT_MOST = 4 * CHARACTERS_AT_MOST
RATIO_AT_MOST = 100
SMALL = 20_000
"""Bytes up to which nobody asks how well a file was packed."""

END = struct.Struct("<4s4H2LH")
END_MARK, LONGEST_COMMENT = b"PK\x05\x06", 65_535
PACKED = frozenset({zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED})

NOT_A_ZIP = _("The archive cannot be read: it is damaged or no zip archive. Make it again.")
TOO_MANY = _("The archive holds more than %(limit)s files. Make several smaller ones.")
TOO_LARGE = _("The archive unpacks to more than %(limit)s megabytes. Make several smaller ones.")
OVERLAP = _("Files in the archive lie over each other, which no honest archive does. Make it again.")
BOMB = _("The file unpacks to more than %(limit)s times its size. Nothing of it was read.")
FILE_LARGE = _("The file is longer than any case. Nothing of it was read.")
LINK = _("This is a link to another file. Put the file itself into the archive.")
LOCKED = _("The file is encrypted. Make the archive without a password.")
METHOD = _("The file is packed in a way that is not read here. Make an ordinary zip archive.")
DAMAGED = _("The file is damaged in the archive. Make the archive again.")
NOT_UTF8 = _("The file is not UTF-8. Save it as UTF-8.")
NO_MARKDOWN = _("This is no Markdown file: its name does not end in .md. It is left aside.")


def read_markdown(file: BinaryIO, name: str) -> Iterator[Found]:
    """Yield the one case of a Markdown file."""
    data = file.read(FILE_AT_MOST + 1)
    if len(data) > FILE_AT_MOST:
        raise NotAnImport(0, FILE_LARGE)
    yield _case(quoted(name), data)


def read_bundle(file: BinaryIO) -> Iterator[Found]:
    """Yield an item for each file of the archive, in its order. Raises NotAnImport."""
    _check_directory(file)
    try:
        archive = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, OSError, RuntimeError, UnicodeError, struct.error):
        raise NotAnImport(0, NOT_A_ZIP) from None
    with archive:
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        _check_entries(entries)
        left = BYTES_AT_MOST
        for entry in entries:
            item, read = _entry(archive, entry)
            left -= read
            if left < 0:
                raise NotAnImport(0, TOO_LARGE, limit=BYTES_AT_MOST // 1_000_000)
            yield item


def _check_directory(file: BinaryIO) -> None:
    """Look at the end of the archive before anything of its list of files is read into memory."""
    size = file.seek(0, 2)
    file.seek(max(0, size - END.size - LONGEST_COMMENT))
    tail = file.read()
    place = tail.rfind(END_MARK)
    if place < 0 or len(tail) - place < END.size:
        raise NotAnImport(0, NOT_A_ZIP)
    *_marks, count, directory, _start, _comment = END.unpack_from(tail, place)
    if count > FILES_AT_MOST or directory > DIRECTORY_AT_MOST:
        raise NotAnImport(0, TOO_MANY, limit=FILES_AT_MOST)
    file.seek(0)


def _check_entries(entries: list[zipfile.ZipInfo]) -> None:
    if len(entries) > FILES_AT_MOST:
        raise NotAnImport(0, TOO_MANY, limit=FILES_AT_MOST)
    if sum(entry.file_size for entry in entries) > BYTES_AT_MOST:
        raise NotAnImport(0, TOO_LARGE, limit=BYTES_AT_MOST // 1_000_000)
    spans = sorted((entry.header_offset, entry.compress_size) for entry in entries)
    if any(start + length > following for (start, length), (following, _size) in pairwise(spans)):
        raise NotAnImport(0, OVERLAP)


def _entry(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> tuple[Found, int]:
    """The item of one file, and how many bytes of it were read."""
    name = quoted(entry.filename.rsplit("/", 1)[-1]) or quoted(entry.filename)
    refusal = _refusal(entry)
    if refusal is not None:
        return Found(where=name, problems=(refusal,)), 0
    if not entry.filename.casefold().endswith(".md"):
        return Found(where=name, skipped=True, problems=(Problem("", NO_MARKDOWN),)), 0
    try:
        with archive.open(entry) as opened:
            data = opened.read(FILE_AT_MOST + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError):
        return Found(where=name, problems=(Problem("", DAMAGED),)), 0
    return _case(name, data), len(data)


def _refusal(entry: zipfile.ZipInfo) -> Problem | None:
    """Why a file is not read, judged by what the archive declares of it; None when it is."""
    if stat.S_ISLNK(entry.external_attr >> 16):
        return Problem("", LINK)
    if entry.flag_bits & 1:
        return Problem("", LOCKED)
    if entry.compress_type not in PACKED:
        return Problem("", METHOD)
    if entry.file_size > FILE_AT_MOST:
        return Problem("", FILE_LARGE)
    if entry.file_size > max(SMALL, RATIO_AT_MOST * entry.compress_size):
        return Problem("", BOMB, {"limit": RATIO_AT_MOST})
    return None


def _case(name: str, data: bytes) -> Found:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return Found(where=name, problems=(Problem("", NOT_UTF8),))
    try:
        document = from_markdown(text)
    except ContentProblems as refusal:
        return Found(where=name, problems=refusal.problems)
    content, slug = document.content, document.slug
    return Found(where=name, origin=slug or content.title, title=content.title, slug=slug, content=content)
