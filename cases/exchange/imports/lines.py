"""The text of a file line by line, bounded, whatever is in it."""

import codecs
from collections.abc import Iterator
from typing import BinaryIO

from cases.domain.messages import noop as _
from cases.exchange.imports.found import NotAnImport

LINE_AT_MOST = 1_000_000
"""Characters of a line; a whole case has fewer."""
CHUNK = 64 * 1024

LONG = _("Line %(line)s has more than %(limit)s characters. No case is that long: is this the right file?")
NOT_UTF8 = _("Line %(line)s is not UTF-8. Save the file as UTF-8 and choose it again.")
NUL = _("Line %(line)s holds a NUL character, so this is no text. Choose the text file.")


def text_lines(file: BinaryIO) -> Iterator[str]:
    """Yield each line with its end; the end is LF, CR LF or CR, mixed as they come. A BOM is dropped.

    Raises NotAnImport for what is not UTF-8, for NUL, and for a line of more than LINE_AT_MOST characters.
    """
    number, rest = 1, ""
    for piece in _decoded(file):
        *whole, rest = _split(rest + piece)
        for line in whole:
            yield _checked(line, number)
            number += 1
        if len(rest) > LINE_AT_MOST:
            raise NotAnImport(number, LONG, limit=LINE_AT_MOST)
    if rest:
        yield _checked(rest, number)


def _decoded(file: BinaryIO) -> Iterator[str]:
    decoder = codecs.getincrementaldecoder("utf-8-sig")()
    line = 1
    while chunk := file.read(CHUNK):
        try:
            piece = decoder.decode(chunk)
        except UnicodeDecodeError as fault:
            whole = fault.object[: fault.start]
            yield whole.decode()
            raise NotAnImport(line + whole.count(b"\n"), NOT_UTF8) from None
        line += chunk.count(b"\n")
        yield piece
    try:
        yield decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        raise NotAnImport(line, NOT_UTF8) from None


def _split(text: str) -> list[str]:
    """The lines of a text with their ends, and last what is no whole line yet.

    A CR at the end may be the first half of a CR LF, so it stays with what is not whole.
    """
    held = text.endswith("\r")
    marked = (text[:-1] if held else text).replace("\r\n", "\n").replace("\r", "\n")
    *whole, rest = marked.split("\n")
    return [*(f"{line}\n" for line in whole), rest + ("\r" if held else "")]


def _checked(line: str, number: int) -> str:
    if len(line) > LINE_AT_MOST:
        raise NotAnImport(number, LONG, limit=LINE_AT_MOST)
    if "\x00" in line:
        raise NotAnImport(number, NUL)
    return f"{line[:-1]}\n" if line.endswith("\r") else line
