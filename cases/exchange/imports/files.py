"""Reading a file in whichever format it is, told by its content and not by its name."""

from collections.abc import Iterator
from typing import BinaryIO

from cases.domain.messages import noop as _
from cases.exchange.imports.bundle import read_bundle, read_markdown
from cases.exchange.imports.found import Format, Found, NotAnImport, Options
from cases.exchange.imports.json_lines import read_json_lines
from cases.exchange.imports.table import read_table

LOOKED_AT = 4_096

EMPTY = _("The file is empty. Choose another one.")
UTF16 = _("The file is UTF-16. Save it as UTF-8 and choose it again.")
PACKED = _("The file is packed (gzip, bzip2, xz or 7z). Unpack it and choose what was in it.")
XML = _("The file is XML, and no export of a wiki: it does not begin with <mediawiki>.")
PICTURE = _(
    "The file is a document or a picture. Choose a zip of Markdown, JSON Lines, CSV or a wiki's export."
)
PACKERS = (b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"\x28\xb5\x2f\xfd", b"Rar!")
OTHERS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"\xd0\xcf\x11\xe0", b"{\\rtf")


def recognised(file: BinaryIO) -> Format:
    """The format of a file, by how it begins. Raises NotAnImport for one that is none of them."""
    file.seek(0)
    head = file.read(LOOKED_AT)
    file.seek(0)
    if not head.strip():
        raise NotAnImport(0, EMPTY)
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return Format.MARKDOWN
    for marks, message in ((PACKERS, PACKED), (OTHERS, PICTURE), ((b"\xff\xfe", b"\xfe\xff"), UTF16)):
        if head.startswith(marks):
            raise NotAnImport(0, message)
    text = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if text.startswith(b"<"):
        if b"<mediawiki" in text or b"<!" in text:
            return Format.MEDIAWIKI
        raise NotAnImport(0, XML)
    if text.startswith(b"---") and text[3:4] in b"\r\n ":
        return Format.MARKDOWN
    return Format.JSON_LINES if text.startswith(b"{") else Format.CSV


def read_file(file: BinaryIO, form: Format, options: Options) -> Iterator[Found]:
    """Yield the items of a file. Raises NotAnImport where it cannot be read on."""
    file.seek(0)
    if form is Format.JSON_LINES:
        return read_json_lines(file)
    if form is Format.CSV:
        return read_table(file, options.columns)
    if form is Format.MEDIAWIKI:
        # Loaded here, as what reads wikitext takes megabytes and hardly a process needs it.
        from cases.exchange.imports.wiki import read_wiki  # noqa: PLC0415

        return read_wiki(file, options)
    is_archive = file.read(2) == b"PK"
    file.seek(0)
    return read_bundle(file) if is_archive else read_markdown(file, options.name)
