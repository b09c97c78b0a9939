"""Where pages lie in a copy, under names that every system can hold."""

import posixpath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.exchange.copy_files import file_of, piece_of, way_to


@pytest.mark.parametrize(
    ("path", "page", "file"),
    [
        ("/", 1, "index.html"),
        ("/cases/guifi-net/", 1, "cases/guifi-net/index.html"),
        ("/cases/", 3, "cases/index-3.html"),
        ("/cases.csv", 1, "cases.csv"),
        ("/cases/guifi-net/sources.csl.json", 1, "cases/guifi-net/sources.csl.json"),
        ("/cases/guifi-net/diff/1..2/", 1, "cases/guifi-net/diff/1..2/index.html"),
        ("/cases/%D8%B4%D8%A8%D9%83%D8%A9/", 1, "cases/شبكة/index.html"),
    ],
)
def test_a_page_lies_where_its_address_says(path: str, page: int, file: str) -> None:
    assert file_of(path, page=page) == file


@pytest.mark.parametrize(
    "name", ["..", ".", "con", "nul.txt", "a:b", "a*b", "a.", "a/b", "a\\b", "é" * 60, "-rf", ""]
)
def test_a_name_that_some_system_cannot_hold_is_written_otherwise(name: str) -> None:
    piece = piece_of(name)
    assert piece != name
    assert piece == piece_of(piece)
    assert len(piece.encode()) <= 100


def test_capitals_are_told_apart_where_a_system_does_not() -> None:
    assert len({piece_of(name).lower() for name in ("Bruno", "bruno", "BRUNO")}) == 3


@given(st.text(max_size=80), st.text(max_size=80))
def test_two_names_never_become_one_and_none_leaves_its_folder(one: str, other: str) -> None:
    pieces = {piece_of(name) for name in {one, other}}
    assert len(pieces) == len({one, other})
    for piece in pieces:
        assert posixpath.basename(piece) == piece
        assert piece not in {"", ".", ".."}


@pytest.mark.parametrize(
    ("target", "here", "way"),
    [
        ("cases/a/index.html", "index.html", "cases/a/index.html"),
        ("index.html", "cases/a/index.html", "../../index.html"),
        ("cases/شبكة/index.html", "cases/a/index.html", "../%D8%B4%D8%A8%D9%83%D8%A9/index.html"),
        ("cases/a b/#/x.html", "x.html", "cases/a%20b/%23/x.html"),
    ],
)
def test_the_way_from_file_to_file(target: str, here: str, way: str) -> None:
    assert way_to(target, from_file=here) == way
