"""Files made to break the reader: each ends in items and faults with a place, and none in an exception.

What each must not do: take more memory than a site has, ask the network, or lose what came before the fault.
"""

import io
import json
import stat
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest

from cases.exchange.imports.bundle import FILES_AT_MOST
from cases.exchange.imports.files import read_file, recognised
from cases.exchange.imports.found import Format, Found, NotAnImport, Options

CASE = '{"title": "Guifi.net", "summary": "A network."}'
WIKI = Options(licence="CC BY-SA 4.0")
DUMP = (
    '<mediawiki xml:lang="en"><siteinfo><sitename>W</sitename><base>https://w.example.org/wiki/Main</base>'
    "</siteinfo>{}</mediawiki>"
)
PAGE = "<page><title>{}</title><ns>0</ns><id>1</id><revision><id>2</id><text>{}</text></revision></page>"
LAUGHS = '<!DOCTYPE m [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'


def read(data: bytes, options: Options = WIKI) -> tuple[list[Found], str]:
    """The items of a file, and the fault at which it could not be read on."""
    items: list[Found] = []
    try:
        file = io.BytesIO(data)
        for item in read_file(file, recognised(file), options):
            items.append(item)
    except NotAnImport as refusal:
        return items, str(refusal)
    return items, ""


def zipped(*files: tuple[str, bytes], **changes: int) -> bytes:
    """A zip archive of these files; `changes` are set on each entry."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files:
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            for field, value in changes.items():
                setattr(entry, field, value)
            archive.writestr(entry, data)
    return buffer.getvalue()


def lying_about_size(data: bytes, size: int) -> bytes:
    """The archive with another size declared for its only file, in both places."""
    said = struct.pack("<L", len(zlib.decompress(_packed(data), -15)))
    return data.replace(said, struct.pack("<L", size))


def _packed(data: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entry = archive.infolist()[0]
    start = entry.header_offset + 30 + len(entry.filename)
    return data[start : start + entry.compress_size]


WHOLE: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", "is empty"),
    "blanks": (b" \n\t ", "is empty"),
    "a picture": (b"\x89PNG\r\n\x1a\n", "a document or a picture"),
    "gzip": (b"\x1f\x8b\x08\x00", "is packed"),
    "utf-16": ("title\nGuifi".encode("utf-16"), "is UTF-16"),
    "another xml": (b"<svg onload='x'/>", "no export of a wiki"),
    "laughs": (f"{LAUGHS}<mediawiki>&b;</mediawiki>".encode(), "document type or entities"),
    "external entity": (
        b'<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]><mediawiki>&x;</mediawiki>',
        "document type or entities",
    ),
    "external dtd": (b'<!DOCTYPE m SYSTEM "http://127.0.0.1:9/x"><mediawiki/>', "document type or entities"),
    "deep xml": (b"<mediawiki>" + b"<a>" * 100_000, "nested more deeply"),
    "cut xml": (DUMP.format(PAGE.format("A", "t"))[:-20].encode(), "ends in the middle"),
    "nul in xml": (DUMP.format(PAGE.format("A", "\x00")).encode(), "not well-formed"),
    "surrogate in xml": (DUMP.format(PAGE.format("A", "&#xD800;")).encode(), "not well-formed"),
    "encoding": (b'<?xml version="1.0" encoding="utf-7"?><mediawiki/>', "not well-formed"),
    "endless attribute": (b'<mediawiki a="' + b"x" * 6_000_000, "does not end"),
    "no zip": (b"PK\x03\x04" + b"x" * 100, "cannot be read"),
    "cut zip": (zipped(("a.md", b"x" * 2000))[:-30], "cannot be read"),
    "many files": (
        zipped(*((f"{number}.md", b"") for number in range(FILES_AT_MOST + 1))),
        "more than 5000 files",
    ),
    "nul in csv": (b"title\nGuifi\x00.net\n", "Line 2 holds a NUL"),
    "latin-1 in csv": ("title\na\nGuiñol\n".encode("latin-1"), "Line 3 is not UTF-8"),
    "half a character": (b"title\nGuifi\xc3", "Line 2 is not UTF-8"),
    "open quote": (b'title,summary\na,b\n"c,d\ne,f\n', "Line 3: the table cannot be read on"),
    "huge cell": (b'title\na\n"' + b"x" * 200_000 + b'"\n', "Line 3: the table cannot be read on"),
    "huge line": (b"title\n" + b"x" * 3_000_000, "Line 2 has more than"),
    "no title": (b"name of nothing,b\n1,2\n", "No column of the first line is known as the title"),
    "wide": (b"title" + b",x" * 5000 + b"\n", "columns. Keep at most"),
}


@pytest.mark.parametrize(("data", "fault"), WHOLE.values(), ids=WHOLE)
def test_a_file_that_cannot_be_read_on_says_where_and_why(data: bytes, fault: str) -> None:
    assert fault in read(data)[1]


LINES: dict[str, tuple[str, str]] = {
    "no json": ("{", "no JSON: line 2"),
    "doubled": ('{"title": "a", "title": "b"}', "“title” stands twice"),
    "nan": ('{"title": NaN}', "NaN is no number of JSON"),
    "infinite": ('{"title": 1e999}', "larger than any that can be kept"),
    "long number": (f'{{"began": {"9" * 5000}}}', "more than 18 digits"),
    "deep": ("[" * 100_000, "more than 32 deep"),
    "a list": ("[1]", "no object"),
    "unknown field": ('{"titel": "a"}', "no field of this name"),
    "surrogate": (r'{"title": "\ud800"}', "half a character"),
    "nul": (r'{"title": "\u0000"}', "holds NUL"),
    "beside content": (f'{{"content": {CASE}, "role": "steward"}}', "no field “role” beside"),
}


@pytest.mark.parametrize(("line", "fault"), LINES.values(), ids=LINES)
def test_a_line_of_json_at_fault_leaves_the_others_alone(line: str, fault: str) -> None:
    items, whole = read(f"{CASE}\r\n{line}\r{CASE}\n".encode())
    assert whole == ""
    assert [item.where for item in items] == ["1", "2", "3"]
    assert [item.content is not None for item in items] == [True, False, True]
    assert fault in str(items[1].problems[0])


ROWS: dict[str, tuple[str, str, str]] = {
    "a year": ("Guifi.net,soon,", "This is not a whole number", "Started"),
    "a sector": ("Guifi.net,2004,magic", "is not in the list", "Sector"),
    "too many cells": ("Guifi.net,2004,,x", "The row has 4 cells, and the head line has 3", ""),
    "too few cells": ("Guifi.net", "The row has 1 cells, and the head line has 3", ""),
}


@pytest.mark.parametrize(("row", "fault", "column"), ROWS.values(), ids=ROWS)
def test_a_row_at_fault_names_its_column(row: str, fault: str, column: str) -> None:
    items, whole = read(
        f"\ufefftitle,Started,Sector\r\n{row}\rOther,2001,\n".encode(),
        Options(columns=("title", "began", "sector")),
    )
    assert whole == ""
    assert [item.where for item in items] == ["2", "3"]
    problem = items[0].problems[0]
    assert fault in problem.text
    assert items[0].columns.get(problem.path, "") == column
    assert items[1].content is not None


FILES: dict[str, tuple[bytes, str]] = {
    "bomb": (zipped(("a.md", b"x" * 3_000_000)), "more than 100 times its size"),
    "large": (zipped(("a.md", bytes(range(256)) * 20_000)), "longer than any case"),
    "link": (zipped(("a.md", b"/etc/passwd"), external_attr=(stat.S_IFLNK | 0o777) << 16), "is a link"),
    "slip": (zipped(("../../etc/cron.d/a.md", b"x")), "does not begin with ---"),
    "nested": (zipped(("b.zip", zipped(("a.md", b"x")))), "no Markdown file"),
    "latin-1": (zipped(("a.md", "---\ntitle: Guiñol\n---\n".encode("latin-1"))), "not UTF-8"),
    "nul": (zipped(("a.md", b"---\ntitle: a\x00\n---\n")), "control character"),
    "aliases": (zipped(("a.md", b"---\na: &a [x]\nb: *a\n---\n")), "anchors and aliases"),
    "says less than it is": (lying_about_size(zipped(("a.md", b"---\n" * 50)), 8), "is damaged"),
}


@pytest.mark.parametrize(("data", "fault"), FILES.values(), ids=FILES)
def test_a_file_of_an_archive_at_fault_is_named(data: bytes, fault: str) -> None:
    items, whole = read(data)
    assert whole == ""
    assert len(items) == 1
    assert fault in items[0].problems[0].text
    assert "/" not in items[0].where


def test_files_that_lie_over_each_other_are_refused() -> None:
    data = bytearray(zipped(("a.md", b"one" * 50), ("b.md", b"two" * 50)))
    second = data.rindex(b"PK\x01\x02")
    data[second + 42 : second + 46] = struct.pack("<L", 0)
    assert "lie over each other" in read(bytes(data))[1]


def test_names_in_a_page_of_marks_are_bounded() -> None:
    for text in ("&lt;b&gt;" * 20_000, "{{a|" * 20_000, "[[" * 30_000, "&lt;!--" * 10_000):
        items, whole = read(DUMP.format(PAGE.format("A", text)).encode())
        assert whole == ""
        assert items[0].content is None


CHILD = """
import re, sys
from pathlib import Path
from cases.exchange.imports.files import read_file, recognised
from cases.exchange.imports.found import NotAnImport, Options
file = open(sys.argv[1], "rb")
try:
    for _ in read_file(file, recognised(file), Options(licence="CC0 1.0")): pass
