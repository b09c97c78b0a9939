"""Pieces of text with the words in bold."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain.extracts import BEFORE, LENGTH, Marker, Pieces
from cases.domain.search_query import parse


def marker(text: str) -> Marker:
    return Marker(parse(text).sought, {"maker": ("maker", "makers")})


def shown(pieces: Pieces) -> str:
    return "".join(f"[{piece.text}]" if piece.is_match else piece.text for piece in pieces)


@pytest.mark.parametrize(
    ("words", "text", "marked"),
    [
        ("linux", "Linux: who pays?", "[Linux]: who pays?"),
        ("ecole", "l'École d'été", "l'[École] d'été"),
        ("ete", "l'e\u0301te\u0301", "l'[e\u0301te\u0301]"),
        ("maker", "makers make", "[makers] make"),
        ('"free software"', "free, software; free hardware", "[free, software]; free hardware"),
        ("mak*", "makers, unmake", "[makers], unmake"),
        ("開", "開源", "[開]源"),
        ("a -b", "a b", "[a] b"),
        ("net", "Guifi.net", "Guifi.[net]"),
        ("b", "<b>b</b>", "<[b]>[b]</[b]>"),
        ("-x", "x", "x"),
    ],
)
def test_what_was_sought_is_marked(words: str, text: str, marked: str) -> None:
    assert shown(marker(words).marked(text)) == marked


@given(st.text(), st.text())
def test_marks_never_change_the_text(words: str, text: str) -> None:
    assert "".join(piece.text for piece in marker(words).marked(text)) == text


def test_an_extract_is_cut_at_words_around_the_match() -> None:
    text = f"{'before ' * 50}Linux {'after ' * 50}"
    extract = shown(marker("linux").extract(text, around=marker("linux")))
    assert extract.startswith("…before")
    assert "[Linux]" in extract[: BEFORE + 10]
    assert extract.endswith("after…")
    assert len(extract) <= LENGTH + 4


def test_an_extract_stands_around_the_words_that_are_wanted() -> None:
    text = f"linux {'x ' * 200} kernel"
    assert shown(marker("linux kernel").extract(text, around=marker("kernel"))).endswith("[kernel]")
    assert marker("linux").extract(text, around=marker("none")) == ()
