"""Zip files that are sent while they are written."""

import io
import zipfile
from collections.abc import Iterator

from hypothesis import given, settings
from hypothesis import strategies as st

from cases.domain.content import CaseContent
from cases.exchange.markdown import Document, from_markdown, to_markdown
from cases.exchange.zip_stream import AT_ONCE, zip_pieces
from tests.strategies import contents


def opened(data: bytes) -> zipfile.ZipFile:
    archive = zipfile.ZipFile(io.BytesIO(data))
    assert archive.testzip() is None
    return archive


@given(st.lists(contents(), max_size=2))
@settings(max_examples=20)
def test_cases_are_read_back_from_a_zip_of_markdown(found: list[CaseContent]) -> None:
    files = ((f"cases/case-{at}.md", to_markdown(each, slug=f"case-{at}")) for at, each in enumerate(found))
    archive = opened(b"".join(zip_pieces(files)))
    read = [from_markdown(archive.read(name).decode()) for name in archive.namelist()]
    assert read == [Document(f"case-{at}", each) for at, each in enumerate(found)]


def test_a_text_in_pieces_is_sent_while_it_is_read() -> None:
    asked: list[int] = []

    def pieces() -> Iterator[str]:
        for number in range(20):
            asked.append(number)
            # Text that cannot be made shorter, so that something is written at once.
            yield "".join(chr(0x4E00 + (number * 7919 + at * at) % 20000) for at in range(AT_ONCE // 2))

    sent = zip_pieces([("long.txt", pieces()), ("short.txt", "end")])
    first = next(sent)
    assert len(asked) < 20
    archive = opened(first + b"".join(sent))
    assert len(archive.read("long.txt").decode()) == 20 * (AT_ONCE // 2)
    assert archive.read("short.txt") == b"end"


def test_the_same_files_give_the_same_bytes() -> None:
    once, again = (b"".join(zip_pieces([("a.txt", "x"), ("b.txt", iter(["y", "z"]))])) for _time in range(2))
    assert once == again


def test_many_entries_are_all_in_the_directory() -> None:
    """More than an ordinary directory can count."""
    archive = opened(b"".join(zip_pieces((f"{number}.txt", "") for number in range(66_000))))
    assert len(archive.namelist()) == 66_000