except NotAnImport: pass
print(int(re.search(r"VmHWM:[ \\t]+([0-9]+)", Path("/proc/self/status").read_text())[1]) // 1024)
"""
"""Prints the most megabytes that the process held. (`getrusage` would count those of the parent, too.)"""


@pytest.mark.parametrize(
    "write",
    [
        lambda file: file.write(b"<mediawiki>" + b"<page><title>" + b"x" * 40_000_000),
        lambda file: file.write(b'title\n"' + b"x" * 40_000_000),
        lambda file: file.write(b"<mediawiki><page><revision><text>" + b"y " * 20_000_000),
    ],
    ids=["title", "cell", "text"],
)
def test_no_file_takes_the_memory_of_a_site(
    tmp_path: Path, write: Callable[[io.BufferedWriter], int]
) -> None:
    with (tmp_path / "file").open("wb") as file:
        write(file)
    done = subprocess.run(
        [sys.executable, "-c", CHILD, tmp_path / "file"], capture_output=True, text=True, check=True
    )
    assert int(done.stdout) < 200


def test_a_format_is_told_by_content() -> None:
    told = {
        CASE.encode(): Format.JSON_LINES,
        b"---\ntitle: a\n---\n": Format.MARKDOWN,
        zipped(("a.md", b"")): Format.MARKDOWN,
        b"\xef\xbb\xbf<?xml version='1.0'?>\n<mediawiki/>": Format.MEDIAWIKI,
        b"title,summary\n": Format.CSV,
        json.dumps([1]).encode(): Format.CSV,
    }
    assert {data: recognised(io.BytesIO(data)) for data in told} == told
