"""A whole site in one file: the same bytes for the same files, and nothing that is not exactly one."""

import io
import zipfile
import zlib
from collections.abc import Callable

import pytest

from cases.exchange.archive import ArchiveReader, ArchiveWriter, NotAnArchive


def archive(**files: str) -> bytes:
    """An archive of these files."""
    stream = io.BytesIO()
    writer = ArchiveWriter(stream)
    for name, text in files.items():
        with writer.file(name) as file:
            file.write(text)
    writer.close({"fact": 1})
    return stream.getvalue()


def changed(data: bytes, change: Callable[[dict[str, bytes]], object]) -> io.BytesIO:
    """The same archive after somebody changed its files."""
    with zipfile.ZipFile(io.BytesIO(data)) as old:
        files = {name: old.read(name) for name in old.namelist()}
    change(files)
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as new:
        for name, text in files.items():
            new.writestr(name, text)
    return stream


def test_the_same_files_give_the_same_bytes() -> None:
    assert archive(one="a", two="b") == archive(one="a", two="b") != archive(one="a", two="c")


def test_what_was_written_is_read() -> None:
    reader = ArchiveReader(io.BytesIO(archive(one="Año")))
    reader.check()
    assert reader.open("one").read().decode() == "Año"
    assert reader.manifest.facts == {"fact": 1}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda files: files.update(one=b"other"), "was changed after it was written"),
        (lambda files: files.pop("one"), "are not those that its manifest names"),
        (lambda files: files.update(two=b""), "are not those that its manifest names"),
        (lambda files: files.pop("manifest.json"), "no manifest that can be read"),
        (lambda files: files.update({"manifest.json": b"[]"}), "no manifest that can be read"),
        (lambda files: files.update({"manifest.json": b'{"files": {}, "format": 9}'}), "of another format"),
        (lambda files: files.update({"../one": b""}), "are not those that its manifest names"),
    ],
)
def test_what_was_changed_is_refused(change: Callable[[dict[str, bytes]], object], said: str) -> None:
    with pytest.raises(NotAnArchive, match=said):
        ArchiveReader(changed(archive(one="a"), change)).check()


@pytest.mark.parametrize("data", [b"", b"PK", b"not a zip at all"])
def test_what_is_no_archive_is_refused(data: bytes) -> None:
    with pytest.raises(NotAnArchive, match="not a ZIP archive"):
        ArchiveReader(io.BytesIO(data))


def test_a_damaged_file_is_named() -> None:
    data = bytearray(archive(one="a" * 1000))
    packed = zlib.compress(b"a" * 1000, wbits=-15)
    begin = data.index(packed)
    data[begin : begin + len(packed)] = b"\xff" * len(packed)
    with pytest.raises(NotAnArchive, match="one in the archive"):
        ArchiveReader(io.BytesIO(bytes(data))).check()
