"""Words as the search knows them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.domain.projection import search_words
from cases.domain.search_words import (
    IDEOGRAPHS,
    WORD_LIMIT,
    Places,
    folded,
    known_words,
    stands_for,
    words_of,
)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Coöperatie, ΣΙΓΜΑ!", ["cooperatie", "σιγμα"]),
        ("Straße Mark™ ½", ["strasse", "marktm", "1", "2"]),
        ("l'École d’été", ["l", "ecole", "d", "ete"]),
        ("e\u0301tat", ["etat"]),
        ("開源 software", ["開", "源", "software"]),
        ("a_b\x00c", ["a", "b", "c"]),
        ("x" * 100, ["x" * WORD_LIMIT]),
        ("¶ … —", []),
    ],
)
def test_accents_case_and_signs_do_not_matter(text: str, words: list[str]) -> None:
    assert words_of(text) == words


@given(st.text())
def test_words_are_those_that_titles_are_compared_by(text: str) -> None:
    plain = "".join(c for c in text if not any(ord(c) in block for block in IDEOGRAPHS))
    if "".join(words_of(plain)).isascii():
        assert words_of(plain) == [word[:WORD_LIMIT] for word in search_words(plain)]


@given(st.text())
def test_folding_twice_is_folding_once(text: str) -> None:
    words = words_of(text)
    assert words_of(" ".join(words)) == words


@given(st.text(alphabet="aé ﬁ½e\u0301開-"), st.data())
def test_a_piece_of_the_folded_text_has_its_place_in_the_text(text: str, data: st.DataObject) -> None:
    whole = folded(text)
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, len(whole)))
    first, last = Places(text).span(start, end)
    assert 0 <= first <= len(text) >= last
    assert whole[start:end] in folded(text[first:last]) or start == end


def test_words_that_are_counted_are_of_letters() -> None:
    assert known_words(["of linux 2 r2d2", f"¶ été {'x' * 31}"]) == {"linux", "été"}


@pytest.mark.parametrize(("case", "cases"), [(1, 1), (4096, 1), (4097, 0), (4112, 16), (100_000, 16)])
def test_for_how_many_a_case_stands(case: int, cases: int) -> None:
    assert stands_for(case) == cases
